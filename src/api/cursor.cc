#include "api/cursor.h"

#include <algorithm>
#include <charconv>

#include "base/crypto.h"

namespace plimsoll::api {

namespace {

constexpr std::size_t kMostLimit = 1000;
constexpr std::size_t kLongestCursor = 1024;

bool read_limit(const std::string& text, std::size_t& limit) {
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), limit);
    return ec == std::errc() && end == text.data() + text.size() && limit >= 1 && limit <= kMostLimit;
}

}  // namespace

Result<Page> page_of(const Request& request) {
    Page page;
    std::vector<FieldError> fields;
    if (const auto limit = request.query_value("limit"); limit && !read_limit(*limit, page.limit)) {
        fields.push_back({"limit", "must be a whole number from 1 to 1000", "leave it out for 100"});
    }
    if (const auto cursor = request.query_value("cursor"); cursor && !cursor->empty()) {
        const auto key = cursor->size() <= kLongestCursor ? crypto::from_base64(*cursor) : std::nullopt;
        if (key && !key->empty()) page.after = *key;
        else fields.push_back({"cursor", "is not a cursor of this list", "take it from the reply before, unchanged"});
    }
    if (!fields.empty()) return fail(errors::invalid, {}, std::move(fields));
    return page;
}

std::string cursor_after(std::string_view key) {
    std::string out = crypto::base64(key);
    std::replace(out.begin(), out.end(), '+', '-');
    std::replace(out.begin(), out.end(), '/', '_');
    while (out.ends_with('=')) out.pop_back();
    return out;
}

std::vector<Parameter> page_parameters() {
    return {{"limit", "query", "how many items at most, 1 to 1000; 100 when not given", false},
            {"cursor", "query", "next_cursor of the reply before", false}};
}

}  // namespace plimsoll::api

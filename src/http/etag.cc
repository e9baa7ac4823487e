#include "http/etag.h"

namespace plimsoll::http {
namespace {

std::string_view strong(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string quoted_tag(std::string_view tag) {
    if (strong(tag).starts_with('"')) return std::string(tag);
    return "\"" + std::string(tag) + "\"";
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    if (trim(if_none_match) == "*") return true;
    const std::string wanted = quoted_tag(tag);
    std::string_view rest = if_none_match;
    for (;;) {
        // A comma may stand inside a quoted tag; one that is split by it matches nothing of ours.
        const auto comma = rest.find(',');
        if (strong(trim(rest.substr(0, comma))) == strong(wanted)) return true;
        if (comma == std::string_view::npos) return false;
        rest.remove_prefix(comma + 1);
    }
}

}  // namespace plimsoll::http

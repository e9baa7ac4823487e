#include "domain/catalog/expression.h"

#include <fmt/format.h>
#include <re2/re2.h>

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kLongest = 1000;
constexpr std::int64_t kMostMemory = 2 << 20;

}  // namespace

std::string read_expression(const Fields& fields, std::string_view key, Need need, int groups) {
    std::string text = fields.text(key, need, kLongest);
    if (text.empty()) return text;
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMostMemory);
    const RE2 expression(text, options);
    if (!expression.ok()) {
        fields.invalid(key, "is not a regular expression: " + expression.error(), "correct it; the syntax is RE2's");
        return {};
    }
    if (groups >= 0 && expression.NumberOfCapturingGroups() != groups) {
        fields.invalid(key, fmt::format("has {} capturing groups; it needs {}", expression.NumberOfCapturingGroups(), groups),
                       "put parentheses around the part that is meant, and write (?:...) for others");
        return {};
    }
    return text;
}

}  // namespace plimsoll::catalog

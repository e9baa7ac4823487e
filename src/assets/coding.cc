#include "assets/coding.h"

#include <algorithm>
#include <optional>

namespace plimsoll::assets {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

bool same(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

/// "q=0", "q=0.0", "q=0.000": not wanted at any price.
bool is_refusal(std::string_view parameters) {
    const auto q = parameters.find("q=");
    if (q == std::string_view::npos) return false;
    const std::string_view value = trimmed(parameters.substr(q + 2));
    return !value.empty() && value.find_first_not_of("0.") == std::string_view::npos;
}

/// Empty: the header does not name the coding.
std::optional<bool> takes(std::string_view header, std::string_view coding) {
    for (std::size_t from = 0; from < header.size();) {
        const auto comma = std::min(header.find(',', from), header.size());
        const std::string_view item = header.substr(from, comma - from);
        const auto semicolon = std::min(item.find(';'), item.size());
        if (same(trimmed(item.substr(0, semicolon)), coding)) return !is_refusal(item.substr(semicolon));
        from = comma + 1;
    }
    return std::nullopt;
}

}  // namespace

std::string coding_for(const Asset& asset, std::string_view accept_encoding) {
    const bool any = takes(accept_encoding, "*").value_or(false);
    for (const char* coding : {"br", "gzip"})
        if (asset.copies.contains(coding) && takes(accept_encoding, coding).value_or(any)) return coding;
    return "identity";
}

}  // namespace plimsoll::assets

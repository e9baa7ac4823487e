// ids.h: names that a person's own browser gives to stories and sheets.
#pragma once

#include <algorithm>
#include <string_view>

namespace plimsoll::practice {

inline constexpr const char* kIdRule = "must be 1 to 64 of A-Z, a-z, 0-9, '-' and '_'";

/// 1 to 64 of A-Z, a-z, 0-9, '-' and '_'.
[[nodiscard]] inline bool is_own_id(std::string_view id) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), allowed);
}

}  // namespace plimsoll::practice

// surely.h: whether a burn is surely not above its threshold, in doubles: for whoever asks at every slot.
//
// Margin     the exact test decides near the threshold. Five roundings cost less than 1e-15 each, a thousandth of the margin.
#pragma once

#include <cstdint>

namespace plimsoll::slo {

inline constexpr double kSureMargin = 1 - 1e-12;

/// Of counts alone: what is missing only lowers the least that the error ratio can be. False says nothing.
[[nodiscard]] inline bool surely_not_above(std::int64_t valid, std::int64_t bad, double error_ratio) {
    return bad <= 0 || static_cast<double>(bad) < error_ratio * static_cast<double>(valid) * kSureMargin;
}

}  // namespace plimsoll::slo

// same_time.h: what two points of one series and one time are together.
#pragma once

#include <optional>

#include "ledger/counter_walk.h"
#include "ledger/ledger.h"

namespace plimsoll::ledger {

/// Whether the value of a point is a count of its own.
[[nodiscard]] constexpr bool counts_by_value(Counting counting) { return counting > Counting::sample; }

/// Empty: the later one contradicts the earlier and is refused. Equal to `known`: it says nothing new.
/// Of deltas a zero says that nothing was counted so far, so it gives way; measurements are looked up again, and the later
/// look stands; events that share a time add up.
[[nodiscard]] inline std::optional<Point> together(Counting counting, const Point& known, const Point& given) {
    if (known.stale || given.stale) return known == given ? std::optional(known) : std::nullopt;
    if (counting == Counting::event) {
        Point sum = known;
        sum.value += given.value;  // both below 2^53
        return sum.value <= kMostValue ? std::optional(sum) : std::nullopt;
    }
    if (known == given) return known;
    if (counting == Counting::measured) return given;
    if (counting != Counting::delta || (known.value != 0 && given.value != 0)) return std::nullopt;
    return given.value == 0 ? known : given;
}

}  // namespace plimsoll::ledger

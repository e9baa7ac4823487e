// cuts.h: ranges with pieces taken out of them.
#pragma once

#include <span>
#include <vector>

#include "base/units.h"

namespace plimsoll::slo {

/// What of `out` lies within `range`. Requires: `out` disjoint, oldest first; so is the result.
[[nodiscard]] std::vector<TimeRange> within(TimeRange range, std::span<const TimeRange> out);
/// What is left of `range` without them, oldest first.
[[nodiscard]] std::vector<TimeRange> without(TimeRange range, std::span<const TimeRange> out);
/// Sorted and merged, so that none touches another; empty ones are dropped.
[[nodiscard]] std::vector<TimeRange> disjoint(std::vector<TimeRange> ranges);

}  // namespace plimsoll::slo

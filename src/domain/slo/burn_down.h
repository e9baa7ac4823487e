// burn_down.h: how the budget of the period went, point by point, for charts.
//
// Shape      each point at t holds the share of the budget that was left over the period that ends there, clipped to the SLO's age,
//            and the events counted since the point before. Oldest first, evenly spaced, the last at the range's end.
// Gaps       a point before which nothing was measured has no share: it is drawn as a gap, not as a line.
// Cost       one reading of sums, two a point, 200 points at most.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <vector>

#include "base/result.h"
#include "domain/catalog/model.h"
#include "domain/slo/range_sums.h"

namespace plimsoll::slo {

inline constexpr std::size_t kBurnDownPoints = 200;

struct BurnDownPoint {
    Timestamp at;
    std::optional<double> remaining;  ///< share of the budget, signed; empty: a gap
    std::int64_t valid = 0;           ///< since the point before
    std::int64_t bad = 0;
    std::optional<double> coverage;   ///< of the time since the point before
};
BOOST_DESCRIBE_STRUCT(BurnDownPoint, (), (at, remaining, valid, bad, coverage))

struct BurnDown {
    TimeRange range;
    Duration step;
    std::vector<BurnDownPoint> points;
};
BOOST_DESCRIBE_STRUCT(BurnDown, (), (range, step, points))

/// `since`: start of the first measured slot. `points` is brought into 1..200. Errors: those of `sums`.
[[nodiscard]] Result<BurnDown> burn_down(const catalog::Slo& slo, TimeRange range, Timestamp since, std::size_t points,
                                         const SumsOf& sums);

}  // namespace plimsoll::slo

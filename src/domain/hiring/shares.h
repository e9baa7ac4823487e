// shares.h: counts of hiring as figures that can defend themselves.
//
// Few        below kLeastForShare of the whole there is no value, and the counts are shown: our proposal.
// Interval   Wilson's 95 %: those hired so far speak for those to come. Source: E. B. Wilson, Journal of the American Statistical
//            Association 22, 1927.
// Pure       any thread.
#pragma once

#include <cstdint>
#include <string>

#include "base/measure.h"

namespace plimsoll::hiring {

inline constexpr std::int64_t kLeastForShare = 5;

/// Requires: 0 <= part <= whole, whole above 0.
[[nodiscard]] Interval wilson_95(std::int64_t part, std::int64_t whole);

/// One of a share's two counts, by the name that the formula uses.
struct Counted {
    std::string name;
    std::int64_t count = 0;
};

/// part / whole. Requires: 0 <= part <= whole.
[[nodiscard]] Measure share_measure(std::string id, const Counted& part, const Counted& whole, std::string formula, TimeRange window, Timestamp as_of);

}  // namespace plimsoll::hiring

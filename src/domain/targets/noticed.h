// noticed.h: the loosest objective that still calls no window kept in which users noticed.
//
// Stretches  all of so long a length, ending with any step, whose error ratio is at least the one given.
// Windows    of the SLO's period, ending every hour, wholly within the range; one is noticed if it holds such a stretch whole.
// Loosest    a window is kept at objective T if bad / valid < 1 - T. So with r, the least error ratio of the noticed windows,
//            every objective from 1 - r on calls none of them kept, and every looser one does. Rounded up to a level.
// Exact      ratios are compared in integers.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "domain/slo/tape.h"
#include "domain/targets/question.h"

namespace plimsoll::targets {

struct Noticed {
    std::optional<Objective> loosest;  ///< empty: nothing can be said, or no level is tight enough
    std::string why;                   ///< in words
};

/// `levels`: loosest first. Requires: slo::tapes(slo); a range within the tape.
[[nodiscard]] Noticed loosest_noticed(const slo::Tape& tape, TimeRange range, Duration period, const Notice& notice, std::span<const Objective> levels);

}  // namespace plimsoll::targets

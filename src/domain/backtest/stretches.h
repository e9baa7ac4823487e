// stretches.h: how often, and for how long, a budget was under a line.
//
// Rule       as the policy's states (policy/standing.h): under the line at `remaining <= line`, and out of it again only above
//            line + hysteresis, so that a budget that trembles about the line is one stretch.
// Young      a window younger than a thirtieth of the period says nothing, as in the policy: two bad events of the first ten
//            are no breach. Neither does a step without anything counted.
// Slices     a window of slices ends with the last that had closed, as the budget's does.
// Exact      at every step; in doubles, and a budget within 1e-12 of the line counts as under it.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "domain/slo/tape.h"

namespace plimsoll::backtest {

struct Line {
    double at = 0;          ///< share of the budget that is left
    double hysteresis = 0;  ///< as the policy's
};

struct Stretches {
    std::uint64_t count = 0;
    Duration length;
};

/// Of the ends of the steps within `range`. Requires: slo::tapes(slo).
[[nodiscard]] Stretches stretches_under(const catalog::Slo& slo, const slo::Tape& tape, TimeRange range, const Line& line);

/// The same under each line, of an SLO that no tape holds: every window is read through its counts, less what is excluded.
struct CountedSteps {
    const slo::Counts& counts;
    Duration step;
    Timestamp since;                   ///< start of the first measured slot
    std::function<bool()> go_on{};     ///< asked now and then; false: stop
};
/// Errors: those of the counts; cancelled.
[[nodiscard]] Result<std::vector<Stretches>> stretches_under(const catalog::Slo& slo, const CountedSteps& past, TimeRange range, std::span<const Line> lines);

}  // namespace plimsoll::backtest

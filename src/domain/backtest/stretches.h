// stretches.h: how often, and for how long, a budget was under a line.
//
// Rule       as the policy's states (policy/standing.h): under the line at `remaining <= line`, and out of it again only above
//            line + hysteresis, so that a budget that trembles about the line is one stretch.
// Young      a window younger than a thirtieth of the period says nothing, as in the policy: two bad events of the first ten
//            are no breach. Neither does a step without anything counted.
// Exact      at every step of the tape; in doubles, and a budget within 1e-12 of the line counts as under it.
#pragma once

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

}  // namespace plimsoll::backtest

// suggest.h: what the history of an SLO says about what may be promised: baseline, levels, what users noticed, upstreams.
//
// Range      as a backtest's: 90 days up to what is counted, or all there is; in steps of a minute or of five.
// Upstreams  in series: a call needs every one of them. What they promise multiplies, whatever their dependence that is what a
//            caller may count on; the warning names the remedies.
// Cost       the range is read once for the counts and once for the replays; each level some 20 ns a step. Not for I/O threads.
// Threads    any; `counts` is read by one.
#pragma once

#include "domain/slo/counts.h"
#include "domain/targets/question.h"
#include "domain/targets/views.h"

namespace plimsoll::targets {

struct History {
    const catalog::Catalog& catalog;
    const slo::Counts& counts;
};

/// Errors: invalid; those of the counts.
[[nodiscard]] Result<TargetSuggestion> suggest(const History& history, const catalog::Slo& slo, const Question& question);

/// What stands for another objective, and another window where one is given, over a range. Errors: as suggest(); the fields of
/// what cannot be tried are called "/objective" and "/window".
[[nodiscard]] Result<TargetEvidence> evidence_for(const History& history, const catalog::Slo& slo, const Objective& objective,
                                                  std::optional<Duration> window, std::optional<Timestamp> from, std::optional<Timestamp> to);

}  // namespace plimsoll::targets

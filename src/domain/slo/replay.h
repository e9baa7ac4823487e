// replay.h: what the judge would have said, had it sat through the past: its own quick test, judgement, decide and apply, at
// every step of a tape.
//
// Same       nothing is decided here: Judge::quiet says whether anything could change, judge() and decide() say what. So an
//            alert fires and resolves at the very step at which it does live, if the counts came in steps of that length.
// Time       the wall clock is the step's end: nothing is history, nothing is late. Staleness is judged at every step without data.
// Before     the past before `range` fills the windows; alerts that were open when it began are told with `began_open`.
// Windows    of a calendar: from its wall-clock boundary. Of slices: as many whole slices as fit, at least one.
// Slow       SLOs whose windows are not sums of their steps (a composite that sums burn, a roll-up by its worst group) are read
//            through Counts::sums, some hundred steps at a time.
// Cost       some 20 ns a step while nothing burns.
// Threads    any.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/slo/events.h"
#include "domain/slo/tape.h"

namespace plimsoll::slo {

/// One alert from beginning to end.
struct ReplayedAlert {
    AlertFired fired;
    std::optional<AlertResolved> resolved;  ///< empty: still open at the end
    std::vector<TimeRange> frozen;          ///< when neither could be said
    bool began_open = false;                ///< it was open before the range began: `fired` is of before
};

/// The budget at one step.
struct BudgetPoint {
    Timestamp at;
    std::optional<double> remaining;  ///< share, signed; empty: nothing counted
    std::optional<double> burn_1h;
    std::optional<double> coverage;
};

struct Replay {
    std::vector<ReplayedAlert> alerts;  ///< by firing time
    std::vector<BudgetPoint> course;    ///< evenly spaced, the last at the end
    std::uint64_t judged = 0;           ///< steps
    std::uint64_t looked = 0;           ///< of them, those that the quick test did not settle
};

struct ReplayPlan {
    TimeRange range;           ///< of the tape's; brought down to its steps
    std::size_t points = 300;  ///< of the course; 0: none
    std::function<bool(std::int64_t done, std::int64_t steps)> progress{};  ///< false: stop, which is an error (cancelled)
};

/// Of an SLO whose windows are sums of steps. `service_channels`: as facts_of() gives them.
[[nodiscard]] Result<Replay> replay(const catalog::Slo& slo, const Tape& tape, const ReplayPlan& plan);
/// Of any SLO, through its counts.
[[nodiscard]] Result<Replay> replay(const catalog::Slo& slo, const Counts& counts, Duration step, const ReplayPlan& plan);
/// Whether its windows are sums of a tape's steps.
[[nodiscard]] bool tapes(const catalog::Slo& slo);

}  // namespace plimsoll::slo

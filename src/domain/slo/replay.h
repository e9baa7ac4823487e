// replay.h: what the judge would have said, had it sat through the past: its own quick test, judgement, decide and apply, at
// every step of a tape.
//
// Same       nothing is decided here: Judge::quiet says whether anything could change, judge() and decide() say what. So an
//            alert fires and resolves at the very step at which it does live, if the counts came in steps of that length.
// Time       the wall clock is the step's end, and so is the time of a judgement: nothing is history, nothing is late.
// Silence    a step without a sample is taken for silence of its source: nothing is judged in it, as live, but whether the SLO
//            is stale. Steps that are excluded as a whole are not silent if samples came in them.
// Before     the past before `range` fills the windows; alerts that were open when it began are told with `began_open`. For that
//            the replay begins the longest window of a rule and its delays before the range, if the tape does. A window that
//            reaches before the tape is judged over what the tape has of it.
// Windows    of a calendar: from its wall-clock boundary. Of slices: as many whole slices as fit, at least one, up to the last
//            that closed.
// Slow       SLOs whose windows are not sums of their steps (a composite that sums burn, a roll-up by its worst group) are read
//            through Counts::sums, some hundred steps at a time. A roll-up is throughout the group that stands worst now.
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

/// One alert from beginning to end. Staleness is one of them (AlertKind::stale, a ticket of rule "stale").
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
    std::optional<double> coverage;   ///< of the time since the point before
};

struct Replay {
    std::vector<ReplayedAlert> alerts;  ///< by firing time
    std::vector<BudgetPoint> course;    ///< evenly spaced, the last at the end
    std::uint64_t judged = 0;           ///< steps of the range
    std::uint64_t looked = 0;           ///< of them, those that the quick test on counts alone did not settle
};

struct ReplayPlan {
    TimeRange range;           ///< of the tape's; brought down to its steps
    std::size_t points = 300;  ///< of the course, at most one a step; 0: none
    /// Told each some ten thousand steps, those before the range too. False: stop, which is an error (cancelled).
    std::function<bool(std::int64_t done, std::int64_t steps)> progress{};
    std::vector<std::string> service_channels{};  ///< as facts_of() gives them: for rules that name none
};

/// Of an SLO whose windows are sums of steps. Errors: cancelled.
[[nodiscard]] Result<Replay> replay(const catalog::Slo& slo, const Tape& tape, const ReplayPlan& plan);
/// Of any SLO, through its counts, less what is excluded. Errors: those of Counts and of Tape::of; cancelled.
[[nodiscard]] Result<Replay> replay(const catalog::Slo& slo, const Counts& counts, Duration step, const ReplayPlan& plan);
/// Whether its windows are sums of a tape's steps.
[[nodiscard]] bool tapes(const catalog::Slo& slo);
/// How long before a range a tape should begin, so that every window in it is whole and what was open before is known.
[[nodiscard]] Duration lead_of(const catalog::Slo& slo);

}  // namespace plimsoll::slo

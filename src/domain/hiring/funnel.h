// funnel.h: how applications pass through the stages, how long posts stay open, and what became of those who were hired.
//
// Which      applications made within the window, of one opening or all. Erased candidates count: their events name nobody.
// Reached    the furthest stage that an application was ever at; one that was moved past a stage reached it too.
// Waits      stays in a stage and openings that are not filled go on up to now (waits.h).
// Year       "kept a year" is of those who started a year ago at least: somebody who started last month has not stayed, nor failed to.
// Pure       any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/hiring/state.h"
#include "domain/hiring/waits.h"

namespace plimsoll::hiring {

struct FunnelQuery {
    std::string opening;             ///< empty: all
    std::optional<Timestamp> from;   ///< of the application
    std::optional<Timestamp> to;
};

struct FunnelStage {
    Stage stage = Stage::applied;    ///< applied to hired
    std::int64_t reached = 0;
    std::int64_t here = 0;           ///< now
    std::int64_t rejected = 0;       ///< at this stage, last
    std::int64_t withdrawn = 0;
    Measure conversion;              ///< reached the next stage / reached this one and left it or went beyond; none of the last
    WaitFigure time;                 ///< of stays
};
BOOST_DESCRIBE_STRUCT(FunnelStage, (), (stage, reached, here, rejected, withdrawn, conversion, time))

struct FunnelSource {
    Source source = Source::applied;
    std::int64_t applications = 0;
    std::int64_t interviewed = 0;
    std::int64_t offered = 0;
    std::int64_t hired = 0;
};
BOOST_DESCRIBE_STRUCT(FunnelSource, (), (source, applications, interviewed, offered, hired))

struct FunnelView {
    std::string opening;
    TimeRange window;
    std::int64_t applications = 0;
    std::vector<FunnelStage> stages;
    WaitFigure time_to_fill;           ///< from opened to accepted, each post of an opening by itself
    Measure offer_rate;                ///< with an offer / interviewed, of those who were interviewed and are decided
    Measure offers_accepted;           ///< accepted / answered
    std::int64_t offers_waiting = 0;
    std::vector<FunnelSource> sources; ///< that occur
    Measure met_90;                    ///< met what was expected / looked at, 90 days after the start
    Measure met_180;
    Measure cleared_for_on_call;       ///< of those of whom it was noted
    Measure kept_a_year;
    Measure quality_of_hire;           ///< all four / those of whom all four are known
    std::int64_t quality_due = 0;      ///< day 90 or 180 has passed, and nothing was noted
};
BOOST_DESCRIBE_STRUCT(FunnelView, (), (opening, window, applications, stages, time_to_fill, offer_rate, offers_accepted, offers_waiting, sources, met_90, met_180,
                                       cleared_for_on_call, kept_a_year, quality_of_hire, quality_due))

/// What a figure is computed from, copied out of the state.
struct HiringFacts {
    std::vector<OpeningRow> openings;
    std::vector<ApplicationRow> applications;
};
[[nodiscard]] HiringFacts facts_of(const State& state);

[[nodiscard]] FunnelView funnel_of(const HiringFacts& facts, const FunnelQuery& query, Timestamp now);

/// The waits of posts to be filled: one for each acceptance, and one for each post that is still open or was given up.
[[nodiscard]] std::vector<Wait> fill_waits(const HiringFacts& facts, const std::string& opening, Timestamp now);

}  // namespace plimsoll::hiring

// hiring_plan.h: posts against what waits for them: filled, open for how long, and whether the day that they are needed by can be kept.
//
// Forecast   the median length of filling a post, given how long this one is open already, from all posts so far (waits.h); none below
//            kLeastWaits posts. A median: half take longer.
// Late       the day has passed, or the forecast lies beyond it.
// Pure       any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

#include "domain/hiring/funnel.h"

namespace plimsoll::hiring {

BOOST_DEFINE_ENUM_CLASS(PlanState, filled, in_time, likely_late, late, cannot_tell, no_date, given_up)

struct PlannedPost {
    std::string opening;
    std::string title;
    std::string team;
    std::string roadmap;
    std::string needed_by;
    std::int64_t headcount = 1;
    std::int64_t filled = 0;
    std::int64_t in_process = 0;      ///< applications that go on
    Duration open_for;                ///< until closed, else until now
    std::string forecast;             ///< date; empty: see why
    PlanState state = PlanState::no_date;
    std::string why;                  ///< the state in a sentence
};
BOOST_DESCRIBE_STRUCT(PlannedPost, (), (opening, title, team, roadmap, needed_by, headcount, filled, in_process, open_for, forecast, state, why))

struct HiringPlan {
    std::vector<PlannedPost> posts;   ///< late ones first, then by the day they are needed by
    std::int64_t headcount = 0;       ///< of openings that were not given up
    std::int64_t filled = 0;
    WaitFigure time_to_fill;
};
BOOST_DESCRIBE_STRUCT(HiringPlan, (), (posts, headcount, filled, time_to_fill))

[[nodiscard]] HiringPlan plan_of(const HiringFacts& facts, Timestamp now);

}  // namespace plimsoll::hiring

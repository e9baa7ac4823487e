#include "domain/hiring/hiring_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "domain/hiring/days.h"

namespace plimsoll::hiring {

namespace {

int urgency(PlanState state) {
    switch (state) {
        case PlanState::late: return 0;
        case PlanState::likely_late: return 1;
        case PlanState::cannot_tell: return 2;
        case PlanState::in_time: return 3;
        case PlanState::no_date: return 4;
        case PlanState::filled: return 5;
        case PlanState::given_up: return 6;
    }
    return 6;
}

/// How far an open post is from the day that it is needed by.
void judge(PlannedPost& post, const WaitFigure& rest, Timestamp opened, Timestamp now) {
    if (rest.median) post.forecast = day_of(opened + *rest.median);
    const auto needed = day_in(post.needed_by);
    const std::string likely = post.forecast.empty() ? "there is no forecast: " + rest.why_empty : fmt::format("half of such posts are filled by {} (n = {})", post.forecast, rest.n);
    if (!needed) {
        post.state = PlanState::no_date;
        post.why = "no day is set; " + likely;
    } else if (*needed + Duration::days(1) <= now) {
        post.state = PlanState::late;
        post.why = fmt::format("needed by {}, and open; {}", post.needed_by, likely);
    } else if (post.forecast.empty()) {
        post.state = PlanState::cannot_tell;
        post.why = fmt::format("needed by {}; {}", post.needed_by, likely);
    } else {
        post.state = post.forecast > post.needed_by ? PlanState::likely_late : PlanState::in_time;
        post.why = fmt::format("needed by {}; {}", post.needed_by, likely);
    }
}

PlannedPost post_of(const HiringFacts& facts, const OpeningRow& o, const std::vector<Wait>& waits, Timestamp now) {
    PlannedPost post;
    post.opening = o.id;
    post.title = o.what.title;
    post.team = o.what.team;
    post.roadmap = o.what.roadmap;
    post.needed_by = o.what.needed_by;
    post.headcount = o.what.headcount;
    for (const ApplicationRow& a : facts.applications) {
        if (a.opening != o.id) continue;
        post.filled += a.fills_post() ? 1 : 0;
        post.in_process += a.ended() ? 0 : 1;
    }
    post.open_for = o.closed_at.value_or(now) - o.opened_at;
    if (post.filled >= post.headcount || (o.closed_at && o.filled)) {
        post.state = PlanState::filled;
        post.why = fmt::format("{} of {} filled", post.filled, post.headcount);
    } else if (o.closed_at) {
        post.state = PlanState::given_up;
        post.why = fmt::format("closed with {} of {} filled", post.filled, post.headcount);
    } else {
        judge(post, median_wait_after(waits, post.open_for), o.opened_at, now);
    }
    return post;
}

}  // namespace

HiringPlan plan_of(const HiringFacts& facts, Timestamp now) {
    HiringPlan out;
    const std::vector<Wait> waits = fill_waits(facts, "", now);
    out.time_to_fill = median_wait(waits);
    for (const OpeningRow& o : facts.openings) {
        PlannedPost post = post_of(facts, o, waits, now);
        if (post.state != PlanState::given_up) {
            out.headcount += post.headcount;
            out.filled += std::min(post.filled, post.headcount);
        }
        out.posts.push_back(std::move(post));
    }
    std::sort(out.posts.begin(), out.posts.end(), [](const PlannedPost& a, const PlannedPost& b) {
        const auto key = [](const PlannedPost& p) { return std::tuple(urgency(p.state), p.needed_by.empty(), p.needed_by, p.opening); };
        return key(a) < key(b);
    });
    return out;
}

}  // namespace plimsoll::hiring

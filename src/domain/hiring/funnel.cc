#include "domain/hiring/funnel.h"

#include <algorithm>
#include <map>

#include "domain/hiring/days.h"
#include "domain/hiring/shares.h"

namespace plimsoll::hiring {

namespace {

constexpr Duration kYear = Duration::days(365);

bool is_end(Stage stage) { return stage == Stage::rejected || stage == Stage::withdrawn; }

Stage furthest(const ApplicationRow& a) {
    Stage out = Stage::applied;
    for (const Passage& p : a.passages)
        for (const Stage stage : {p.from, p.to})
            if (!is_end(stage)) out = std::max(out, stage);
    return is_end(a.stage) ? out : std::max(out, a.stage);
}

/// Where it was when it ended as rejected or withdrawn.
Stage ended_from(const ApplicationRow& a) {
    for (auto p = a.passages.rbegin(); p != a.passages.rend(); ++p)
        if (!is_end(p->from)) return p->from;
    return Stage::applied;
}

struct Stay {
    Stage stage = Stage::applied;
    Wait wait;
};
std::vector<Stay> stays_of(const ApplicationRow& a, Timestamp now) {
    std::vector<Stay> out;
    Stage stage = Stage::applied;
    Timestamp since = a.made_at;
    for (const Passage& p : a.passages) {
        out.push_back({stage, {p.why.at - since, true}});
        stage = p.to;
        since = p.why.at;
    }
    if (!a.ended()) out.push_back({stage, {now - since, false}});
    return out;
}

const QualityRow* quality_at(const ApplicationRow& a, int day) {
    const auto at = std::find_if(a.quality.begin(), a.quality.end(), [&](const QualityRow& q) { return q.day == day; });
    return at == a.quality.end() ? nullptr : &*at;
}

/// Whether somebody who started a year ago at least stayed it; empty: too early to say, or never started.
std::optional<bool> kept_year(const ApplicationRow& a, Timestamp now) {
    const auto start = day_in(a.started_on);
    if (!start || *start + kYear > now) return std::nullopt;
    const auto left = day_in(a.left_on);
    return !left || *left >= *start + kYear;
}

/// The last that was noted.
std::optional<bool> cleared(const ApplicationRow& a) {
    std::optional<bool> out;
    for (const QualityRow& q : a.quality)
        if (q.cleared_for_on_call) out = q.cleared_for_on_call;
    return out;
}

/// Counts yes among known answers.
struct Known {
    std::int64_t yes = 0;
    std::int64_t all = 0;
    void add(std::optional<bool> answer) {
        if (!answer) return;
        ++all;
        yes += *answer ? 1 : 0;
    }
};

class Funnel {
public:
    Funnel(const HiringFacts& facts, const FunnelQuery& query, Timestamp now) : now_(now) {
        out_.opening = query.opening;
        Timestamp first = now;
        for (const ApplicationRow& a : facts.applications) {
            if (!query.opening.empty() && a.opening != query.opening) continue;
            if ((query.from && a.made_at < *query.from) || (query.to && a.made_at >= *query.to)) continue;
            first = std::min(first, a.made_at);
            chosen_.push_back(&a);
        }
        out_.window = {query.from.value_or(first), query.to.value_or(now)};
        out_.applications = static_cast<std::int64_t>(chosen_.size());
        out_.time_to_fill = median_wait(fill_waits(facts, query.opening, now));
    }

    FunnelView view() {
        for (Stage stage = Stage::applied; stage <= Stage::hired; stage = static_cast<Stage>(static_cast<int>(stage) + 1)) out_.stages.push_back(stage_of(stage));
        offers();
        sources();
        quality();
        return std::move(out_);
    }

private:
    [[nodiscard]] Measure share(const char* id, const Counted& part, const Counted& whole, const char* formula) const {
        return share_measure(id, part, whole, formula, out_.window, now_);
    }
    FunnelStage stage_of(Stage stage) {
        FunnelStage out;
        out.stage = stage;
        std::int64_t beyond = 0;
        std::vector<Wait> waits;
        for (const ApplicationRow* a : chosen_) {
            const Stage far = furthest(*a);
            out.reached += far >= stage ? 1 : 0;
            beyond += far > stage ? 1 : 0;
            out.here += a->stage == stage ? 1 : 0;
            if (is_end(a->stage) && ended_from(*a) == stage) (a->stage == Stage::rejected ? out.rejected : out.withdrawn) += 1;
            for (const Stay& stay : stays_of(*a, now_))
                if (stay.stage == stage) waits.push_back(stay.wait);
        }
        if (stage == Stage::hired) {
            out.conversion.id = "hiring.conversion";
            out.conversion.why_empty = "the last stage leads to no other";
            out.time.why_empty = "the last stage ends the application";
            return out;
        }
        std::int64_t open = 0;
        for (const ApplicationRow* a : chosen_) open += !a->ended() && furthest(*a) == stage ? 1 : 0;
        out.conversion = share("hiring.conversion", {"reached the next stage", beyond}, {"left the stage", out.reached - open},
                               "applications that reached the next stage or a later one / applications that reached this one and are not waiting in it");
        out.time = median_wait(waits);
        return out;
    }
    void offers() {
        Known offered;
        Known accepted;
        for (const ApplicationRow* a : chosen_) {
            const bool offer = !a->offered_on.empty();
            if (furthest(*a) >= Stage::interview && (offer || a->ended())) offered.add(offer);
            if (offer) accepted.add(a->accepted);
            out_.offers_waiting += offer && !a->accepted && !a->ended() ? 1 : 0;
        }
        out_.offer_rate = share("hiring.offer_rate", {"offers", offered.yes}, {"interviewed and decided", offered.all}, "applications with an offer / applications that were interviewed and have an offer or ended");
        out_.offers_accepted = share("hiring.offers_accepted", {"accepted", accepted.yes}, {"answered", accepted.all}, "offers accepted / offers answered");
    }
    void sources() {
        std::map<Source, FunnelSource> by;
        for (const ApplicationRow* a : chosen_) {
            FunnelSource& row = by[a->source];
            row.source = a->source;
            ++row.applications;
            row.interviewed += furthest(*a) >= Stage::interview ? 1 : 0;
            row.offered += !a->offered_on.empty() ? 1 : 0;
            row.hired += a->fills_post() ? 1 : 0;
        }
        for (const auto& [source, row] : by) out_.sources.push_back(row);
    }
    void quality() {
        Known at_90;
        Known at_180;
        Known on_call;
        Known year;
        Known all;
        for (const ApplicationRow* a : chosen_) {
            const auto start = day_in(a->started_on);
            if (!start) continue;
            const auto met = [&](int day, Known& known) -> std::optional<bool> {
                const QualityRow* row = quality_at(*a, day);
                if (row == nullptr) {
                    out_.quality_due += a->left_on.empty() && *start + Duration::days(day) <= now_ ? 1 : 0;
                    return std::nullopt;
                }
                known.add(row->met);
                return row->met;
            };
            const auto met_90 = met(90, at_90);
            const auto met_180 = met(180, at_180);
            const auto clear = cleared(*a);
            const auto kept = kept_year(*a, now_);
            on_call.add(clear);
            year.add(kept);
            if (met_90 && met_180 && clear && kept) all.add(*met_90 && *met_180 && *clear && *kept);
        }
        out_.met_90 = share("hiring.met_90", {"met", at_90.yes}, {"looked at after 90 days", at_90.all}, "hired people who met what was expected / hired people looked at, 90 days after the start");
        out_.met_180 = share("hiring.met_180", {"met", at_180.yes}, {"looked at after 180 days", at_180.all}, "hired people who met what was expected / hired people looked at, 180 days after the start");
        out_.cleared_for_on_call = share("hiring.cleared_for_on_call", {"cleared", on_call.yes}, {"noted", on_call.all}, "hired people cleared for on-call / hired people of whom it was noted");
        out_.kept_a_year = share("hiring.kept_a_year", {"stayed", year.yes}, {"started a year ago", year.all}, "hired people who stayed 365 days / hired people who started 365 days ago or earlier");
        out_.quality_of_hire = share("hiring.quality_of_hire", {"all four", all.yes}, {"all four known", all.all}, "hired people who met at 90 and at 180 days, were cleared for on-call and stayed a year / those of whom all four are known");
    }

    Timestamp now_;
    std::vector<const ApplicationRow*> chosen_;
    FunnelView out_;
};

}  // namespace

HiringFacts facts_of(const State& state) {
    HiringFacts out;
    for (const auto& [id, opening] : state.openings) out.openings.push_back(opening);
    for (const auto& [id, application] : state.applications) out.applications.push_back(application);
    return out;
}

std::vector<Wait> fill_waits(const HiringFacts& facts, const std::string& opening, Timestamp now) {
    std::vector<Wait> out;
    for (const OpeningRow& o : facts.openings) {
        if (!opening.empty() && o.id != opening) continue;
        std::int64_t filled = 0;
        for (const ApplicationRow& a : facts.applications) {
            if (a.opening != o.id || !a.fills_post()) continue;
            const auto on = day_in(a.answered_on);
            if (!on) continue;
            ++filled;
            // A day is named, not an hour: accepted on the day of opening is no time, and never less.
            out.push_back({std::max(Duration(), *on - o.opened_at), true});
        }
        const Timestamp until = o.closed_at.value_or(now);
        for (std::int64_t i = filled; i < o.what.headcount; ++i) out.push_back({std::max(Duration(), until - o.opened_at), false});
    }
    return out;
}

FunnelView funnel_of(const HiringFacts& facts, const FunnelQuery& query, Timestamp now) { return Funnel(facts, query, now).view(); }

}  // namespace plimsoll::hiring

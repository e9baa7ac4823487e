#include "ledger/counters.h"

#include <algorithm>

#include "base/invariant.h"

namespace plimsoll::ledger {
namespace {

std::vector<Effect> effects_of(const std::vector<Point>& points, Millis forget, Walk& walk) {
    std::vector<Effect> effects;
    effects.reserve(points.size());
    walk = {};
    for (const Point& p : points) effects.push_back(walk.step(p, forget));
    return effects;
}

/// Leaves what differs.
void drop_common(std::vector<Effect>& a, std::vector<Effect>& b) {
    const auto prefix = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    a.erase(a.begin(), prefix.first);
    b.erase(b.begin(), prefix.second);
    while (!a.empty() && !b.empty() && a.back() == b.back()) a.pop_back(), b.pop_back();
}

}  // namespace

Result<> Counters::need_histories() {
    if (complete_) return {};
    TRY(rebuild_(*this));
    complete_ = true;
    return {};
}

Taken Counters::take(std::uint32_t source, SeriesId id, const Point& point, Millis floor) {
    if (id >= series_.size() || !series_[id].known) return Taken::unknown_series;
    CounterSeries& series = series_[id];
    if (point.at < floor || point.at < 0) {
        for (const Member& m : series.members) note(m.row, Anomaly::Kind::too_late, point.at, id);
        return Taken::too_late;
    }
    series.source = source;
    if (series.asleep) {
        series.asleep = false;
        bind(id, std::exchange(series.feeds, {}));
        woken_.push_back(id);
    }
    if (point.at > series.walk.last_point()) {
        for (const Member& m : series.members) account_->feeds(source, m.row);
        return append(id, point);
    }
    const Walk& w = series.walk;
    if (point.at == w.last_point() && w.last_at() == point.at && !point.stale && point.value == w.last_value())
        return Taken::duplicate;  // the usual one, a body sent again: no history needed
    const Taken taken = insert(id, point);
    if (taken == Taken::conflicting)
        for (const Member& m : series.members) note(m.row, Anomaly::Kind::conflicting_duplicate, point.at, id);
    return taken;
}

Taken Counters::append(SeriesId id, const Point& point) {
    CounterSeries& series = series_[id];
    const Effect effect = series.walk.step(point, rules_.forget);
    series.history.append(point);
    series.continues = effect.continues;
    series.since = effect.since;
    series.dirty = true;
    for (Member& member : series.members) enter(id, member, effect);
    return Taken::accepted;
}

void Counters::enter(SeriesId id, Member& member, const Effect& effect) {
    if (effect.at <= member.after) return;
    if (effect.counts) account_->seen(member.row, member.place, effect.at, series_[id].walk.reach());
    live(member, effect);
    if (!effect.counts) {
        account_->ended(member.row, member.place);
        return;
    }
    if (effect.first) begin(id, member, effect);
    count(id, member, effect, 1);
    if (effect.continues && effect.since > member.after) continued(id, member, effect.at);
}

void Counters::live(Member& member, const Effect& effect) {
    if (effect.counts) {
        if (member.live) return;
        const SlotNumber from = std::max({effect.to, effect.live != 0 ? effect.live_from : effect.to, member.expired_from});
        shift_live(member, effect.at, from, 1);
        member.live = true;
        member.expired_from = kNoSlot;
    } else if (effect.live < 0 && member.live) {
        shift_live(member, effect.at, effect.live_from, -1);
        member.live = false;
    } else if (effect.live < 0 && member.expired_from > effect.live_from) {
        // The marker tells that it ended before silence made it leave.
        shift_live(member, effect.at, effect.live_from, -1);
        shift_live(member, effect.at, member.expired_from, 1);
        member.expired_from = kNoSlot;
    }
}

void Counters::shift_live(const Member& member, Millis at, SlotNumber from, int by) {
    account_->add(member.row, {.at = std::max(at, start_of(from)), .from = from, .to = from, .live = by});
}

/// Increases and measured slots; live is apart, because silence changes it too.
void Counters::count(SeriesId id, Member& member, const Effect& effect, int sign) {
    if (effect.counts && member.counting == Counting::sample) return count_sample(member, effect, sign);
    if (!effect.counts || (effect.first && !member.zero)) return;
    std::int64_t increase = effect.increase;
    if (increase > kMostInSlot) {
        increase = 0;
        if (sign > 0) note(member.row, Anomaly::Kind::implausible, effect.at, id);
    }
    if (effect.reset) {
        account_->at(member.row).resets += static_cast<std::uint64_t>(sign);
        if (sign > 0) note(member.row, Anomaly::Kind::counter_reset, effect.at, id);
    }
    SlotNumber from = effect.from;
    // The SLI's account begins at the value before: nothing of its slot is covered yet.
    if (!effect.first && effect.since <= member.after) from = effect.spans ? slot_at(effect.since) : effect.to;
    const bool start_measures = member.zero && in_group(member);
    if (!effect.first && start_measures && effect.since == member.first_at) from = std::max(from, slot_at(effect.since) + 1);
    add(member, {.at = effect.at, .from = from, .to = effect.to, .reporting = effect.first && !start_measures ? 0 : sign,
                 .valid = sign * increase * member.valid, .bad = sign * increase * member.bad});
}

/// The slot of the sample before is that sample's, unless it was before the SLI's account began.
void Counters::count_sample(Member& member, const Effect& effect, int sign) {
    SlotNumber from = effect.to;
    if (!effect.first && effect.since > member.after) from = std::max(effect.from, slot_at(effect.since) + 1);
    else if (!effect.first && effect.spans) from = slot_at(effect.since);
    add(member, {.at = effect.at, .from = from, .to = effect.to, .reporting = sign, .valid = std::int64_t{sign} * member.valid,
                 .bad = sign * effect.value * member.bad});
}

void Counters::add(const Member& member, const Increment& increment) {
    if (!account_->add(member.row, increment)) return;
    revised_.from = std::min(revised_.from, increment.to);
    revised_.to = std::max(revised_.to, increment.to + 1);
    const SliId sli = account_->at(member.row).id;
    if (std::find(revised_.slis.begin(), revised_.slis.end(), sli) == revised_.slis.end()) revised_.slis.push_back(sli);
}

Taken Counters::insert(SeriesId id, const Point& point) {
    if (const auto ready = need_histories(); !ready) {
        if (!fault_) fault_ = ready.error();
        return Taken::too_late;
    }
    CounterSeries& series = series_[id];
    std::vector<Point> points = series.history.points();
    const auto at = std::lower_bound(points.begin(), points.end(), point.at, [](const Point& p, Millis t) { return p.at < t; });
    if (at != points.end() && at->at == point.at) {
        const bool same = at->stale == point.stale && (point.stale || at->value == point.value);
        return same ? Taken::duplicate : Taken::conflicting;
    }
    if (at == points.begin() && series.trimmed) return Taken::too_late;
    Walk walk;
    std::vector<Effect> old = effects_of(points, rules_.forget, walk);
    points.insert(at, point);
    std::vector<Effect> now = effects_of(points, rules_.forget, walk);
    series.history.assign(points);
    series.walk = walk;
    series.continues = now.back().continues;
    series.since = now.back().since;
    series.dirty = true;
    drop_common(old, now);
    change(id, old, now);
    return Taken::accepted;
}

void Counters::change(SeriesId id, const std::vector<Effect>& old, const std::vector<Effect>& now) {
    for (std::size_t i = 0; i < series_[id].members.size(); ++i) {
        Member& member = series_[id].members[i];
        // Backwards: what a point after the start measures depends on how it started.
        for (auto e = old.rbegin(); e != old.rend(); ++e) {
            if (e->at <= member.after) continue;
            if (e->live != 0) shift_live(member, e->at, e->live_from, -e->live);
            count(id, member, *e, -1);
            if (e->first) unbegin(id, member, *e);
        }
        for (const Effect& e : now) {
            if (e.at <= member.after) continue;
            if (e.live != 0) shift_live(member, e.at, e.live_from, e.live);
            if (e.first) begin(id, member, e);
            count(id, member, e, 1);
            if (e.continues && e.since > member.after && leads(member))
                cohorts_[member.cohort].first_continued = std::min(cohorts_[member.cohort].first_continued, e.at);
        }
    }
    // Only now: a start is decided for the roll-up and the group at once, and both must stand on the new points.
    for (const Member& member : series_[id].members) {
        for (const Effect& e : old) recheck(member, e.at);
        for (const Effect& e : now) recheck(member, e.at);
    }
}

void Counters::expire(const std::vector<Account::Expired>& expired) {
    for (const Account::Expired& e : expired) {
        Member* member = member_of(e.series, e.row);
        if (member == nullptr) continue;
        member->live = false;
        member->expired_from = e.slot;
        series_[e.series].dirty = true;
    }
}

}  // namespace plimsoll::ledger

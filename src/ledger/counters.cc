#include "ledger/counters.h"

#include <algorithm>

#include "base/invariant.h"
#include "ledger/same_time.h"

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

/// How points of one time stand to each other. Of a series that feeds nothing nobody knows, and nothing depends on it.
Counting counting_of(const CounterSeries& series) {
    if (!series.members.empty()) return series.members.front().counting;
    return series.feeds.empty() ? Counting::increase : series.feeds.front().counting;
}

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
    const bool again = point.at == w.last_point() && w.last_at() == point.at && !point.stale && point.value == w.last_value();
    if (again && counting_of(series) != Counting::event) return Taken::duplicate;  // a body sent again: no history needed
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
    if (effect.counts && member.counting != Counting::increase) return count_sample(id, member, effect, sign);
    if (!effect.counts || (effect.first && !member.zero)) return;
    const std::int64_t increase = plausible(effect.increase, member, effect.at, id, sign > 0);
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
void Counters::count_sample(SeriesId id, Member& member, const Effect& effect, int sign) {
    SlotNumber from = effect.to;
    if (!effect.first && effect.since > member.after) from = std::max(effect.from, slot_at(effect.since) + 1);
    else if (!effect.first && effect.spans) from = slot_at(effect.since);
    const bool by_value = counts_by_value(member.counting);
    const std::int64_t value = by_value ? plausible(effect.value, member, effect.at, id, sign > 0) : effect.value;
    add(member, {.at = effect.at, .from = from, .to = effect.to, .reporting = sign, .valid = sign * (by_value ? value : 1) * member.valid,
                 .bad = sign * value * member.bad});
}

/// What is counted of a value: nothing of one that no service can have served.
std::int64_t Counters::plausible(std::int64_t value, const Member& member, Millis at, SeriesId id, bool tell) {
    if (value <= kMostInSlot) return value;
    if (tell) note(member.row, Anomaly::Kind::implausible, at, id);
    return 0;
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
    if (const auto known = series.history.find(point.at)) return meet(id, *known, point);
    std::vector<Point> points = series.history.points();
    const auto at = std::lower_bound(points.begin(), points.end(), point.at, [](const Point& p, Millis t) { return p.at < t; });
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

/// A second point for one time. What one point measures does not depend on its value: only the counts differ.
Taken Counters::meet(SeriesId id, const Point& known, const Point& given) {
    CounterSeries& series = series_[id];
    const auto now = together(counting_of(series), known, given);
    if (!now && series.members.empty()) return Taken::duplicate;  // of what feeds nothing nothing is contradicted
    if (!now) return Taken::conflicting;
    if (*now == known) return Taken::duplicate;
    series.history.replace(*now);
    if (series.walk.last_at() == now->at) series.walk.amend(now->value);
    series.dirty = true;
    for (const Member& member : series.members) {
        if (now->at <= member.after) continue;
        const std::int64_t more = plausible(now->value, member, now->at, id, true) - plausible(known.value, member, now->at, id, false);
        const SlotNumber slot = slot_at(now->at);
        add(member, {.at = now->at, .from = slot, .to = slot, .valid = more * member.valid, .bad = more * member.bad});
    }
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

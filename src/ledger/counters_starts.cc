// counters_starts.cc: whether a series that begins in an SLI began from zero, as its siblings on the same target tell.
#include <algorithm>

#include "ledger/counters.h"

namespace plimsoll::ledger {

void Counters::begin(SeriesId id, Member& member, const Effect& effect) {
    if (member.counting != Counting::increase) return;
    Cohort& cohort = cohorts_[member.cohort];
    member.has_first = true;
    member.first_at = effect.at;
    member.first_value = effect.increase;
    member.zero = witnessed(cohort, id, effect.at);
    std::vector<SeriesId>& together = cohort.firsts[effect.at];
    if (together.empty() || together.back() != id) together.push_back(id);  // one of its SLIs may have said so
    cohort.last_first = std::max(cohort.last_first, effect.at);
    if (member.zero || member.first_value == 0) return;  // nothing of a zero is unknown
    ++account_->at(member.row).unknown_starts;
    unknown_[{member.row, id}] = effect.at;
}

void Counters::unbegin(SeriesId id, Member& member, const Effect& effect) {
    if (member.counting != Counting::increase) return;
    Cohort& cohort = cohorts_[member.cohort];
    if (const auto it = cohort.firsts.find(effect.at); it != cohort.firsts.end()) {
        std::erase(it->second, id);
        if (it->second.empty()) cohort.firsts.erase(it);
    }
    if (!member.zero && member.first_value != 0) --account_->at(member.row).unknown_starts;
    unknown_.erase({member.row, id});
    member.has_first = member.zero = false;
}

/// The series went on at `at`: siblings that began then began from zero.
void Counters::continued(SeriesId id, const Member& member, Millis at) {
    if (!leads(member)) return;
    Cohort& cohort = cohorts_[member.cohort];
    cohort.first_continued = std::min(cohort.first_continued, at);
    if (at > cohort.last_first) return;
    const auto it = cohort.firsts.find(at);
    if (it == cohort.firsts.end()) return;
    for (const SeriesId other : it->second)
        if (other != id) decide(other, true, member.cohort, at);
}

/// The series' members in the roll-up and in its group, alike.
void Counters::decide(SeriesId id, bool zero, std::uint32_t cohort, Millis at) {
    for (Member& member : series_[id].members)
        if (member.cohort == cohort && member.has_first && member.first_at == at) decide(id, zero, member);
}

void Counters::decide(SeriesId id, bool zero, Member& member) {
    if (member.zero == zero) return;
    const SlotNumber slot = slot_at(member.first_at);
    const Effect effect{.at = member.first_at, .from = slot, .to = slot, .counts = true, .first = true,
                        .increase = member.first_value};
    member.zero = true;
    count(id, member, effect, zero ? 1 : -1);
    member.zero = zero;
    // The start of a group's series measures its slot now, so the interval after it does no longer; or the other way round.
    if (const auto next = in_group(member) ? after_start(id, member) : std::nullopt; next && next->from <= slot)
        add(member, {.at = next->at, .from = slot, .to = slot, .reporting = zero ? -1 : 1});
    series_[id].dirty = true;
    if (member.first_value == 0) return;
    if (zero) {
        --account_->at(member.row).unknown_starts;
        unknown_.erase({member.row, id});
    } else {
        ++account_->at(member.row).unknown_starts;
        unknown_[{member.row, id}] = member.first_at;
    }
}

/// The value after the member's first one, if it is known and goes on from it.
std::optional<Effect> Counters::after_start(SeriesId id, const Member& member) {
    if (series_[id].walk.last_point() <= member.first_at) return std::nullopt;
    if (const auto ready = need_histories(); !ready) {
        if (!fault_) fault_ = ready.error();
        return std::nullopt;
    }
    Walk walk;
    for (const Point& p : series_[id].history.points()) {
        const Effect effect = walk.step(p, rules_.forget);
        if (effect.counts && p.at > member.first_at) return effect.since == member.first_at ? std::optional(effect) : std::nullopt;
    }
    return std::nullopt;
}

void Counters::recheck(const Member& member, Millis at) {
    Cohort& cohort = cohorts_[member.cohort];
    const auto it = cohort.firsts.find(at);
    if (it == cohort.firsts.end()) return;
    for (const SeriesId other : std::vector(it->second)) decide(other, witnessed(cohort, other, at), member.cohort, at);
}

bool Counters::witnessed(const Cohort& cohort, SeriesId id, Millis at) {
    if (at < cohort.first_continued) return false;
    return std::any_of(cohort.members.begin(), cohort.members.end(),
                       [&](SeriesId other) { return other != id && continues_at(other, cohort.row, at); });
}

bool Counters::continues_at(SeriesId id, std::uint32_t row, Millis at) {
    const CounterSeries& series = series_[id];
    const Member* member = member_of(id, row);
    if (member == nullptr || at <= member->after || series.walk.last_point() < at) return false;
    if (series.walk.last_point() == at) return series.continues && series.since > member->after;
    if (member->has_first && member->first_at >= at) return false;
    if (const auto ready = need_histories(); !ready) {
        if (!fault_) fault_ = ready.error();
        return false;
    }
    Walk walk;
    for (const Point& p : series_[id].history.points()) {
        if (p.at > at) return false;
        const Effect effect = walk.step(p, rules_.forget);
        if (p.at == at) return effect.continues && effect.since > member->after;
    }
    return false;
}

}  // namespace plimsoll::ledger

// counters_members.cc: which series feed which SLIs, and what was noticed about them.
#include <algorithm>

#include "base/invariant.h"
#include "ledger/counters.h"
#include "ledger/same_time.h"

namespace plimsoll::ledger {

namespace {

/// Sorts points that stand in the order of their arrival, and makes one of those of one time, as take() did.
void merge(Counting counting, std::vector<Point>& points) {
    std::stable_sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.at < b.at; });
    std::size_t kept = 0;
    for (const Point& p : points) {
        if (kept == 0 || points[kept - 1].at != p.at) points[kept++] = p;
        else if (const auto now = together(counting, points[kept - 1], p)) points[kept - 1] = *now;
    }
    points.resize(kept);
}

}  // namespace

void Counters::define(SeriesId id, std::uint32_t target) {
    if (id >= series_.size()) series_.resize(id + 1);
    if (series_[id].known) return;
    series_[id].known = true;
    series_[id].target = target;
    series_[id].dirty = true;
}

std::uint32_t Counters::cohort_of(std::uint32_t target, std::uint32_t row) {
    const std::uint32_t roll_up = account_->at(row).roll_up;
    if (roll_up != kNoRow) row = roll_up;
    const std::uint64_t key = static_cast<std::uint64_t>(target) << 32 | row;
    const auto [it, added] = cohort_by_key_.try_emplace(key, static_cast<std::uint32_t>(cohorts_.size()));
    if (added) cohorts_.push_back({.row = row});
    return it->second;
}

Member* Counters::member_of(SeriesId id, std::uint32_t row) {
    for (Member& m : series_[id].members)
        if (m.row == row) return &m;
    return nullptr;
}

/// Whether the member bears witness in its cohort: not that of a group, whose roll-up has the same series.
bool Counters::leads(const Member& member) const {
    return member.counting == Counting::increase && cohorts_[member.cohort].row == member.row;
}

void Counters::join(SeriesId id, Member member) {
    member.cohort = cohort_of(series_[id].target, member.row);
    member.place = account_->join(member.row, id);
    if (leads(member)) cohorts_[member.cohort].members.push_back(id);
    series_[id].members.push_back(member);
    series_[id].dirty = true;
}

void Counters::leave(SeriesId id, Member& member) {
    const Walk& walk = series_[id].walk;
    SliRow& row = account_->at(member.row);
    if (member.live) shift_live(member, walk.last_at(), std::max(slot_at(walk.last_at()) + 1, row.open), -1);
    account_->leave(member.row, member.place);
    Cohort& cohort = cohorts_[member.cohort];
    if (leads(member)) std::erase(cohort.members, id);
    const bool others = std::any_of(series_[id].members.begin(), series_[id].members.end(), [&](const Member& m) {
        return &m != &member && m.cohort == member.cohort && m.has_first && m.first_at == member.first_at;
    });
    if (!member.has_first || others) return;
    if (const auto it = cohort.firsts.find(member.first_at); it != cohort.firsts.end()) std::erase(it->second, id);
}

void Counters::bind(SeriesId id, const std::vector<Contribution>& contributions) {
    if (series_[id].asleep) {
        series_[id].feeds = contributions;
        series_[id].dirty = true;
        return;
    }
    std::vector<Contribution> wanted = contributions;
    auto& members = series_[id].members;
    for (std::size_t i = 0; i < members.size();) {
        const Contribution is{account_->at(members[i].row).id, members[i].valid, members[i].bad, members[i].counting};
        const auto kept = std::find(wanted.begin(), wanted.end(), is);
        if (kept != wanted.end()) {
            wanted.erase(kept);
            ++i;
            continue;
        }
        leave(id, members[i]);
        members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
        series_[id].dirty = true;
    }
    for (const Contribution& c : wanted) {
        const auto row = account_->row_of(c.sli);
        if (!row || member_of(id, *row) != nullptr) continue;
        const Walk& walk = series_[id].walk;
        join(id, {.row = *row, .valid = c.valid, .bad = c.bad, .counting = c.counting, .after = std::max(walk.last_point(), c.after.in_ms())});
        Member& member = members.back();
        if (!walk.alive()) continue;
        if (walk.last_at() + rules_.silent < account_->sources()[series_[id].source].watermark) continue;
        // Its last value is where the SLI's account of it begins.
        account_->feeds(series_[id].source, *row);
        account_->seen(*row, member.place, walk.last_at(), walk.reach());
        shift_live(member, walk.last_at(), slot_at(walk.last_at()), 1);
        member.live = true;
    }
}

bool Counters::put_to_sleep(SeriesId id) {
    CounterSeries& series = series_[id];
    if (series.members.empty() || series.source >= account_->sources().size()) return false;
    const Millis latest = account_->sources()[series.source].watermark;
    if (latest == kNever || series.walk.last_point() == kNever) return false;
    if (series.walk.last_point() >= latest - rules_.forget - rules_.late) return false;
    if (std::any_of(series.members.begin(), series.members.end(), [](const Member& m) { return m.live; })) return false;
    for (Member& m : series.members) {
        series.feeds.push_back({account_->at(m.row).id, m.valid, m.bad, m.counting});
        leave(id, m);
    }
    series.members.clear();
    series.asleep = true;
    return true;
}

void Counters::restore_member(SeriesId id, Member member) {
    const bool live = member.live;
    join(id, member);
    const Member& joined = series_[id].members.back();
    const Walk& walk = series_[id].walk;
    if (live) account_->at(joined.row).lasts[joined.place] = walk.last_at();
    Cohort& cohort = cohorts_[joined.cohort];
    cohort.first_continued = kNever;  // not known any more: look at everyone
    if (!joined.has_first) return;
    std::vector<SeriesId>& together = cohort.firsts[joined.first_at];
    if (together.empty() || together.back() != id) together.push_back(id);
    cohort.last_first = std::max(cohort.last_first, joined.first_at);
}

void Counters::adopt_history(SeriesId id, std::vector<Point> before) {
    CounterSeries& series = series_[id];
    merge(counting_of(series), before);
    for (const Point& p : series.history.points()) before.push_back(p);  // taken since the opening, all later
    const Millis last = series.walk.last_point();
    if (last != kNever && (before.empty() || before.back().at != last)) {
        // The redo of a source that was silent for over a day is gone: nothing can be put before its last value.
        before.assign(1, {last, series.walk.last_value(), series.walk.last_at() != last});
        series.trimmed = true;
    }
    series.history.assign(before);
}

void Counters::renew_base(SeriesId id) {
    CounterSeries& series = series_[id];
    if (series.history.empty() || series.source >= account_->sources().size()) return;
    const Millis bound = account_->sources()[series.source].watermark - rules_.late;
    const Millis first = series.history.first_at();
    series.history.trim(bound);
    series.base = series.history.before(bound);
    if (series.history.first_at() != first || (!series.base.empty() && series.base.front().at != first)) series.trimmed = true;
}

void Counters::prune() {
    for (Cohort& cohort : cohorts_) {
        if (cohort.firsts.empty()) continue;
        const Millis latest = account_->watermark(account_->at(cohort.row));
        if (latest == kNever) continue;
        cohort.firsts.erase(cohort.firsts.begin(), cohort.firsts.lower_bound(latest - rules_.late));
    }
}

void Counters::note(std::uint32_t row, Anomaly::Kind kind, Millis at, SeriesId id) {
    auto [it, added] = anomalies_.try_emplace({row, kind});
    Anomaly& anomaly = it->second;
    if (added) anomaly = {account_->at(row).id, kind, Timestamp::from_ms(at), 0, std::to_string(id)};
    ++anomaly.count;
}

std::vector<Anomaly> Counters::take_anomalies() {
    for (const auto& [key, at] : unknown_) note(key.first, Anomaly::Kind::unknown_start, at, key.second);
    unknown_.clear();
    std::vector<Anomaly> taken;
    for (auto& [key, anomaly] : anomalies_) taken.push_back(std::move(anomaly));
    anomalies_.clear();
    return taken;
}

Counters::Revised Counters::take_revised() { return std::exchange(revised_, {}); }

}  // namespace plimsoll::ledger

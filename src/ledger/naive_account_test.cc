#include "ledger/naive_account.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

namespace plimsoll::ledger {
namespace {
constexpr std::int64_t kMinute = 60'000, kHour = 3'600'000;
}

std::string NaiveAccount::sample(const std::string&, const std::string& series, std::int64_t at, Value value, std::int64_t watermark) {
    if (watermark != INT64_MIN && at < watermark - 3 * kHour) return "too_late";
    const auto [it, added] = points_[series].try_emplace(at, value);
    if (added) return "accepted";
    Value& known = it->second;
    const Value before = known;
    const bool values = !known.stale && !value.stale;
    const Counting counting = countings_.at(series);
    if (values && counting == Counting::event) known.value += value.value;
    else if (values && counting == Counting::measured) known = value;
    else if (values && counting == Counting::delta && (known.value == 0 || value.value == 0)) known.value = std::max(known.value, value.value);
    else if (known != value) return "conflicting";
    return known == before ? "duplicate" : "accepted";
}

std::vector<NaiveAccount::Interval> NaiveAccount::intervals(const Points& points) {
    std::vector<Interval> found;
    std::vector<std::int64_t> lengths;
    const std::pair<const std::int64_t, Value>* before = nullptr;
    bool stale = false;
    for (const auto& point : points) {
        if (point.second.stale) {
            stale = true;
            continue;
        }
        if (before != nullptr && point.first - before->first <= 24 * kHour) {
            Interval i{before->first, point.first, stale};
            if (!lengths.empty()) i.expected = *std::min_element(lengths.end() - std::min<std::ptrdiff_t>(4, std::ssize(lengths)), lengths.end());
            const std::int64_t grown = point.second.value - before->second.value;
            i.increase = grown >= 0 ? grown : point.second.value;
            found.push_back(i);
            lengths.push_back(i.to - i.from);
        } else {
            lengths.clear();
        }
        before = &point;
        stale = false;
    }
    return found;
}

std::vector<std::int64_t> NaiveAccount::starts(const Points& points) {
    std::vector<std::int64_t> found;
    std::int64_t last = INT64_MIN;
    for (const auto& [at, value] : points) {
        if (value.stale) continue;
        if (last == INT64_MIN || at - last > 24 * kHour) found.push_back(at);
        last = at;
    }
    return found;
}

bool NaiveAccount::from_zero(SliId sli, const std::string& series, std::int64_t at) const {
    const auto roll_up = roll_ups_.find(sli);
    for (const Feed& sibling : feeds_.at(roll_up == roll_ups_.end() ? sli : roll_up->second)) {
        if (sibling.series == series || targets_.at(sibling.series) != targets_.at(series) || !points_.contains(sibling.series)) continue;
        for (const Interval& i : intervals(points_.at(sibling.series)))
            if (i.to == at && !i.stale_between && i.to - i.from <= (i.expected == 0 ? 5 * kMinute : 2 * i.expected)) return true;
    }
    return false;
}

/// Live in its first value's slot, then until its marker's slot.
bool NaiveAccount::live(const Points& points, std::int64_t slot, std::int64_t complete) const {
    const std::int64_t start = slot * 10'000, end = start + 10'000;
    auto at = points.lower_bound(start);
    bool alive = at != points.begin() && !std::prev(at)->second.stale, has_value = false;
    for (; at != points.end() && at->first <= complete && at->first < end; ++at) {
        has_value |= !at->second.stale;
        alive &= !at->second.stale;
    }
    return has_value || alive;
}

std::map<std::int64_t, Slot> NaiveAccount::slots(SliId sli, std::int64_t complete) const {
    struct Count {
        std::int64_t valid = 0, bad = 0;
        std::set<std::string> reporting;
    };
    std::map<std::int64_t, Count> counts;
    for (const Feed& f : feeds_.at(sli)) {
        if (!points_.contains(f.series)) continue;
        const Points& points = points_.at(f.series);
        const bool by_itself = f.counting != Counting::increase;
        if (by_itself) {
            for (const auto& [at, value] : points) {
                if (at > complete || value.stale) continue;
                counts[at / 10'000].valid += f.valid * (f.counting == Counting::sample ? 1 : value.value);
                counts[at / 10'000].bad += f.bad * value.value;
                counts[at / 10'000].reporting.insert(f.series);
            }
        }
        for (const Interval& i : intervals(points)) {
            if (i.to > complete) continue;
            const std::int64_t reach = i.expected == 0 ? 5 * kMinute : 3 * i.expected;
            const bool measures = !i.stale_between && i.to - i.from <= reach;
            for (std::int64_t slot = (measures ? i.from : i.to) / 10'000; slot <= i.to / 10'000; ++slot) counts[slot].reporting.insert(f.series);
            if (by_itself) continue;
            counts[i.to / 10'000].valid += f.valid * i.increase;
            counts[i.to / 10'000].bad += f.bad * i.increase;
        }
        if (by_itself) continue;
        for (const std::int64_t at : starts(points)) {
            if (at > complete || !from_zero(sli, f.series, at)) continue;
            counts[at / 10'000].valid += f.valid * points.at(at).value;
            counts[at / 10'000].bad += f.bad * points.at(at).value;
            if (roll_ups_.contains(sli)) counts[at / 10'000].reporting.insert(f.series);  // who saw it begin may be of another group
        }
    }
    std::map<std::int64_t, Slot> slots;
    if (counts.empty()) return slots;
    for (std::int64_t slot = counts.begin()->first; slot <= complete / 10'000; ++slot) {
        Slot s;
        if (const auto count = counts.find(slot); count != counts.end() && count->second.bad >= 0 && count->second.bad <= count->second.valid)
            s = {count->second.valid, count->second.bad, 1, std::ssize(count->second.reporting), 0};
        for (const Feed& f : feeds_.at(sli))
            if (points_.contains(f.series)) s.live += live(points_.at(f.series), slot, complete);
        s.live = std::max<std::int64_t>(s.live, 1);
        if (slots.empty() && s.measured == 0) continue;  // before the SLI's age
        slots[slot] = s;
    }
    return slots;
}

TEST(NaiveAccount, SumsAWorkedExample) {
    NaiveAccount account;
    account.target("total", "t");
    account.feed(1, {"total", 1, 0});
    for (int i = 0; i < 3; ++i) EXPECT_EQ(account.sample("p", "total", 60'000 * (i + 1), {10 * i, false}, INT64_MIN), "accepted");
    const auto slots = account.slots(1, 180'000);
    ASSERT_EQ(slots.size(), 13u);  // 60 s to 180 s
    EXPECT_EQ(slots.at(12), (Slot{10, 0, 1, 1, 1}));
    EXPECT_EQ(slots.at(11), (Slot{0, 0, 1, 1, 1}));
}

}  // namespace plimsoll::ledger

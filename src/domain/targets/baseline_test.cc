// What was delivered: against the naive way of adding up, and by hand.
#include "domain/targets/baseline.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/zones.h"
#include "domain/targets/fixture_for_tests.h"

namespace plimsoll::targets {
namespace {

using fixture::kMonday;
using Slots = std::vector<std::pair<std::int64_t, std::int64_t>>;

constexpr Duration kFive = Duration::minutes(5);

Slots steady(std::int64_t hours, std::int64_t valid, std::int64_t bad) { return Slots(static_cast<std::size_t>(hours * 12), {valid, bad}); }

Baseline of(const Slots& slots, const std::string& zone = "UTC", Duration period = Duration::days(1)) {
    return baseline_of(fixture::tape(slots, kFive), {kMonday, kMonday + kFive * static_cast<std::int64_t>(slots.size())}, zone, period, 1);
}

TEST(Baseline, DaysHaveTheHoursOfTheirZone) {
    // From Monday 2026-01-05 00:00 UTC on for two days, 10 good events every five minutes: Berlin's clocks are an hour ahead.
    const Baseline b = of(steady(48, 10, 0), "Europe/Berlin");
    ASSERT_EQ(b.days.size(), 3U);
    EXPECT_EQ(b.days[0].day, "2026-01-05");
    EXPECT_EQ(b.days[0].valid, 23 * 120);
    EXPECT_EQ(b.days[1].valid, 24 * 120);
    EXPECT_EQ(b.days[2].valid, 120);
    ASSERT_EQ(b.week.size(), 168U);
    EXPECT_EQ(b.week[0].valid, 0) << "Monday 00 in Berlin was before it";
    EXPECT_FALSE(b.week[0].sli);
    EXPECT_EQ(b.week[1].valid, 120);
    EXPECT_EQ(b.week[24].valid, 120);
    EXPECT_EQ(b.week[24].weekday, 1);
    EXPECT_EQ(b.week[24].hour, 0);
}

TEST(Baseline, TheDayOfAClockChangeIsCountedWhole) {
    // Around 2026-03-29, when Berlin's 02:00 is 03:00: the Sunday has 23 hours.
    const Timestamp start = zones::to_utc("Europe/Berlin", *zones::parse_local("2026-03-28"));
    ledger::Ledger::Series series{start, kFive, std::vector<ledger::Slot>(71 * 12, {10, 0, 30, 30, 30})};
    const Baseline b = baseline_of(slo::Tape::of(series, start, {}), {start, start + Duration::hours(71)}, "Europe/Berlin", Duration::days(1), 1);
    ASSERT_EQ(b.days.size(), 3U);
    EXPECT_EQ(b.days[0].valid, 24 * 120);
    EXPECT_EQ(b.days[1].valid, 23 * 120);
    EXPECT_EQ(b.days[2].valid, 24 * 120);
    EXPECT_EQ(b.week[6 * 24 + 2].valid, 0) << "that hour did not exist";
}

TEST(Baseline, NothingMeasuredIsNoZero) {
    Slots slots = steady(24, -1, 0);
    const Slots second = steady(24, 0, 0);
    slots.insert(slots.end(), second.begin(), second.end());
    const Baseline b = of(slots);
    EXPECT_FALSE(b.sli);
    EXPECT_FALSE(b.day_worst);
    EXPECT_FALSE(b.window_worst);
    EXPECT_DOUBLE_EQ(*b.coverage, 0.5);
    EXPECT_DOUBLE_EQ(*b.days[0].coverage, 0);
    EXPECT_DOUBLE_EQ(*b.days[1].coverage, 1);
    EXPECT_EQ(b.pattern, "");
}

RC_GTEST_PROP(Baseline, AddsUpAsTheNaiveWayDoes, ()) {
    const auto hours = *rc::gen::inRange<std::int64_t>(1, 60);
    const auto slots = *rc::gen::container<Slots>(static_cast<std::size_t>(hours * 12), rc::gen::map(rc::gen::pair(rc::gen::inRange<std::int64_t>(-1, 50), rc::gen::inRange<std::int64_t>(0, 50)),
        [](std::pair<std::int64_t, std::int64_t> p) { return std::pair(p.first, p.first < 0 ? 0 : std::min(p.first, p.second)); }));
    const Duration period = Duration::hours(*rc::gen::inRange<std::int64_t>(1, 30));
    const Baseline b = of(slots, "UTC", period);
    std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>> days;
    std::vector<std::pair<std::int64_t, std::int64_t>> week(168);
    std::int64_t valid = 0;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].first < 0) continue;
        valid += slots[i].first;
        days[static_cast<std::int64_t>(i) / 288].first += slots[i].first;
        days[static_cast<std::int64_t>(i) / 288].second += slots[i].second;
        week[i / 12 % 168].first += slots[i].first;
        week[i / 12 % 168].second += slots[i].second;
    }
    RC_ASSERT(b.valid == valid);
    for (std::size_t i = 0; i < 168; ++i) RC_ASSERT(b.week[i].valid == week[i].first && b.week[i].bad == week[i].second);
    for (const auto& [day, counts] : days) RC_ASSERT(b.days[static_cast<std::size_t>(day)].valid == counts.first && b.days[static_cast<std::size_t>(day)].bad == counts.second);
    std::vector<double> windows;
    for (std::int64_t end = period / Duration::hours(1); end <= hours; ++end) {
        std::pair<std::int64_t, std::int64_t> sum;
        for (std::int64_t i = (end - period / Duration::hours(1)) * 12; i < end * 12; ++i) {
            const auto& slot = slots[static_cast<std::size_t>(i)];
            if (slot.first >= 0) sum = {sum.first + slot.first, sum.second + slot.second};
        }
        if (sum.first > 0) windows.push_back(1 - static_cast<double>(sum.second) / static_cast<double>(sum.first));
    }
    RC_ASSERT(b.window_worst.has_value() == !windows.empty());
    if (windows.empty()) return;
    std::sort(windows.begin(), windows.end());
    RC_ASSERT(std::abs(*b.window_worst - windows.front()) < 1e-12);
    const std::size_t n = windows.size();
    RC_ASSERT(std::abs(*b.window_median - (windows[n / 2] + windows[(n - 1) / 2]) / 2) < 1e-12);
}

/// Four weeks of 100 events every five minutes with one bad in a thousand; `hour` of every week, from 0 on Monday, with so many bad.
Slots weeks(std::int64_t weeks, const std::map<std::int64_t, std::int64_t>& bad_in_hour, std::int64_t only_week = -1) {
    Slots out;
    for (std::int64_t i = 0; i < weeks * 168 * 12; ++i) {
        const std::int64_t hour = i / 12;
        const auto found = bad_in_hour.find(hour % 168);
        const bool bad = found != bad_in_hour.end() && (only_week < 0 || hour / 168 == only_week);
        out.push_back({100, bad ? found->second : (i % 10 == 0 ? 1 : 0)});
    }
    return out;
}

TEST(Pattern, AnHourThatIsWorseEveryWeekIsTold) {
    // Tuesday 09 and 10: hours 33 and 34 of the week; 2 bad of 100 in each slot.
    EXPECT_EQ(of(weeks(4, {{33, 2}, {34, 2}})).pattern, "worst Tuesdays 09-11: 98 %, against 99.9 % otherwise");
}

TEST(Pattern, OneLongOutageAndEvenBadnessAreNone) {
    EXPECT_EQ(of(weeks(4, {{33, 60}}, 2)).pattern, "") << "it came once";
    EXPECT_EQ(of(weeks(4, {})).pattern, "");
    EXPECT_EQ(of(weeks(2, {{33, 20}})).pattern, "") << "two weeks are no habit";
}

TEST(BinomialTail, IsTheSumOfItsTerms) {
    EXPECT_DOUBLE_EQ(binomial_tail(0, 10, 0.5), 1);
    EXPECT_DOUBLE_EQ(binomial_tail(11, 10, 0.5), 0);
    EXPECT_NEAR(binomial_tail(1, 3, 0.5), 7.0 / 8, 1e-12);
    EXPECT_NEAR(binomial_tail(2, 3, 0.5), 4.0 / 8, 1e-12);
    EXPECT_NEAR(binomial_tail(3, 3, 0.5), 1.0 / 8, 1e-12);
    EXPECT_NEAR(binomial_tail(10, 10, 0.1), 1e-10, 1e-22);
    EXPECT_NEAR(binomial_tail(1, 5, 0.2), 1 - 0.32768, 1e-12);
}

TEST(MiddleOf, IsTheMeanOfTwoWhereThereAreTwo) {
    EXPECT_FALSE(middle_of({}));
    EXPECT_DOUBLE_EQ(*middle_of({3, 1, 2}), 2);
    EXPECT_DOUBLE_EQ(*middle_of({4, 1, 3, 2}), 2.5);
}

}  // namespace
}  // namespace plimsoll::targets

#include "probes/schedule.h"

#include <gtest/gtest.h>

namespace plimsoll::probes {
namespace {

constexpr Duration kInterval = Duration::seconds(30);
const Timestamp kStart = Timestamp::from_seconds(1'800'000'000);

std::vector<std::pair<std::string, Duration>> probes(int n, Duration interval = kInterval) {
    std::vector<std::pair<std::string, Duration>> out;
    for (int i = 0; i < n; ++i) out.emplace_back("probe-" + std::to_string(i), interval);
    return out;
}

TEST(Schedule, TheFirstCheckComesWithinTheIntervalAndTheNextOnesWithoutDrift) {
    Schedule schedule;
    schedule.set(probes(1), kStart);
    const Timestamp first = *schedule.next();
    EXPECT_GT(first, kStart);
    EXPECT_LE(first, kStart + kInterval);
    for (int i = 0; i < 100; ++i) {
        const Timestamp due = first + kInterval * i;
        EXPECT_FALSE(schedule.take(due - Duration::ms(1)));
        const auto taken = schedule.take(due + Duration::ms(700));  // late, and it does not add up
        ASSERT_TRUE(taken);
        EXPECT_EQ(taken->at, due);
        EXPECT_EQ(taken->missed, 0U);
        schedule.finished(taken->name);
    }
}

TEST(Schedule, ProbesAreSpreadOverTheInterval) {
    constexpr int kProbes = 3000;
    Schedule schedule;
    schedule.set(probes(kProbes), kStart);
    std::vector<int> in_second(31, 0);
    while (const auto due = schedule.take(kStart + kInterval)) ++in_second[static_cast<std::size_t>((due->at - kStart) / Duration::seconds(1))];
    int all = 0;
    for (const int n : in_second) {
        all += n;
        EXPECT_LT(n, 3 * kProbes / 30);
    }
    EXPECT_EQ(all, kProbes);
}

TEST(Schedule, ARestartGoesOnInTheSameRhythmAndBringsNoBurst) {
    Schedule before;
    before.set(probes(500), kStart);
    Schedule after;
    after.set(probes(500), kStart + Duration::minutes(7));
    EXPECT_FALSE(after.take(kStart + Duration::minutes(7)));
    const auto a = before.take(kStart + kInterval);
    const auto b = after.take(kStart + Duration::minutes(7) + kInterval);
    ASSERT_TRUE(a && b);
    EXPECT_EQ(a->name, b->name);
    EXPECT_EQ((b->at - a->at).in_ms() % kInterval.in_ms(), 0);
}

TEST(Schedule, WhatCouldNotStartInItsIntervalIsMissedAndTheLatestIsMade) {
    Schedule schedule;
    schedule.set(probes(1), kStart);
    const Timestamp first = *schedule.next();
    const auto late = schedule.take(first + kInterval * 3 + Duration::seconds(1));
    ASSERT_TRUE(late);
    EXPECT_EQ(late->missed, 3U);
    EXPECT_EQ(late->at, first + kInterval * 3);
}

TEST(Schedule, OneCheckOfAProbeAtATime) {
    Schedule schedule;
    schedule.set(probes(1), kStart);
    const auto first = schedule.take(kStart + kInterval);
    ASSERT_TRUE(first);
    EXPECT_FALSE(schedule.take(kStart + kInterval * 5));
    EXPECT_FALSE(schedule.next());
    schedule.finished(first->name);
    const auto next = schedule.take(kStart + kInterval * 5);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->missed, 3U);
}

TEST(Schedule, TheOneThatWaitedLongestComesFirst) {
    Schedule schedule;
    schedule.set(probes(50), kStart);
    Timestamp last = Timestamp::min();
    while (const auto due = schedule.take(kStart + kInterval)) {
        EXPECT_GE(due->at, last);
        last = due->at;
    }
}

TEST(Schedule, ANewCatalogueKeepsTheRhythmOfWhatStayed) {
    Schedule schedule;
    schedule.set(probes(2), kStart);
    const Timestamp due = *schedule.next();
    auto more = probes(3);
    schedule.set(more, kStart);
    EXPECT_LE(*schedule.next(), due);
    const auto under_way = schedule.take(kStart + kInterval);
    ASSERT_TRUE(under_way);
    schedule.set({}, kStart + kInterval);
    EXPECT_FALSE(schedule.next());
    schedule.finished(under_way->name);  // its probe is gone
    EXPECT_FALSE(schedule.next());
}

TEST(Schedule, AClockThatIsSetBackDoesNotStopTheChecks) {
    Schedule schedule;
    schedule.set(probes(20), kStart);
    ASSERT_TRUE(schedule.take(kStart + kInterval));
    const Timestamp earlier = kStart - Duration::hours(5);
    EXPECT_FALSE(schedule.take(earlier));
    ASSERT_TRUE(schedule.next());
    EXPECT_LE(*schedule.next(), earlier + kInterval);
}

}  // namespace
}  // namespace plimsoll::probes

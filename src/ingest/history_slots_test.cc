// history_slots_test.cc: how whole series become slots.
#include "ingest/history_slots.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plimsoll::ingest {
namespace {

using ledger::Contribution;
using ledger::Slot;

constexpr std::int64_t kHour = 1'800'000'000'000 / 3'600'000;  // 2027-01-15T08:00:00Z
constexpr std::int64_t kStart = kHour * 3'600'000;

/// Points at seconds after the hour; a negative value is a stale marker.
HistorySeries series(const std::vector<std::pair<std::int64_t, std::int64_t>>& points, std::uint32_t target = 0) {
    HistorySeries out(target, {});
    for (const auto& [second, value] : points)
        out.add({kStart + second * 1000, std::max<std::int64_t>(value, 0), value < 0});
    return out;
}

const Contribution kValid{1, 1, 0};
const Contribution kBad{1, 1, 1};
const Contribution kOnlyBad{1, 0, 1};

HistorySlots account(const std::vector<std::pair<const HistorySeries*, Contribution>>& of) {
    std::vector<HistoryMember> members;
    for (const auto& [series, contribution] : of) members.push_back({series, contribution});
    return slots_of(members);
}

Slot slot(const HistorySlots& slots, std::int64_t n) {
    const auto hour = slots.hours.find(kHour + n / 360);
    return hour == slots.hours.end() ? Slot{} : HistorySlots::shown(hour->second).at(static_cast<std::size_t>(n % 360));
}

TEST(HistorySlots, AnIntervalMeasuresEverySlotItTouchesAndCountsInTheLast) {
    const auto s = series({{5, 100}, {65, 160}, {125, 175}});
    const auto slots = account({{&s, kValid}});
    EXPECT_EQ(slots.unknown_starts, 1u) << "what was counted before the first sample is not known";
    for (int n = 0; n <= 12; ++n) EXPECT_EQ(slot(slots, n).measured, 1) << n;
    EXPECT_EQ(slot(slots, 6), (Slot{60, 0, 1, 1, 1}));
    EXPECT_EQ(slot(slots, 12), (Slot{15, 0, 1, 1, 1}));
    EXPECT_EQ(slot(slots, 3), (Slot{0, 0, 1, 1, 1}));
    EXPECT_EQ(slot(slots, 13).measured, 0);
}

TEST(HistorySlots, ADropIsAReset) {
    const auto s = series({{0, 100}, {10, 130}, {20, 7}, {30, 9}});
    const auto slots = account({{&s, kBad}});
    EXPECT_EQ(slots.resets, 1u);
    EXPECT_EQ(slot(slots, 1), (Slot{30, 30, 1, 1, 1}));
    EXPECT_EQ(slot(slots, 2), (Slot{7, 7, 1, 1, 1}));
    EXPECT_EQ(slot(slots, 3), (Slot{2, 2, 1, 1, 1}));
}

TEST(HistorySlots, ALongGapIsNotMeasuredButItsIncreaseCounts) {
    const auto s = series({{0, 0}, {10, 1}, {20, 2}, {60, 50}, {70, 51}});
    const auto slots = account({{&s, kValid}});
    EXPECT_EQ(slot(slots, 2), (Slot{1, 0, 1, 1, 1}));
    for (int n = 3; n <= 5; ++n) EXPECT_EQ(slot(slots, n).measured, 0) << n;
    EXPECT_EQ(slot(slots, 6), (Slot{48, 0, 1, 1, 1}));
}

TEST(HistorySlots, TheFirstErrorOfAKindIsCountedWhenASiblingGoesOn) {
    const auto good = series({{0, 100}, {10, 110}, {20, 120}});
    const auto bad = series({{20, 3}, {30, 4}});
    const auto slots = account({{&good, kValid}, {&bad, kBad}});
    EXPECT_EQ(slots.unknown_starts, 1u);
    EXPECT_EQ(slot(slots, 2), (Slot{13, 3, 1, 2, 2}));
    EXPECT_EQ(slot(slots, 3), (Slot{1, 1, 1, 1, 2}));
}

TEST(HistorySlots, ANewSeriesOfAnotherTargetOrTimeHasAnUnknownStart) {
    const auto good = series({{0, 100}, {10, 110}, {20, 120}});
    const auto other_target = series({{20, 3}}, 1);
    const auto other_time = series({{21, 3}});
    const auto slots = account({{&good, kValid}, {&other_target, kBad}, {&other_time, kBad}});
    EXPECT_EQ(slots.unknown_starts, 3u);
    EXPECT_EQ(slot(slots, 2).bad, 0);
}

TEST(HistorySlots, AStaleMarkerEndsWhatIsLive) {
    const auto one = series({{0, 1}, {10, 2}, {20, 3}, {30, 4}});
    const auto two = series({{0, 1}, {10, 2}, {20, -1}});
    const auto slots = account({{&one, kValid}, {&two, kValid}});
    EXPECT_EQ(slot(slots, 1).live, 2);
    EXPECT_EQ(slot(slots, 2), (Slot{1, 0, 1, 1, 1}));
    EXPECT_EQ(slot(slots, 3), (Slot{1, 0, 1, 1, 1}));
}

TEST(HistorySlots, ASilentSeriesIsMissedForAnHour) {
    const auto one = series([] {
        std::vector<std::pair<std::int64_t, std::int64_t>> points;
        for (int i = 0; i <= 500; ++i) points.emplace_back(i * 10, i);
        return points;
    }());
    const auto two = series({{0, 1}, {10, 2}});
    const auto slots = account({{&one, kValid}, {&two, kValid}});
    EXPECT_EQ(slot(slots, 1), (Slot{2, 0, 1, 2, 2}));
    EXPECT_EQ(slot(slots, 2), (Slot{1, 0, 1, 1, 2}));
    EXPECT_EQ(slot(slots, 361), (Slot{1, 0, 1, 1, 2}));
    EXPECT_EQ(slot(slots, 362), (Slot{1, 0, 1, 1, 1}));
}

TEST(HistorySlots, BadAboveValidIsLeftMissing) {
    const auto total = series({{0, 10}, {10, 12}, {20, 20}});
    const auto bad = series({{0, 1}, {10, 5}, {20, 6}});
    const auto slots = account({{&total, kValid}, {&bad, kOnlyBad}});
    EXPECT_EQ(slots.contradictions, 1u);
    EXPECT_EQ(slot(slots, 1).measured, 0);
    EXPECT_EQ(slot(slots, 2), (Slot{8, 1, 1, 2, 2}));
}

TEST(HistorySlots, AnImplausibleIncreaseIsLeftOut) {
    const auto s = series({{0, 0}, {10, std::int64_t{1} << 41}, {20, (std::int64_t{1} << 41) + 5}});
    const auto slots = account({{&s, kValid}});
    EXPECT_EQ(slots.implausible, 1u);
    EXPECT_EQ(slot(slots, 2).valid, 5);
}

RC_GTEST_PROP(HistorySlots, TheSlotsHoldTheGrowthWhateverTheOrderOfTheSamples,
              (const std::vector<std::uint8_t>& steps)) {
    std::vector<std::pair<std::int64_t, std::int64_t>> points{{0, 7}};
    for (const std::uint8_t step : steps)
        points.emplace_back(points.back().first + 1 + step % 120, points.back().second + step % 11);
    auto shuffled = points;
    std::reverse(shuffled.begin(), shuffled.end());
    const auto a = series(points);
    const auto b = series(shuffled);
    RC_ASSERT(a.points() == b.points());
    const auto slots = account({{&b, kBad}});
    Slot sum;
    for (const auto& [hour, cells] : slots.hours) {
        for (const Slot& s : HistorySlots::shown(cells)) sum += s;
    }
    RC_ASSERT(sum.valid == points.back().second - 7);
    RC_ASSERT(sum.bad == sum.valid);
    RC_ASSERT(sum.reporting == sum.measured);
}

}  // namespace
}  // namespace plimsoll::ingest

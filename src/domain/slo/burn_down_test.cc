#include "domain/slo/burn_down.h"

#include <gtest/gtest.h>

#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;

const catalog::Slo kSlo = fixture::shop().slos.at("checkout");

/// 100 valid events a slot from `since`; all bad in one slot; missing throughout `gap`.
struct Traffic {
    Timestamp since = kNoon - Duration::days(40);
    Timestamp bad_at = kNoon - Duration::days(10);
    TimeRange gap{};
    mutable std::size_t sums = 0;

    Result<std::vector<ledger::WindowSum>> operator()(std::span<const TimeRange> ranges) const {
        sums += ranges.size();
        std::vector<ledger::WindowSum> out;
        for (const TimeRange& range : ranges) out.push_back(sum(range));
        return out;
    }
    [[nodiscard]] ledger::WindowSum sum(TimeRange range) const {
        ledger::WindowSum out;
        out.range = range;
        out.slots = range.length() / ledger::kStep;
        const Timestamp start = std::max(range.start, gap.start);
        const std::int64_t missing = std::max<std::int64_t>(0, (std::min(range.end, gap.end) - start) / ledger::kStep);
        const std::int64_t measured = out.slots - missing;
        out.sum = {measured * 100, range.contains(bad_at) ? 100 : 0, measured, measured, out.slots};
        return out;
    }
};

BurnDown drawn(const Traffic& traffic, TimeRange range, std::size_t points) {
    return *burn_down(kSlo, range, traffic.since, points, std::cref(traffic));
}

TEST(BurnDown, DropsWhenTheBudgetIsSpentAndKeepsItsLastPointAtTheEnd) {
    const Traffic traffic;
    const BurnDown down = drawn(traffic, {kNoon - Duration::days(30), kNoon}, 30);
    ASSERT_EQ(down.points.size(), 30U);
    EXPECT_EQ(down.step, Duration::days(1));
    EXPECT_EQ(down.points.back().at, kNoon);
    EXPECT_EQ(down.points[10].remaining, 1.0);
    const double after = 1 - 100.0 / (0.001 * 100 * 259'200);
    EXPECT_NEAR(*down.points[20].remaining, after, 1e-12);
    EXPECT_NEAR(*down.points[29].remaining, after, 1e-12);
    EXPECT_EQ(down.points[20].bad, 100);
    EXPECT_EQ(down.points[21].bad, 0);
    EXPECT_EQ(down.points[21].valid, 864'000);
}

TEST(BurnDown, WhatNothingMeasuredIsAGap) {
    Traffic traffic;
    traffic.gap = {kNoon - Duration::days(5), kNoon - Duration::days(3)};
    const BurnDown down = drawn(traffic, {kNoon - Duration::days(30), kNoon}, 30);
    EXPECT_TRUE(down.points[24].remaining.has_value());
    EXPECT_FALSE(down.points[25].remaining.has_value());
    EXPECT_FALSE(down.points[26].remaining.has_value());
    EXPECT_EQ(down.points[26].coverage, 0.0);
    EXPECT_TRUE(down.points[27].remaining.has_value());
}

TEST(BurnDown, IsEmptyBeforeTheFirstSample) {
    Traffic traffic;
    traffic.since = kNoon - Duration::days(2);
    const BurnDown down = drawn(traffic, {kNoon - Duration::days(4), kNoon}, 4);
    EXPECT_FALSE(down.points[0].remaining.has_value());
    EXPECT_FALSE(down.points[1].remaining.has_value());
    EXPECT_EQ(down.points[2].remaining, 1.0);
}

TEST(BurnDown, PointsAreBounded) {
    const Traffic traffic;
    EXPECT_EQ(drawn(traffic, {kNoon - Duration::days(30), kNoon}, 1'000'000).points.size(), kBurnDownPoints);
    EXPECT_LE(traffic.sums, 400U);
    EXPECT_EQ(drawn(traffic, {kNoon - Duration::days(30), kNoon}, 0).points.size(), 1U);
    EXPECT_EQ(drawn(traffic, {kNoon - Duration::seconds(20), kNoon}, 100).points.size(), 2U);
    EXPECT_TRUE(drawn(traffic, {kNoon, kNoon}, 10).points.empty());
}

TEST(BurnDown, ALedgerThatCannotBeReadIsAnError) {
    const auto failing = [](std::span<const TimeRange>) -> Result<std::vector<ledger::WindowSum>> { return fail(errors::io, "disk"); };
    EXPECT_FALSE(burn_down(kSlo, {kNoon - Duration::days(1), kNoon}, kNoon - Duration::days(9), 5, failing));
}

}  // namespace
}  // namespace plimsoll::slo

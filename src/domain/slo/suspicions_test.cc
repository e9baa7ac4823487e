#include "domain/slo/suspicions.h"

#include <gtest/gtest.h>

#include <vector>

#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo {
namespace {

constexpr std::int64_t kDaySlots = 8640;

Known of_day(std::int64_t valid, std::int64_t bad, std::int64_t measured = kDaySlots) { return {{}, kDaySlots, measured, valid, bad}; }
Known of_month(std::int64_t valid, std::int64_t bad, std::int64_t measured = 30 * kDaySlots) {
    return {{}, 30 * kDaySlots, measured, valid, bad};
}

/// 99.9 %: of 100,000 events a day 100 may be bad.
class SuspicionTest : public testing::Test {
protected:
    catalog::Slo slo = fixture::shop().slos.at("checkout");

    std::string week(std::vector<std::int64_t> bad, bool suspected = false) {
        std::vector<Known> days;
        for (const std::int64_t b : bad) days.push_back(of_day(100'000, b));
        return said(constant_burn(slo, days, suspected));
    }
    static std::string said(const Suspicion& suspicion) { return suspicion.decided ? suspicion.words : "undecided"; }
};

TEST_F(SuspicionTest, AWeekThatBurnsEveryDayAlikeIsSuspicious) {
    EXPECT_EQ(week({200, 210, 190, 205, 195, 200, 200}),
              "each of the last 7 days burnt between 1.9x and 2.1x: a target that was never met, or an indicator that counts what is no failure");
}

TEST_F(SuspicionTest, ADayWithinTheBudgetOrFarFromTheMeanIsAFailureAndNotAHabit) {
    EXPECT_EQ(week({200, 200, 200, 100, 200, 200, 200}), "") << "burn 1 spends the budget in exactly one period";
    EXPECT_EQ(week({200, 200, 200, 270, 200, 200, 200}), "") << "a day 29 % above the mean";
    EXPECT_NE(week({200, 200, 200, 260, 200, 200, 200}), "") << "24 %";
}

TEST_F(SuspicionTest, WhatIsSuspectedStaysSoWithinAWiderBand) {
    EXPECT_NE(week({200, 200, 200, 290, 200, 200, 200}, true), "");
    EXPECT_EQ(week({200, 200, 200, 330, 200, 200, 200}, true), "");
    EXPECT_NE(week({101, 101, 101, 101, 101, 101, 101}, true), "");
    EXPECT_EQ(week({100, 100, 100, 100, 100, 100, 80}, true), "");
}

TEST_F(SuspicionTest, FewBadEventsAreNoise) {
    slo.objective = fixture::ratio(9999, 10'000);
    EXPECT_EQ(week({99, 99, 99, 99, 99, 99, 99}), "") << "burn 10, of 99 events a day";
    EXPECT_NE(week({100, 100, 100, 100, 100, 100, 100}), "");
}

TEST_F(SuspicionTest, ADayThatWasHardlyMeasuredDecidesNothing) {
    std::vector<Known> days(7, of_day(100'000, 200));
    days[3] = of_day(80'000, 160, kDaySlots * 89 / 100);
    EXPECT_EQ(said(constant_burn(slo, days, false)), "undecided");
    days[3] = of_day(80'000, 160, kDaySlots * 9 / 10);
    EXPECT_NE(said(constant_burn(slo, days, false)), "undecided");
}

TEST_F(SuspicionTest, AMonthWithoutOneBadEventIsSuspiciousWhereSomeWereToBeExpected) {
    EXPECT_EQ(said(no_burn(slo, of_month(30'000, 0))),
              "none of 30,000 events in 30 days was bad: an indicator that may be unable to fail, or a target far below what is delivered");
    EXPECT_EQ(said(no_burn(slo, of_month(29'999, 0))), "") << "99.9 % of so few allows less than thirty";
    EXPECT_EQ(said(no_burn(slo, of_month(30'000'000, 1))), "");
    EXPECT_EQ(said(no_burn(slo, of_month(30'000, 0, 20 * kDaySlots))), "undecided") << "a third was not measured";
    EXPECT_EQ(said(no_burn(slo, {{}, 20 * kDaySlots, 20 * kDaySlots, 30'000, 0})), "undecided") << "twenty days old";
    EXPECT_EQ(said(no_burn(slo, {{}, 20 * kDaySlots, 20 * kDaySlots, 30'000, 1})), "") << "one bad event decides at any age";
}

TEST_F(SuspicionTest, CountsOfOtherUnitsAreBroughtToEvents) {
    slo.indicator.kind = catalog::IndicatorKind::raw_ratio;  // millionths
    EXPECT_NE(said(no_burn(slo, of_month(30'000'000'000, 0))), "");
    EXPECT_EQ(said(no_burn(slo, of_month(29'999'000'000, 0))), "");
}

}  // namespace
}  // namespace plimsoll::slo

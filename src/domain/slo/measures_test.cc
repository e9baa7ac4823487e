#include "domain/slo/measures.h"

#include <gtest/gtest.h>

#include <cmath>

#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;

class MeasuresTest : public testing::Test {
protected:
    catalog::Catalog catalog = fixture::shop();
    catalog::Slo& slo = catalog.slos.at("checkout");
    ledger::LiveWindows live = fixture::steady(slo, kNoon, 0);
    ledger::SliStatus status;
    SloRecord record;

    Account account() { return {slo, live, status, &record}; }
    void period(std::int64_t valid, std::int64_t bad, std::int64_t missing = 0) {
        fixture::set(slo, live, fixture::window(slo.period, kNoon, valid, bad, missing));
    }
    void hour(std::int64_t valid, std::int64_t bad) {
        fixture::set(slo, live, fixture::window(Duration::hours(1), kNoon, valid, bad));
    }
    static bool has_caveat(const Measure& measure, const std::string& part) {
        for (const std::string& caveat : measure.caveats) {
            if (caveat.find(part) != std::string::npos) return true;
        }
        return false;
    }
};

TEST_F(MeasuresTest, TheWorkedExampleOfTheUserInterface) {
    period(4'700'120, 4'117);
    const Measure left = budget_remaining(account());
    EXPECT_NEAR(*left.value, 0.1241, 0.00005);
    EXPECT_EQ(left.inputs[0].numerator, 4'117);
    EXPECT_EQ(left.inputs[1].numerator, 4'700'120);
    EXPECT_EQ(left.inputs[2].numerator, 1);
    EXPECT_EQ(left.inputs[2].denominator, 1000);
    EXPECT_EQ(left.sample_size, 4'700'120U);
    EXPECT_EQ(*budget_allowed_events(account()).value, 4700.12);
    EXPECT_EQ(*budget_spent_events(account()).value, 4117);
    EXPECT_EQ(*budget_events(account()).value, 583.12);
    EXPECT_NEAR(*budget_minutes(account()).value, 583.12 / 4'700'120 * 43'200, 1e-12);
    EXPECT_EQ(*error_ratio(account(), slo.period).value, 4117.0 / 4'700'120.0);
    EXPECT_EQ(*good_ratio(account(), slo.period).value, 4'696'003.0 / 4'700'120.0);
}

TEST_F(MeasuresTest, FourNinesOverThirtyDaysAreFourPointThreeTwoMinutes) {
    slo.objective = fixture::ratio(9999, 10'000);
    period(1'000'000, 0);
    EXPECT_EQ(*budget_minutes_total(account()).value, 4.32);
    EXPECT_EQ(*budget_minutes(account()).value, 4.32);
    slo.period = Duration::days(365);
    EXPECT_NEAR(*budget_minutes_total(account()).value, 52.56, 1e-9);
}

TEST_F(MeasuresTest, AnOverspentBudgetIsNegative) {
    period(1'000'000, 1'980);
    EXPECT_EQ(*budget_remaining(account()).value, -0.98);
    EXPECT_EQ(*budget_events(account()).value, -980);
    EXPECT_LT(*budget_minutes(account()).value, 0);
    EXPECT_EQ(time_to_exhaustion(account()).why_empty, "the budget is already spent");
}

TEST_F(MeasuresTest, NoTrafficLeavesRatiosUndefinedAndCountsKnown) {
    period(0, 0);
    for (const Measure& measure : {error_ratio(account(), slo.period), good_ratio(account(), slo.period),
                                   budget_remaining(account()), budget_minutes(account()), burn_rate(account(), slo.period),
                                   time_to_exhaustion(account())}) {
        EXPECT_FALSE(measure.value.has_value()) << measure.id;
        EXPECT_EQ(measure.why_empty, "no valid events in the last 30 d") << measure.id;
    }
    EXPECT_EQ(*budget_events(account()).value, 0);
}

TEST_F(MeasuresTest, NothingMeasuredLeavesAllUndefined) {
    period(0, 0, Duration::days(30) / ledger::kStep);
    EXPECT_EQ(budget_events(account()).why_empty, "nothing was measured in the last 30 d");
    EXPECT_EQ(error_ratio(account(), slo.period).why_empty, "nothing was measured in the last 30 d");
    EXPECT_EQ(*coverage(account()).value, 0);
    live = {Timestamp::min(), {}, {}};
    for (const Measure& measure : all_measures(account())) {
        if (measure.id == "slo.budget_minutes_total") continue;
        EXPECT_EQ(measure.why_empty, "no data yet") << measure.id;
    }
}

TEST_F(MeasuresTest, EveryMeasureHasEitherAValueOrAReason) {
    for (const std::int64_t bad : {0, 5, 5000}) {
        period(1'000'000, bad);
        for (const Measure& measure : all_measures(account())) {
            EXPECT_NE(measure.value.has_value(), !measure.why_empty.empty()) << measure.id;
            EXPECT_FALSE(measure.formula.empty()) << measure.id;
            EXPECT_FALSE(measure.inputs.empty()) << measure.id;
            EXPECT_TRUE(!measure.value || std::isfinite(*measure.value)) << measure.id;
        }
    }
}

TEST_F(MeasuresTest, TimeToExhaustionGoesByTheLastHour) {
    period(1'000'000, 500);  // half is left
    hour(10'000, 60);        // burn 6
    EXPECT_NEAR(*time_to_exhaustion(account()).value, 0.5 * 30 * 86'400 / 6, 1e-6);
    hour(10'000, 0);
    EXPECT_EQ(time_to_exhaustion(account()).why_empty, "nothing was bad in the last 1 h, so no end is in sight");
    hour(0, 0);
    EXPECT_EQ(time_to_exhaustion(account()).why_empty, "no valid events in the last 1 h");
}

TEST_F(MeasuresTest, TheForecastCarriesAnInterval) {
    fixture::set(slo, live, fixture::window(Duration::days(3), kNoon, 100'000, 50));
    const Measure projected = budget_projected(account());
    EXPECT_EQ(*projected.value, 0.5);
    ASSERT_TRUE(projected.interval.has_value());
    // Wilson for 50 of 100,000: 0.0379 % to 0.0659 %.
    EXPECT_NEAR(projected.interval->low, 1 - 0.659, 0.001);
    EXPECT_NEAR(projected.interval->high, 1 - 0.379, 0.001);
    EXPECT_FALSE(budget_remaining(account()).interval.has_value()) << "a count of all events needs none";
}

TEST_F(MeasuresTest, CoverageIsTheLesserOfSeriesAndSlots) {
    ledger::WindowSum window = fixture::window(Duration::hours(1), kNoon, 100, 0);
    window.sum.reporting = 540;
    window.sum.live = 720;
    EXPECT_EQ(*coverage_of(window, live.since), 0.75);
    window.sum.measured = 180;
    EXPECT_EQ(*coverage_of(window, live.since), 0.5);
}

TEST_F(MeasuresTest, SaysWhatIsWrongWithTheFigure) {
    period(1000, 0, 30'000);
    EXPECT_TRUE(has_caveat(budget_remaining(account()), "under the floor of 90 %: 30,000 of 259,200 slots are missing"));
    EXPECT_FALSE(has_caveat(burn_rate(account(), Duration::hours(1)), "floor"));

    ledger::WindowSum coarse = fixture::window(slo.period, kNoon, 1000, 0);
    coarse.step = Duration::minutes(1);
    fixture::set(slo, live, coarse);
    EXPECT_TRUE(has_caveat(budget_remaining(account()), "step of 1m rather than 10s"));
    EXPECT_EQ(budget_remaining(account()).step, Duration::minutes(1));

    live.since = kNoon - Duration::hours(2);
    EXPECT_TRUE(has_caveat(budget_remaining(account()), "rather than 30 d"));
    EXPECT_EQ(budget_remaining(account()).window.start, live.since);

    status.unknown_starts = 3;
    status.bad_above_valid = 2;
    record.revision = RevisionRecord{{kNoon - Duration::minutes(40), kNoon - Duration::minutes(30)}, 77, kNoon};
    const Measure burn = burn_rate(account(), Duration::hours(1));
    EXPECT_TRUE(has_caveat(burn, "3 series began at an unknown count"));
    EXPECT_TRUE(has_caveat(burn, "2 times the source said more bad than valid"));
    EXPECT_TRUE(has_caveat(burn, "late samples changed"));
    EXPECT_EQ(burn.evidence.back().seq, 77U);
    EXPECT_FALSE(has_caveat(burn_rate(account(), Duration::minutes(5)), "late samples")) << "outside that window";
}

}  // namespace
}  // namespace plimsoll::slo

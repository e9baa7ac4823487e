// A backtest as a whole: what it says at the end is what is said live, and what it cannot say it does not say wrongly.
#include "domain/backtest/backtest.h"

#include <gtest/gtest.h>

#include "domain/backtest/past_for_tests.h"

namespace plimsoll::backtest {
namespace {

using fixture::kMinute;
using fixture::kMonday;

Backtest made(const fixture::DrawnPast& past, const std::string& name, BacktestRequest request = {}) {
    request.slo = name;
    auto out = backtest({*past.world.catalog, *past.world.counts}, past.world.slo(name), request);
    EXPECT_TRUE(out) << (out ? "" : out.error().sentence());
    return out ? std::move(*out) : Backtest{};
}

bool says(const Backtest& told, const std::string& part) {
    return std::any_of(told.caveats.begin(), told.caveats.end(), [&](const std::string& caveat) { return caveat.find(part) != std::string::npos; });
}

/// The same counts by slices of time.
void slice(fixture::DrawnPast& past, Duration length, Duration period) {
    catalog::Slo slo = past.slo();
    slo.method = catalog::BudgetingMethod::timeslices;
    slo.slicing = catalog::Slicing{length, *Ratio::of(99, 100), catalog::EmptySlice::gap};
    slo.objective = *Ratio::of(9, 10);
    slo.period = period;
    slo.rules.clear();
    past.world.add(slo);
}

/// Of itself alone, by burn: what no tape holds.
void compose(fixture::DrawnPast& past) {
    catalog::Slo slo = past.slo();
    slo.name = "journey";
    slo.composite = catalog::Composite{catalog::CompositeRule::burn, {{"checkout", 1}}, ""};
    slo.indicator = {};
    slo.indicator.kind = catalog::IndicatorKind::composite;
    past.world.add(slo);
}

TEST(Backtest, TheBudgetAtItsEndIsTheOneThatIsShownLive) {
    fixture::DrawnPast past(3);
    past.fail(kMonday + Duration::hours(30), Duration::minutes(20), 7);
    EXPECT_EQ(made(past, "checkout").variants[0].budget_remaining, past.world.left("checkout"));
}

TEST(Backtest, OfSlicesTooWhereverTheNewestCountLiesInItsSlice) {
    for (const Duration length : {Duration::minutes(1), Duration::minutes(5)}) {
        for (const int more : {0, 1, 4, 17, 29}) {
            fixture::DrawnPast past(3);
            slice(past, length, Duration::hours(6));
            past.fail(kMonday + Duration::hours(66), Duration::minutes(15), 400);
            past.world.account("checkout").steady({kMonday + Duration::days(3), kMonday + Duration::days(3) + Duration::seconds(10) * more}, 1000, 0);
            EXPECT_EQ(made(past, "checkout").variants[0].budget_remaining, past.world.left("checkout")) << length.in_seconds() << " s, " << more << " slots more";
        }
    }
}

TEST(Backtest, TrafficChangesNoSliceOfTime) {
    fixture::DrawnPast past(3);
    slice(past, Duration::minutes(1), Duration::days(1));
    past.fail(kMonday + Duration::hours(60), Duration::minutes(7), 400);
    BacktestRequest request;
    request.variants.resize(2);
    request.variants[0].traffic = 0.1;
    request.variants[1].traffic = 10;
    const Backtest out = made(past, "checkout", request);
    for (const VariantResult& v : out.variants) {
        EXPECT_EQ(v.valid, out.variants[0].valid);
        EXPECT_EQ(v.bad, 7);
        EXPECT_EQ(v.budget_remaining, out.variants[0].budget_remaining);
    }
    EXPECT_TRUE(says(out, "counts slices of time"));
}

TEST(Backtest, AShortRangeOfALongPastHasTheWholeWindowsBudget) {
    fixture::DrawnPast past(40);
    past.fail(kMonday + Duration::days(20), Duration::hours(1), 100);
    BacktestRequest request;
    request.from = kMonday + Duration::days(39);
    const Backtest out = made(past, "checkout", request);
    EXPECT_EQ(out.variants[0].budget_remaining, past.world.left("checkout"));
    EXPECT_FALSE(says(out, "less than the SLO's window"));
    EXPECT_TRUE(says(made(fixture::DrawnPast(3), "checkout"), "less than the SLO's window"));
}

TEST(Backtest, WhatNoTapeHoldsIsCountedForItsBreachesAlike) {
    fixture::DrawnPast past(3);
    past.fail(kMonday + Duration::hours(30), Duration::minutes(30), 900);
    compose(past);
    ASSERT_FALSE(slo::tapes(past.world.slo("journey")));
    const Score taped = made(past, "checkout").variants[0].score;
    const Score asked = made(past, "journey").variants[0].score;
    EXPECT_EQ(taped.breaches, 1U);
    EXPECT_EQ(asked.breaches, taped.breaches);
    EXPECT_EQ(asked.in_breach, taped.in_breach);
    EXPECT_EQ(asked.freezes, taped.freezes);
    EXPECT_EQ(asked.in_freeze, taped.in_freeze);
}

TEST(Backtest, BurnThatIsAddedUpSpendsWhatItsOnlyMemberSpends) {
    fixture::DrawnPast past(3);
    past.fail(kMonday + Duration::hours(30), Duration::minutes(30), 900);
    past.fail(kMonday + Duration::hours(50), Duration::minutes(10), 2);  // far under a hundredth of the budget
    compose(past);
    const Backtest taped = made(past, "checkout");
    const Backtest asked = made(past, "journey");
    ASSERT_EQ(taped.losses.size(), 1U);
    ASSERT_EQ(asked.losses.size(), 1U);
    EXPECT_EQ(asked.losses[0].start, taped.losses[0].start);
    EXPECT_NEAR(asked.losses[0].share, taped.losses[0].share, 1e-6);
    ASSERT_FALSE(asked.variants[0].alerts.empty());
    EXPECT_NEAR(asked.variants[0].alerts[0].cost, taped.variants[0].alerts[0].cost, taped.variants[0].alerts[0].cost * 0.02);
    EXPECT_EQ(asked.variants[0].score.recall, taped.variants[0].score.recall);
}

TEST(Backtest, WhatIsLeftOutWithinOneStepIsSaidToStay) {
    fixture::DrawnPast past(2);
    BacktestRequest request;
    request.variants.resize(1);
    request.variants[0].leave_out = {{kMonday + Duration::hours(1) + Duration::seconds(10), kMonday + Duration::hours(1) + Duration::seconds(50)}};
    const Backtest out = made(past, "checkout", request);
    EXPECT_EQ(out.variants[1].name, "less 1 range");
    EXPECT_EQ(out.variants[1].valid, out.variants[0].valid);
    EXPECT_TRUE(says(out, "one range lies within one step of 1 min"));
    request.step = Duration::seconds(10);
    EXPECT_FALSE(says(made(past, "checkout", request), "within one step"));
}

TEST(Backtest, StepsThatTheLedgerNoLongerKeepsAreSaid) {
    fixture::DrawnPast past(20);
    BacktestRequest request;
    request.step = Duration::seconds(10);
    EXPECT_TRUE(says(made(past, "checkout", request), "no longer keeps steps of 10 s"));
    request.from = kMonday + Duration::days(16);
    EXPECT_FALSE(says(made(past, "checkout", request), "no longer keeps"));
    request.step.reset();
    EXPECT_FALSE(says(made(past, "checkout", request), "no longer keeps"));
}

TEST(Backtest, StopsWhenItIsToldWhereverItIs) {
    fixture::DrawnPast past(2);
    compose(past);
    BacktestRequest request;
    request.slo = "journey";
    for (const int calls : {0, 1, 2, 5}) {
        int left = calls;
        const auto out = backtest({*past.world.catalog, *past.world.counts, [&](std::int64_t, std::int64_t) { return left-- > 0; }}, past.world.slo("journey"), request);
        ASSERT_FALSE(out) << calls;
        EXPECT_EQ(out.error().code(), "slo.cancelled");
    }
}

}  // namespace
}  // namespace plimsoll::backtest

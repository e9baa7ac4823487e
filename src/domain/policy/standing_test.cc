#include "domain/policy/standing.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/policy/fixture_for_tests.h"

namespace plimsoll::policy {
namespace {

using fixture::spent;
using fixture::terms;
using fixture::with_gap;
using enum BudgetState;

TEST(Standing, EveryLineIsMetExactlyWhereItStands) {
    // caution at 25 %, freeze at 10 %, breach at 0: 750, 900 and 1,000 of a thousand.
    EXPECT_EQ(state_after(healthy, spent(749), terms()), healthy);
    EXPECT_EQ(state_after(healthy, spent(750), terms()), caution);
    EXPECT_EQ(state_after(healthy, spent(899), terms()), caution);
    EXPECT_EQ(state_after(healthy, spent(900), terms()), freeze);
    EXPECT_EQ(state_after(healthy, spent(999), terms()), freeze);
    EXPECT_EQ(state_after(healthy, spent(1000), terms()), breach);
    EXPECT_EQ(state_after(healthy, spent(40'000), terms()), breach);
}

TEST(Standing, AStateIsLeftOnlyAboveItsLineAndTheHysteresis) {
    // breach is left above 5 %, freeze above 15 %, caution above 30 %.
    EXPECT_EQ(state_after(breach, spent(950), terms()), breach);
    EXPECT_EQ(state_after(breach, spent(949), terms()), freeze);
    EXPECT_EQ(state_after(freeze, spent(850), terms()), freeze);
    EXPECT_EQ(state_after(freeze, spent(849), terms()), caution);
    EXPECT_EQ(state_after(caution, spent(700), terms()), caution);
    EXPECT_EQ(state_after(caution, spent(699), terms()), healthy);
    EXPECT_EQ(state_after(breach, spent(0), terms()), healthy) << "a rise of several states is one step";
}

TEST(Standing, ALineOfZeroKnowsNoFreeze) {
    EXPECT_EQ(state_after(healthy, spent(999), terms(0.25, 0)), caution);
    EXPECT_EQ(state_after(healthy, spent(1000), terms(0.25, 0)), breach);
}

TEST(Standing, MissingDataNeverImproveAState) {
    const std::int64_t fifth = fixture::kPeriodSlots / 5;
    EXPECT_EQ(state_after(healthy, with_gap(spent(0), fifth), terms()), unknown);
    EXPECT_EQ(state_after(caution, with_gap(spent(0), fifth), terms()), unknown);
    EXPECT_EQ(state_after(freeze, with_gap(spent(0), fifth), terms()), freeze);
    EXPECT_EQ(state_after(breach, with_gap(spent(0), fifth), terms()), breach);
    Figure never;
    EXPECT_EQ(state_after(healthy, never, terms()), unknown);
    EXPECT_EQ(state_after(breach, never, terms()), breach);
}

TEST(Standing, MissingDataWorsenAStateOnlyIfEvenGoodOnesWould) {
    const std::int64_t fifth = fixture::kPeriodSlots / 5;
    // Four fifths measured: 1,124 bad would be 899.2 of a thousand with the rest good, which leaves a little over 10 %.
    EXPECT_EQ(state_after(healthy, with_gap(spent(1124), fifth), terms()), unknown);
    EXPECT_EQ(state_after(healthy, with_gap(spent(1125), fifth), terms()), freeze);
    EXPECT_EQ(state_after(breach, with_gap(spent(1125), fifth), terms()), breach);
    EXPECT_EQ(state_after(healthy, with_gap(spent(1249), fifth), terms()), freeze);
    EXPECT_EQ(state_after(healthy, with_gap(spent(1250), fifth), terms()), breach);
}

TEST(Standing, OneBadEventInTheFirstMinuteIsNoBreach) {
    Figure young = spent(1);
    young.valid = 300;  // one of 300 at 99.9 % is more than three budgets
    young.slots = young.measured = 6;
    young.budget = 1.0 - 1.0 / 0.3;
    EXPECT_EQ(state_after(healthy, young, terms()), healthy);
    EXPECT_EQ(judge_budget(healthy, young, terms()).why, "-233.3 % left");
    young.bad = 300;  // a minute of total outage is 69.4 % of what a day may lose, were the rest of it good
    EXPECT_EQ(state_after(healthy, young, terms()), healthy);
    young.valid = young.bad = 600;
    young.slots = young.measured = 12;
    EXPECT_EQ(state_after(healthy, young, terms()), breach) << "two minutes are 138.9 %";
}

TEST(Standing, ANewCalendarMonthEndsABreachAtOnce) {
    Figure first_minute = spent(0);
    first_minute.slots = first_minute.measured = 6;
    EXPECT_EQ(state_after(breach, first_minute, terms()), healthy);
}

TEST(Standing, FewerEventsThanAskedForSayNothing) {
    Figure few = spent(0);
    few.least_events = 1'000'001;
    EXPECT_EQ(state_after(healthy, few, terms()), unknown);
    EXPECT_EQ(judge_budget(healthy, few, terms()).why, "1,000,000 events are too few to tell; 1,000,001 are asked for");
    few.least_events = 1'000'000;
    EXPECT_EQ(state_after(healthy, few, terms()), healthy);
}

TEST(Standing, ItsReasonNamesTheLine) {
    EXPECT_EQ(judge_budget(healthy, spent(750), terms()).why, "25.0 % left, at or below the caution line of 25.0 %");
    EXPECT_EQ(judge_budget(freeze, spent(870), terms()).why, "13.0 % left, not yet more than 5.0 % above the freeze line");
    EXPECT_EQ(judge_budget(healthy, spent(1000), terms()).why, "nothing is left (0.0 %)");
    EXPECT_EQ(judge_budget(freeze, with_gap(spent(0), fixture::kPeriodSlots / 5), terms()).why,
              "coverage 80.0 % is under the floor of 90 %; missing data do not end a freeze");
}

RC_GTEST_PROP(Standing, TrembleWithinTheHysteresisIsOneStepAtMost, ()) {
    const auto first = *rc::gen::inRange<std::int64_t>(0, 1500);
    BudgetState state = state_after(healthy, spent(first), terms());
    int steps = 0;
    const int tremors = *rc::gen::inRange(1, 40);
    for (int i = 0; i < tremors; ++i) {
        const auto bad = std::max<std::int64_t>(0, first + *rc::gen::inRange<std::int64_t>(-24, 25));  // a band of 4.8 %
        const BudgetState next = state_after(state, spent(bad), terms());
        RC_ASSERT(next != unknown);
        if (next != state) ++steps;
        state = next;
    }
    RC_ASSERT(steps <= 1);
}

RC_GTEST_PROP(Standing, MoreBadEventsNeverMakeABetterState, ()) {
    const auto known = *rc::gen::element(healthy, caution, freeze, breach);
    const auto missing = *rc::gen::inRange<std::int64_t>(0, fixture::kPeriodSlots);
    const auto bad = *rc::gen::inRange<std::int64_t>(0, 3000);
    const auto more = *rc::gen::inRange<std::int64_t>(0, 3000);
    const BudgetState a = state_after(known, with_gap(spent(bad), missing), terms());
    const BudgetState b = state_after(known, with_gap(spent(bad + more), missing), terms());
    RC_ASSERT(!worse(a, b));
}

/// What the rule says, in exact thousandths: for whole budgets without gaps.
RC_GTEST_PROP(Standing, FollowsTheRuleAsWritten, ()) {
    const auto known = *rc::gen::element(healthy, caution, freeze, breach);
    const auto caution_line = *rc::gen::inRange<std::int64_t>(0, 1001);
    const auto freeze_line = *rc::gen::inRange<std::int64_t>(0, caution_line + 1);
    const auto hysteresis = *rc::gen::inRange<std::int64_t>(0, 300);
    const auto bad = *rc::gen::inRange<std::int64_t>(0, 1500);
    const std::int64_t left = 1000 - bad;
    const auto reached = [&](std::int64_t margin) {
        if (left <= margin) return breach;
        if (left <= freeze_line + margin) return freeze;
        return left <= caution_line + margin ? caution : healthy;
    };
    const BudgetState fallen = reached(0);
    const BudgetState risen = reached(hysteresis);
    const BudgetState expected = worse(fallen, known) ? fallen : worse(risen, known) ? known : risen;
    const auto share = [](std::int64_t thousandths) { return static_cast<double>(thousandths) / 1000.0; };
    RC_ASSERT(state_after(known, spent(bad), terms(share(caution_line), share(freeze_line), share(hysteresis))) == expected);
}

TEST(Terms, AServiceWithoutAPolicyHasItsTiersDefault) {
    catalog::Catalog catalog;
    catalog.tiers["tier-0"].rank = 0;
    catalog.services["shop"].name = "shop";
    catalog.services["shop"].tier = "tier-0";
    const Terms by_default = terms_for(catalog, "shop");
    EXPECT_EQ(by_default.source, "default of tier rank 0");
    EXPECT_EQ(by_default.policy, "");
    EXPECT_EQ(by_default.freeze, 0.25);
    EXPECT_EQ(by_default.refuses, (std::vector{freeze, breach}));
    EXPECT_EQ(policy_for(catalog, "shop").chronic_breaches, 0) << "nobody asked for an escalation";

    catalog.policies["critical"] = fixture::critical();
    catalog.policies["critical"].tiers = {"tier-0"};
    catalog.policies["critical"].gate = {{"freeze", "allow"}, {"caution", "refuse"}};
    const Terms declared = terms_for(catalog, "shop");
    EXPECT_EQ(declared.source, "policy critical");
    EXPECT_EQ(declared.refuses, (std::vector{caution, breach}));
    EXPECT_EQ(slo::thresholds_of(catalog, "shop"), (slo::Thresholds{0.25, 0.1, "policy critical"}));
    EXPECT_NE(declared.version, by_default.version);
    catalog.policies["critical"].consequences.clear();
    EXPECT_EQ(terms_for(catalog, "shop").version, declared.version) << "words decide nothing";
}

}  // namespace
}  // namespace plimsoll::policy

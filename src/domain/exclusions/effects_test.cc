// effects_test.cc: with = without + what is left out, count for count; and what corrections take away of a budget.
#include "domain/exclusions/effects.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "domain/exclusions/coverage.h"
#include "domain/exclusions/fixture_for_tests.h"
#include "domain/exclusions/measures.h"
#include "domain/slo/budget.h"

namespace plimsoll::exclusions {
namespace {

using namespace fixture;

/// A thousand events a slot for six hours before noon, one of them bad; in the third hour, a hundred.
NaiveCounts morning() {
    NaiveCounts counts;
    for (Timestamp at = kNoon - Duration::hours(6); at < kNoon; at = at + ledger::kStep)
        counts.slots_of[at] = {1'000, hours(-4, -3).contains(at) ? 100 : 1};
    return counts;
}

class EffectsTest : public testing::Test {
protected:
    void approve(const RequestExclusion& c, const std::string& by = "person:ana") {
        ASSERT_EQ(engine.outcome(c, by), "ok");
        ASSERT_EQ(engine.outcome(ApproveExclusion{engine.last().asked.id, "", {false, 1}}, "person:bob"), "ok");
    }
    Effect effect(const Exclusion& e) {
        counts.book = engine.book();
        return *effect_on(slo, counts, *counts.book->now(), e, still_left_out(e, all_occurrences(e.asked)));
    }
    static RequestExclusion correcting(TimeRange range) {
        RequestExclusion c = correction();
        c.range = range;
        return c;
    }
    Engine engine;
    NaiveCounts counts = morning();
    const catalog::Slo slo = shop().slos.at("checkout");
};

TEST_F(EffectsTest, ARequestShowsWhatItWouldDo) {
    ASSERT_EQ(engine.outcome(correcting(hours(-4, -3))), "ok");
    const Effect e = effect(engine.last());
    EXPECT_EQ(e.valid, 360'000);
    EXPECT_EQ(e.bad, 36'000);
    // 2,160,000 events allow 2,160; 37,800 were bad. Without the hour: 1,800,000 allow 1,800, and 1,800 were.
    EXPECT_DOUBLE_EQ(*e.budget_without, 1 - 37'800.0 / 2'160);
    EXPECT_DOUBLE_EQ(*e.budget_with, 0);
}

TEST_F(EffectsTest, OneThatCountsShowsTheSame) {
    ASSERT_EQ(engine.outcome(correcting(hours(-4, -3))), "ok");
    const Effect before = effect(engine.last());
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", {false, 1}}, "person:bob"), "ok");
    const Effect after = effect(engine.last());
    EXPECT_EQ(after.budget_with, before.budget_with);
    EXPECT_EQ(after.budget_without, before.budget_without);
    EXPECT_EQ(after.valid, before.valid);
}

TEST_F(EffectsTest, WhatAnotherLeavesOutAnyhowIsNotItsDoing) {
    approve(correcting(hours(-4, -3.5)));
    ASSERT_EQ(engine.outcome(correcting(hours(-4, -3))), "ok");
    const Effect e = effect(engine.last());
    EXPECT_EQ(e.bad, 18'000) << "the second half of the hour";
    EXPECT_DOUBLE_EQ(*e.budget_with, 0);
    EXPECT_DOUBLE_EQ(*e.budget_without, 1 - 19'800.0 / 1'980);
}

TEST_F(EffectsTest, WhatIsToComeChangesNothingYet) {
    ASSERT_EQ(engine.outcome(maintenance()), "ok");
    const Effect e = effect(engine.last());
    EXPECT_EQ(e.valid, 0);
    EXPECT_EQ(e.budget_with, e.budget_without);
}

TEST_F(EffectsTest, NoDataSaysSo) {
    counts.slots_of.clear();
    ASSERT_EQ(engine.outcome(maintenance()), "ok");
    EXPECT_EQ(effect(engine.last()).why_empty, "nothing was measured yet");
    counts = morning();
    ASSERT_EQ(engine.outcome(correcting(hours(-12, 0))), "ok");
    const Effect e = effect(engine.last());
    EXPECT_EQ(e.budget_with, std::nullopt);
    EXPECT_NE(e.budget_without, std::nullopt);
    EXPECT_EQ(e.why_empty, "nothing is left to judge by: it covers all that was counted in the period");
}

TEST_F(EffectsTest, AllThatIsCoveredIsTold) {
    RequestExclusion c = maintenance();
    c.slos = {"latency"};
    c.services = {"shop"};
    ASSERT_EQ(engine.outcome(c), "ok");
    const catalog::Catalog catalog = shop();
    const auto effects = *effects_of(Coverage(catalog).of(engine.last().asked.slos, engine.last().asked.services), counts, *engine.book()->now(), engine.last());
    std::vector<std::string> names;
    for (const Effect& e : effects) names.push_back(e.slo);
    EXPECT_THAT(names, testing::UnorderedElementsAre("checkout", "search", "latency.p50", "latency.p99"));
}

/// For any counts and any exclusions: what is judged with one, and what it leaves out, are together what is judged without it.
TEST(EffectsProperty, WithIsWithoutLessWhatIsLeftOut) {
    rc::check([] {
        Engine engine;
        NaiveCounts counts;
        for (int i = 0; i < 200; ++i) {
            const std::int64_t valid = *rc::gen::inRange(1, 100);
            counts.slots_of[kNoon - ledger::kStep * (200 - i)] = {valid, *rc::gen::inRange<std::int64_t>(0, valid)};
        }
        const int n = *rc::gen::inRange(1, 6);
        for (int i = 0; i < n; ++i) {
            RequestExclusion c = correction();
            const int start = *rc::gen::inRange(1, 220);
            c.range = {kNoon - ledger::kStep * start, kNoon - ledger::kStep * *rc::gen::inRange(0, start)};
            RC_ASSERT(engine.outcome(c) == "ok");
            if (*rc::gen::inRange(0, 4) > 0) RC_ASSERT(engine.outcome(ApproveExclusion{engine.last().asked.id, "", {false, 1}}, "person:bob") == "ok");
        }
        const catalog::Slo slo = shop().slos.at("checkout");
        counts.book = engine.book();
        const auto timeline = counts.book->now();
        for (const Exclusion& e : engine.state.exclusions) {
            const Effect effect = *effect_on(slo, counts, *timeline, e, {e.asked.range});
            // The same by another way: a world in which it counts, and one in which it does not.
            const auto world = [&](bool approved) {
                Engine other;
                other.state = engine.state;
                for (Exclusion& one : other.state.exclusions) {
                    if (one.number == e.number) one.approved = approved;
                }
                NaiveCounts same = counts;
                same.book = other.book();
                return same.count(slo, {kNoon - Duration::days(30), kNoon}, slo::Exclusions::left_out);
            };
            const auto with = world(true);
            const auto without = world(false);
            RC_ASSERT(with.valid + effect.valid == without.valid);
            RC_ASSERT(with.bad + effect.bad == without.bad);
            const auto share = [&](const NaiveCounts::Slot& s) { return slo::Budget{s.valid, s.bad, slo::allowance_of(slo.objective)}.remaining_share(); };
            RC_ASSERT(effect.budget_with == share(with));
            RC_ASSERT(effect.budget_without == share(without));
        }
    });
}

TEST_F(EffectsTest, TheShareCorrectedAwayIsOfTheQuartersBudget) {
    engine.until(kNoon);
    approve(correcting(hours(-4, -3)));
    approve(correcting(hours(-3.5, -2)), "person:eve");
    const auto corrected = *corrected_share(slo, counts, *engine.book()->now(), kNoon);
    // 36,000 bad in the first hour; the second correction adds one hour of one bad a slot. 2,160 were allowed.
    EXPECT_DOUBLE_EQ(*corrected.measure.value, 36'360.0 / 2'160);
    EXPECT_EQ(corrected.measure.window, (TimeRange{Timestamp::from_seconds(1'767'225'600), kNoon})) << "from New Year on, UTC";
    EXPECT_EQ(corrected.measure.excluded.size(), 2U);
    ASSERT_EQ(corrected.requesters.size(), 2U);
    EXPECT_EQ(corrected.requesters[0].requested_by, "person:ana");
    EXPECT_EQ(corrected.requesters[0].bad, 36'000);
    EXPECT_EQ(corrected.requesters[1].bad, 360);
    EXPECT_DOUBLE_EQ(*corrected.requesters[1].share, 360.0 / 2'160);
}

TEST_F(EffectsTest, MaintenanceIsNoCorrection) {
    RequestExclusion c = maintenance();
    c.range = {kNoon, kNoon + Duration::hours(1)};
    approve(c);
    EXPECT_EQ(corrected_share(slo, counts, *engine.book()->now(), kNoon)->measure.value, 0);
    counts.slots_of.clear();
    const auto empty = *corrected_share(slo, counts, *engine.book()->now(), kNoon);
    EXPECT_EQ(empty.measure.value, std::nullopt);
    EXPECT_EQ(empty.measure.why_empty, "nothing was counted in the quarter");
}

}  // namespace
}  // namespace plimsoll::exclusions

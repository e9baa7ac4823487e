#include "domain/policy/worker.h"

#include <gtest/gtest.h>

#include "domain/policy/fakes_for_tests.h"

namespace plimsoll::policy {
namespace {

using fixture::kNoon;
using fixture::Rig;
using enum BudgetState;

struct Stepping : Rig {
    Worker worker{ports()};

    std::string step(Duration later = Duration::seconds(10)) {
        clock.advance(later);
        worker.step(clock.now());
        return news();
    }
    std::string spend_and_step(std::int64_t bad, Duration later = Duration::seconds(10)) {
        clock.advance(later);
        spend(bad);
        worker.step(clock.now());
        return news();
    }
};

TEST(Worker, LogsAStateWhenTheBudgetCrossesALine) {
    Stepping s;
    EXPECT_EQ(s.spend_and_step(100), "");
    EXPECT_EQ(s.spend_and_step(760), "StateEntered");
    EXPECT_EQ(s.spend_and_step(1000), "StateEntered BreachBegan");
    EXPECT_EQ(s.spend_and_step(0), "StateEntered BreachEnded");
}

TEST(Worker, LooksOnceInTenSecondsOfSampleTimeAndOnlyAtWhatMoved) {
    Stepping s;
    s.spend_and_step(100);
    const int reads = s.counts->reads;
    s.step(Duration::seconds(1));
    EXPECT_EQ(s.counts->reads, reads) << "nothing moved";
    EXPECT_EQ(s.spend_and_step(1000, Duration::seconds(8)), "") << "data from nine seconds later are not looked at";
    EXPECT_EQ(s.spend_and_step(1000, Duration::seconds(1)), "StateEntered BreachBegan");
    EXPECT_EQ(s.worker.next_due(), s.clock.now() + Worker::kEvery);
}

TEST(Worker, ARefusedCommandIsGivenAgain) {
    Stepping s;
    s.refusing = true;
    EXPECT_EQ(s.spend_and_step(1000), "");
    s.refusing = false;
    EXPECT_EQ(s.step(), "StateEntered BreachBegan") << "although no count moved since";
}

TEST(Worker, ANewPolicyIsAppliedToTheBudgetsThatStand) {
    Stepping s;
    EXPECT_EQ(s.spend_and_step(800), "StateEntered");
    s.catalog = std::make_shared<catalog::Catalog>(*s.catalog);
    s.catalog->policies["critical"].freeze = 0.2;
    EXPECT_EQ(s.step(), "StateEntered");
    EXPECT_EQ(s.folded.standing(), freeze);
}

TEST(Worker, ARemovedSloIsForgotten) {
    Stepping s;
    s.spend_and_step(1000);
    s.catalog = std::make_shared<catalog::Catalog>(*s.catalog);
    s.catalog->slos.clear();
    EXPECT_EQ(s.step(), "StandingEnded");
}

TEST(Worker, WhatEndsInTheStateIsSeenAfterAFoldToo) {
    Stepping s;
    s.spend_and_step(1000);
    s.folded.state = {};  // the commit failed: the engine folded again, and nothing of it is left
    ++s.folds;
    EXPECT_EQ(s.spend_and_step(1000), "StateEntered BreachBegan");
}

TEST(Worker, EndsExceptionsInTheirTime) {
    Stepping s;
    s.folded.said(GrantException{"shop", "payments", "tax", kNoon + Duration::seconds(12), {"gate"}, Duration::days(7)});
    EXPECT_EQ(s.step(), "ExceptionGranted");
    EXPECT_EQ(s.worker.next_due(), kNoon + Duration::seconds(12)) << "before the five seconds are over";
    EXPECT_EQ(s.step(Duration::seconds(2)), "ExceptionEnded");
}

TEST(Worker, HistoryIsNotJudged) {
    Stepping s;
    s.spend(1000);
    s.clock.advance(Duration::hours(1));
    EXPECT_EQ(s.step(), "");
}

TEST(Worker, TenThousandSlosThatDoNotMoveCostNothingAndThatMoveOneReadEach) {
    Stepping s;
    s.catalog = std::make_shared<catalog::Catalog>(*s.catalog);
    const catalog::Slo model = s.catalog->slos.at("checkout");
    for (int i = 0; i < 10'000; ++i) {
        catalog::Slo slo = model;
        slo.name = "slo-" + std::to_string(i);
        s.catalog->slos[slo.name] = slo;
        s.counts->spend(slo, 10, s.clock.now() + Duration::seconds(10));
    }
    EXPECT_EQ(s.step(), "");
    const int reads = s.counts->reads;
    EXPECT_LE(reads, 10'001);
    s.step();
    EXPECT_EQ(s.counts->reads, reads);
    EXPECT_EQ(s.commands, 0);
}

}  // namespace
}  // namespace plimsoll::policy

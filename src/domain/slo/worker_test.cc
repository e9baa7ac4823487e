#include "domain/slo/worker.h"

#include <gtest/gtest.h>

#include <thread>

#include "domain/slo/fakes_for_tests.h"
#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::slo {
namespace {

using fixture::kNoon;

class WorkerTest : public testing::Test {
protected:
    ManualClock clock{kNoon};
    fixture::FakeLedger ledger;
    fixture::FakeEngine engine{clock};
    std::shared_ptr<catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    std::vector<Duration> waited;
    std::optional<Filling> filling;
    std::unique_ptr<Worker> worker = make();

    std::unique_ptr<Worker> make() {
        Ports ports = fixture::counted({engine.port(), [this] { return catalog; }, &ledger,
                    [](const std::string& name) -> std::optional<ledger::SliId> {
                        if (name == "checkout") return 7;
                        return std::nullopt;
                    },
                    &clock});
        ports.judged = [this](Duration d) { waited.push_back(d); };
        ports.filling = [this](const std::string&) { return filling; };
        return std::make_unique<Worker>(std::move(ports));
    }
    [[nodiscard]] const catalog::Slo& slo() const { return catalog->slos.at("checkout"); }
    /// Samples settle: every window at `bad` of 100 a slot, as of `late` before now.
    std::string settle(std::int64_t bad, Duration late = Duration()) {
        ledger.windows[7] = fixture::steady(slo(), clock.now() - late, bad);
        worker->notice({{7}, {}, {}});
        return step();
    }
    std::string step() {
        worker->step();
        return engine.news();
    }
    std::string after(Duration d) {
        clock.advance(d);
        return step();
    }
};

TEST_F(WorkerTest, PagesAsSamplesSettleAndResolves) {
    EXPECT_EQ(settle(0), "");
    EXPECT_EQ(settle(2), "AlertFired");
    EXPECT_EQ(settle(2), "");
    EXPECT_EQ(settle(0), "AlertResolved");
}

TEST_F(WorkerTest, NobodyIsPagedForAPastThatIsOnlyPartlyFilled) {
    filling = Filling{true, 0.43, {}};
    EXPECT_EQ(settle(2), "");
    EXPECT_EQ(after(Duration::hours(2)), "") << "nor for samples that stopped";
    filling = Filling{false, 1, {}};
    EXPECT_EQ(settle(2), "AlertFired");
}

TEST_F(WorkerTest, WhatWasHeldIsJudgedWithoutANewSample) {
    filling = Filling{true, 0.43, {}};
    EXPECT_EQ(settle(2), "");
    filling.reset();
    EXPECT_EQ(after(Worker::kResyncInterval), "AlertFired");
}

TEST_F(WorkerTest, TellsHowLongCountsWaitedForTheirJudgement) {
    EXPECT_EQ(worker->behind(), Duration());
    ledger.windows[7] = fixture::steady(slo(), clock.now(), 0);
    worker->notice({{7}, {}, {}});
    clock.advance(Duration::ms(300));
    worker->notice({{7}, {}, {}});
    clock.advance(Duration::ms(200));
    EXPECT_EQ(worker->behind(), Duration::ms(500));
    step();
    EXPECT_EQ(waited, (std::vector<Duration>{Duration::ms(500)}));
    EXPECT_EQ(worker->behind(), Duration());
    step();
    EXPECT_EQ(waited.size(), 1U) << "nothing settled since";
}

TEST_F(WorkerTest, AQuietSlotIssuesNoCommand) {
    settle(0);
    const int before = engine.commands;
    for (int i = 0; i < 10; ++i) {
        clock.advance(Duration::seconds(1));
        settle(0);
    }
    EXPECT_EQ(engine.commands, before);
}

TEST_F(WorkerTest, ACrossingThatWasCommittedBeforeACrashPagesAfterIt) {
    ledger.windows[7] = fixture::steady(slo(), kNoon, 2);
    EXPECT_EQ(step(), "AlertFired");
}

TEST_F(WorkerTest, ARestartForgetsNothing) {
    catalog->slos.at("checkout").rules[0].entry_delay = Duration::minutes(2);
    worker->catalog_changed();
    EXPECT_EQ(settle(2), "PendingBegan");
    worker = make();
    clock.advance(Duration::minutes(2));
    EXPECT_EQ(settle(2), "AlertFired");
    worker = make();
    EXPECT_EQ(settle(2), "");
    EXPECT_EQ(settle(0), "AlertResolved");
}

TEST_F(WorkerTest, ABacklogOfTwoHoursDoesNotFlap) {
    EXPECT_EQ(settle(2), "AlertFired");
    clock.advance(Duration::hours(2));
    const Duration heard = Duration::minutes(10);
    EXPECT_EQ(after(heard), "AlertFired AlertFrozen") << "stale, and what fired cannot be judged";
    for (int minute = 130; minute > 15; --minute) EXPECT_EQ(settle(minute % 2 == 0 ? 2 : 0, Duration::minutes(minute)), "");
    EXPECT_EQ(settle(2, Duration::minutes(14)), "AlertThawed");
    EXPECT_EQ(settle(2), "AlertResolved") << "data again";
    EXPECT_EQ(settle(0), "AlertResolved");
}

TEST_F(WorkerTest, StalenessIsNoticedWithoutAnySample) {
    settle(0);
    EXPECT_EQ(after(Duration::minutes(9)), "");
    EXPECT_EQ(after(Duration::minutes(1)), "AlertFired");
    EXPECT_EQ(after(Duration::minutes(30)), "");
    EXPECT_EQ(settle(0), "AlertResolved");
}

TEST_F(WorkerTest, WantsToBeCalledWhenStalenessIsDue) {
    settle(0);
    clock.advance(Duration::minutes(10) - Duration::seconds(2));
    EXPECT_EQ(worker->step(), kNoon + Duration::minutes(10));
}

TEST_F(WorkerTest, OurOwnDownTimeMakesNothingStale) {
    settle(0);
    clock.advance(Duration::hours(1));
    worker = make();
    EXPECT_EQ(step(), "");
    EXPECT_EQ(after(Duration::minutes(10)), "AlertFired");
}

TEST_F(WorkerTest, AClockThatJumpsMakesNothingStale) {
    settle(0);
    clock.step_to(clock.now() + Duration::days(1));
    EXPECT_EQ(step(), "");
    clock.step_to(kNoon);
    EXPECT_EQ(step(), "");
}

TEST_F(WorkerTest, NeverFedIsNotStale) {
    step();
    EXPECT_EQ(after(Duration::days(1)), "");
}

TEST_F(WorkerTest, ARemovedSloEndsItsAlerts) {
    settle(2);
    engine.news();
    catalog = std::make_shared<catalog::Catalog>();
    worker->catalog_changed();
    EXPECT_EQ(step(), "AlertResolved");
    EXPECT_EQ(std::get<AlertResolved>(engine.log.back()).why, "slo removed");
}

TEST_F(WorkerTest, AChangedRuleEndsItsAlertAndIsJudgedAtOnce) {
    settle(2);
    engine.news();
    catalog = std::make_shared<catalog::Catalog>(*catalog);
    catalog->slos.at("checkout").rules[0].factor = 10;
    worker->catalog_changed();
    EXPECT_EQ(step(), "AlertResolved AlertFired");
}

TEST_F(WorkerTest, ARefusedCommandIsGivenAgain) {
    engine.refusing = true;
    EXPECT_EQ(settle(2), "");
    engine.refusing = false;
    EXPECT_EQ(step(), "AlertFired");
}

TEST_F(WorkerTest, APageLostWithAFailedCommitIsFoundAgain) {
    const State durable = engine.state;
    EXPECT_EQ(settle(2), "AlertFired");
    engine.state = durable;  // the engine folded back
    EXPECT_EQ(after(Worker::kResyncInterval), "AlertFired");
}

TEST_F(WorkerTest, AnomaliesAreAddedUpForTenMinutes) {
    const auto see = [&](std::int64_t count) {
        worker->notice({{}, {{7, ledger::Anomaly::Kind::counter_reset, clock.now(), count, "up{}"}}, {}});
        return step();
    };
    step();
    EXPECT_EQ(see(1), "SliAnomalySeen");
    EXPECT_EQ(see(2), "");
    EXPECT_EQ(see(0), "") << "an anomaly that is told of was there once at least";
    EXPECT_EQ(after(Worker::kAnomalyInterval), "SliAnomalySeen");
    EXPECT_EQ(engine.state.slos.at("checkout").anomalies.at("counter_reset").count, 4);
    worker->notice({{}, {{99, ledger::Anomaly::Kind::too_late, clock.now(), 1, ""}}, {}});
    EXPECT_EQ(step(), "") << "of no SLO";
}

TEST_F(WorkerTest, CountersThatBeganUnseenAreToldOnce) {
    const auto see = [&] {
        worker->notice({{}, {{7, ledger::Anomaly::Kind::unknown_start, clock.now(), 1, "up{pod=\"a\"}"}}, {}});
        return after(Worker::kAnomalyInterval);
    };
    step();
    EXPECT_EQ(see(), "SliAnomalySeen");
    EXPECT_EQ(see(), "") << "every roll-out begins counters";
    catalog = std::make_shared<catalog::Catalog>(*catalog);
    catalog->slos.at("checkout").sli_version = "s2";
    catalog->slos.at("checkout").definition_version = "d2";
    worker->catalog_changed();
    step();
    EXPECT_EQ(see(), "SliAnomalySeen") << "a new indicator begins anew";
}

TEST_F(WorkerTest, ANewTargetJudgesHistoryAnewAndSaysSo) {
    settle(1);
    EXPECT_EQ(engine.changes(), "created");
    catalog = std::make_shared<catalog::Catalog>(*catalog);
    catalog->slos.at("checkout").objective = fixture::ratio(98, 100);
    catalog->slos.at("checkout").definition_version = "d2";
    worker->catalog_changed();
    step();
    EXPECT_EQ(engine.changes(), "target");
    const DefinitionChanged& change = engine.state.versions.at("checkout").back().event;
    EXPECT_EQ(change.generation, 1U);
    EXPECT_NEAR(*change.budget_before, -9.0, 1e-9);  // 1 % of what 99.9 % allows 0.1 %
    EXPECT_NEAR(*change.budget_after, 0.5, 1e-9);
    EXPECT_EQ(change.as_of, kNoon);
    ASSERT_TRUE(change.rejudged);
    EXPECT_EQ(change.rejudged->length(), Duration::days(30));
    worker->catalog_changed();
    step();
    EXPECT_EQ(engine.changes(), "") << "the same definition";
    worker = make();
    step();
    EXPECT_EQ(engine.changes(), "") << "and after a restart";
}

TEST_F(WorkerTest, ANewIndicatorBeginsAGenerationAndKeepsWhatTheOldOneSaid) {
    settle(1);
    engine.changes();
    catalog = std::make_shared<catalog::Catalog>(*catalog);
    catalog->slos.at("checkout").sli_version = "s2";
    catalog->slos.at("checkout").definition_version = "d2";
    worker->catalog_changed();
    step();
    EXPECT_EQ(engine.changes(), "definition");
    const DefinitionChanged& change = engine.state.versions.at("checkout").back().event;
    EXPECT_EQ(change.generation, 2U);
    EXPECT_NEAR(*change.budget_before, -9.0, 1e-9);
    EXPECT_FALSE(change.budget_after);
    EXPECT_FALSE(change.rejudged);
}

TEST_F(WorkerTest, ADefinitionThatCouldNotBeRecordedIsRecordedLater) {
    engine.refusing = true;
    step();
    EXPECT_EQ(engine.changes(), "");
    engine.refusing = false;
    after(Worker::kResyncInterval);
    EXPECT_EQ(engine.changes(), "created");
    catalog = std::make_shared<catalog::Catalog>();
    worker->catalog_changed();
    step();
    EXPECT_EQ(engine.changes(), "removed");
}

/// The fake ledger's sums are all good; its windows say how long it has been fed.
TEST_F(WorkerTest, AnIndicatorThatNeverFailsIsSuspectedOnceAndUntilItFails) {
    settle(0);
    ledger.bad_per_slot = 0;
    const auto hour = [&] {
        clock.advance(Worker::kSuspectInterval);
        return settle(0);
    };
    EXPECT_EQ(hour(), "SliAnomalySeen");
    EXPECT_EQ(hour(), "");
    EXPECT_TRUE(engine.state.slos.at("checkout").anomalies.at("no_burn").lasts_since);
    ledger.bad_per_slot = 1;
    EXPECT_EQ(hour(), "SliAnomalySeen SliAnomalyEnded") << "and now it burns every day alike";
    ledger.bad_per_slot = 0;
    EXPECT_EQ(hour(), "SliAnomalyEnded SliAnomalySeen");
}

TEST_F(WorkerTest, AYoungSloIsNotSuspected) {
    settle(0);
    clock.advance(Worker::kSuspectInterval);
    ledger.windows[7] = fixture::steady(slo(), clock.now(), 0);
    ledger.windows[7].since = clock.now() - Duration::days(6);
    worker->notice({{7}, {}, {}});
    EXPECT_EQ(step(), "");
}

TEST_F(WorkerTest, RevisionsAreToldOnceAndSurviveARefusal) {
    step();
    const ledger::Revision revision{5, "prom", {kNoon, kNoon + Duration::minutes(1)}, {7, 99}};
    engine.refusing = true;
    worker->notice({{}, {}, {revision}});
    EXPECT_EQ(step(), "");
    engine.refusing = false;
    EXPECT_EQ(step(), "LedgerRevised");
    EXPECT_EQ(std::get<LedgerRevised>(engine.log.back()).slos, std::vector<std::string>{"checkout"});
    worker->notice({{}, {}, {revision}});
    EXPECT_EQ(step(), "");
}

TEST_F(WorkerTest, RunEndsWhenStopped) {
    std::thread thread([&] { worker->run(); });
    worker->stop();
    thread.join();
}

}  // namespace
}  // namespace plimsoll::slo

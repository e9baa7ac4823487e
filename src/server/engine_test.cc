#include "server/engine.h"

#include <gtest/gtest.h>

#include <future>

#include "base/json.h"
#include "domain/paging/worker.h"
#include "log/log_testing.h"
#include "log/tight_disk_testing.h"

namespace plimsoll::server {
namespace {

using log::testing::TempFolder;

constexpr Timestamp kNow = Timestamp::from_seconds(1'795'000'000);

std::vector<paging::Event> pages_follow(const World& world, const slo::Event& event, const log::Issued&) {
    return paging::react(world.paging, event, world.catalog.current);
}

/// A folder with a log, and an engine over it that can be opened again.
struct Rig {
    TempFolder folder;
    Metrics metrics;
    ManualClock clock{kNow};
    std::unique_ptr<log::Log> log;
    std::unique_ptr<Engine> engine;

    Rig() { open(); }
    void open() {
        engine.reset();
        log.reset();
        auto opened = log::Log::open(log::testing::settings_in(folder), metrics);
        ASSERT_TRUE(opened) << opened.error().report();
        log = std::move(*opened);
        auto folded = Engine::open(*log, clock, pages_follow);
        ASSERT_TRUE(folded) << folded.error().report();
        engine = std::move(*folded);
    }
    void wait(log::Seq seq) const {
        std::promise<Result<>> told;
        log->when_durable(seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
        ASSERT_TRUE(told.get_future().get());
    }
    std::string world() const {
        std::string text;
        engine->read([&](const World& w) { text = snapshot_text(w); });
        return text;
    }
};

access::Command token(int n) {
    return access::CreateToken{"abcdef0" + std::to_string(n), "token " + std::to_string(n), {api::Right::view},
                               std::string(64, 'a'), std::nullopt};
}

slo::Command stale(const std::string& slo, Timestamp as_of) {
    slo::CheckStaleness check;
    check.facts.slo = slo;
    check.facts.service = "shop";
    check.facts.objective = *Ratio::of(999, 1000);
    check.facts.channels = {"hook"};
    check.as_of = as_of;
    check.stale_after = Duration::minutes(10);
    check.heard_since = as_of;
    return check;
}

TEST(Engine, WhatIsFoldedAgainEqualsWhatWasLive) {
    Rig rig;
    log::Seq last = 0;
    for (int i = 0; i < 5; ++i) last = *rig.engine->submit("system", "test", token(i));
    last = *rig.engine->submit("system", "test", access::Command(access::RevokeToken{"abcdef03"}));
    last = *rig.engine->submit("system", "test", stale("checkout", kNow - Duration::hours(1)));
    last = *rig.engine->submit("system", "test", paging::Command(paging::TestChannel{"hook", {}}));
    rig.wait(last);
    const std::string live = rig.world();
    rig.open();
    EXPECT_EQ(rig.world(), live);
    EXPECT_EQ(rig.engine->folded(), last);
}

TEST(Engine, ASnapshotAndItsTailEqualFullReplay) {
    Rig rig;
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(rig.engine->submit("system", "test", token(i)));
    ASSERT_TRUE(rig.engine->snapshot());
    const log::Seq last = *rig.engine->submit("system", "test", stale("checkout", kNow - Duration::hours(1)));
    rig.wait(last);
    const std::string live = rig.world();
    rig.open();
    EXPECT_EQ(rig.engine->folded(), last - 5) << "only the tail was read";
    EXPECT_EQ(rig.world(), live);
    EXPECT_EQ(*rig.engine->submit("system", "test", token(7)), last + 1) << "and it goes on";
}

TEST(Engine, AnAlertAndItsPagesEnterTheLogTogether) {
    Rig rig;
    const log::Seq last = *rig.engine->submit("system", "test", stale("checkout", kNow - Duration::hours(1)));
    rig.wait(last);
    std::vector<std::string> types;
    ASSERT_TRUE(rig.log->read(1, 100, [&](const log::Event& event) {
        types.push_back(event.fact.type);
        return true;
    }));
    EXPECT_EQ(types, (std::vector<std::string>{"slo.AlertFired", "paging.PageIntended"}));
}

TEST(Engine, ARefusedCommandLeavesNoTrace) {
    Rig rig;
    const log::Seq last = *rig.engine->submit("system", "test", token(1));
    const std::string before = rig.world();
    access::CreateToken other{"abcdef01", "another with its id", {api::Right::view}, std::string(64, 'b'), std::nullopt};
    const auto again = rig.engine->submit("system", "test", access::Command(other));
    ASSERT_FALSE(again);
    EXPECT_TRUE(again.error().is(access::errors::exists));
    EXPECT_EQ(rig.world(), before);
    EXPECT_EQ(rig.log->appended(), last);
}

TEST(Engine, WhatAFullDiskRefusedIsGoneAndTheRestGoesOn) {
    log::testing::TightDisk disk;
    Rig rig;
    rig.wait(*rig.engine->submit("system", "test", token(1)));
    const std::string before = rig.world();
    disk.leave(0);
    const auto lost = rig.engine->submit("system", "test", token(2));
    if (lost) {
        std::promise<bool> durable;
        rig.log->when_durable(*lost, [&](Result<> outcome) { durable.set_value(outcome.has_value()); });
        EXPECT_FALSE(durable.get_future().get()) << "whoever waits is told";
    }
    EXPECT_FALSE(rig.engine->submit("system", "test", token(3))) << "the disk is still full";
    disk.empty_out();
    rig.wait(*rig.engine->submit("system", "test", token(4)));
    rig.engine->read([](const World& world) {
        EXPECT_TRUE(world.access.tokens.contains("abcdef01"));
        EXPECT_FALSE(world.access.tokens.contains("abcdef02")) << "it was never durable, so it never was";
        EXPECT_TRUE(world.access.tokens.contains("abcdef04"));
    });
}

TEST(Engine, OnAFullDiskReadersSeeWhatIsDurableAndSpaceThatReturnsIsFoundWithoutACommand) {
    log::testing::TightDisk disk;
    Rig rig;
    const log::Seq kept = *rig.engine->submit("system", "test", token(1));
    rig.wait(kept);
    disk.leave(0);
    if (const auto lost = rig.engine->submit("system", "test", token(2))) {
        std::promise<void> told;
        rig.log->when_durable(*lost, [&](const Result<>&) { told.set_value(); });
        told.get_future().get();
    }
    EXPECT_TRUE(rig.engine->recover().error().is(log::errors::failed)) << "still full";
    rig.wait(rig.engine->read([](const World& world) { EXPECT_FALSE(world.access.tokens.contains("abcdef02")); }));
    disk.empty_out();
    ASSERT_TRUE(rig.engine->recover());
    EXPECT_FALSE(rig.log->failed());
    EXPECT_EQ(*rig.engine->submit("system", "test", token(3)), kept + 1);
}

TEST(Engine, AnEventOfAnUnknownKindStopsTheStartByName) {
    Rig rig;
    rig.wait(*rig.log->append({{kNow, "future.SomethingHappened", 1, "x", "system", "test", "{}"}}));
    rig.engine.reset();
    const auto folded = Engine::open(*rig.log, rig.clock, pages_follow);
    ASSERT_FALSE(folded);
    EXPECT_TRUE(folded.error().is(errors::unknown_event));
    EXPECT_NE(folded.error().detail().find("future.SomethingHappened"), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::server

#include "server/gate_replay.h"

#include <gtest/gtest.h>

#include "domain/paging/worker.h"
#include "domain/policy/fakes_for_tests.h"
#include "domain/policy/policy_codec.h"
#include "domain/policy/reading.h"
#include "domain/policy/worker.h"
#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using policy::Answer;
using testing::RecordsRig;

/// The real engine over a real log, with counts that say what they are told to.
struct GateRig : RecordsRig {
    std::shared_ptr<policy::fixture::FakeCounts> counts = std::make_shared<policy::fixture::FakeCounts>();
    std::unique_ptr<Engine> live;
    log::Seq last = 0;

    GateRig() {
        auto opened = Engine::open(*log, clock, [](const World& world, const slo::Event& event, const log::Issued&) {
            return paging::react(world.paging, event, world.catalog.current);
        }, [](const World& world, const policy::Event& event, const log::Issued&) {
            return paging::react(world.paging, event, world.catalog.current);
        });
        EXPECT_TRUE(opened) << opened.error().report();
        live = std::move(*opened);
        catalog::Catalog catalog = slo::fixture::shop();
        catalog.policies["critical"] = policy::fixture::critical();
        catalog.policies["critical"].services = {"shop"};
        apply_catalog(catalog);
    }
    void apply_catalog(const catalog::Catalog& catalog) {
        catalog::ApplyReading command;
        command.reading.catalog = catalog;
        command.reading.content_hash = std::to_string(++catalogs_);
        command.allow_deletes = true;
        submit(catalog::Command(command));
    }
    template <class Command>
    void submit(const Command& command) {
        const auto seq = live->submit("system", "test", command);
        ASSERT_TRUE(seq) << seq.error().report();
        last = *seq;
    }
    [[nodiscard]] catalog::Catalog catalog() const {
        catalog::Catalog out;
        live->read([&](const World& world) { out = world.catalog.current; });
        return out;
    }
    [[nodiscard]] policy::Ports ports() {
        policy::Ports out;
        out.engine = {[this](const std::function<void(const policy::State&)>& look) {
                          return live->read([&](const World& world) { look(world.policy); });
                      },
                      [this](const api::Actor& actor, const policy::Command& command) { return live->submit(actor.id, "api", command); }};
        out.look = [this](const std::function<void(const catalog::State&, const slo::State&)>& look) {
            return live->read([&](const World& world) { look(world.catalog, world.slo); });
        };
        out.slo.clock = &clock;
        out.slo.counts = counts;
        return out;
    }
    void spend(std::int64_t bad) { counts->spend(catalog().slos.at("checkout"), bad, clock.now()); }
    /// Asks, waits until the answer is durable, and gives its id.
    std::string ask() {
        const auto asked = policy::ask_gate(ports(), {"token:ci", {}}, "shop");
        EXPECT_TRUE(asked) << asked.error().report();
        last = asked->seq;
        wait_for(last);
        return asked->decision.id;
    }
    void wait_for(log::Seq seq) const {
        std::promise<Result<>> told;
        log->when_durable(seq, [&](Result<> outcome) { told.set_value(std::move(outcome)); });
        EXPECT_TRUE(told.get_future().get());
    }

private:
    int catalogs_ = 0;
};

TEST(GateReplay, EveryDecisionComesOutTheSameFromItsEventAndFromTheLog) {
    GateRig rig;
    std::vector<std::pair<std::string, Answer>> asked;
    const auto ask = [&](std::int64_t bad, Answer answer) {
        rig.clock.advance(Duration::minutes(1));
        rig.spend(bad);
        asked.emplace_back(rig.ask(), answer);
    };
    ask(100, Answer::allowed);
    ask(950, Answer::refused);
    rig.submit(policy::Command(policy::GrantException{"shop", "payments", "tax", rig.clock.now() + Duration::minutes(90), {"gate"}, Duration::days(7)}));
    ask(1200, Answer::allowed);
    slo::CheckStaleness stale;
    stale.facts = {"checkout", "shop", *Ratio::of(999, 1000), "d1", {"pager"}};
    stale.as_of = rig.clock.now() - Duration::hours(1);
    stale.stale_after = Duration::minutes(10);
    stale.heard_since = stale.as_of;
    rig.submit(slo::Command(stale));
    ask(1100, Answer::allowed);
    rig.clock.advance(Duration::hours(2));
    rig.submit(policy::Command(policy::EndDueExceptions{}));
    ask(1100, Answer::refused);
    catalog::Catalog edited = rig.catalog();
    edited.policies["critical"].gate = {{"freeze", "allow"}, {"breach", "allow"}};
    rig.apply_catalog(edited);
    ask(1100, Answer::allowed);
    edited.slos.clear();
    rig.apply_catalog(edited);
    rig.clock.advance(Duration::minutes(1));
    asked.emplace_back(rig.ask(), Answer::cannot_tell);

    for (const auto& [id, answer] : asked) {
        const auto replay = replay_gate(*rig.log, id);
        ASSERT_TRUE(replay) << id << ": " << replay.error().report();
        EXPECT_EQ(replay->decision.answer, answer) << id;
        EXPECT_TRUE(replay->same) << id << ": " << (replay->differences.empty() ? "" : replay->differences.front());
        EXPECT_EQ(replay->replayed.answer, answer);
        EXPECT_EQ(replay->refolded.answer, answer);
    }
}

TEST(GateReplay, ADecisionThatTheLogDoesNotBearOutIsNotTheSame) {
    GateRig rig;
    rig.spend(950);
    const std::string honest = rig.ask();
    policy::GateDecided forged;
    rig.live->read([&](const World& world) {
        const policy::Decision& d = *policy::find_decision(world.policy, honest);
        forged = {"shop-99", "shop", d.answer, d.facts};
    });
    forged.facts.slos[0].state = policy::BudgetState::healthy;
    forged.facts.terms.freeze = 0;
    forged.answer = policy::decide_gate(forged.facts);
    rig.add(policy::Event(forged));
    const auto replay = replay_gate(*rig.log, "shop-99");
    ASSERT_TRUE(replay) << replay.error().report();
    EXPECT_EQ(replay->replayed.answer, Answer::allowed) << "it agrees with itself";
    EXPECT_EQ(replay->refolded.answer, Answer::refused);
    EXPECT_EQ(replay->differences.size(), 2u);
    EXPECT_FALSE(replay->same);
}

TEST(GateReplay, WhatWasNeverDecidedIsNotFound) {
    GateRig rig;
    EXPECT_EQ(replay_gate(*rig.log, "shop-1").error().code(), "policy.unknown_decision");
    EXPECT_EQ(replay_gate(*rig.log, "").error().code(), "policy.unknown_decision");
}

TEST(GateReplay, ABreachPagesThroughTheEngine) {
    GateRig rig;
    rig.spend(1200);
    rig.ask();
    std::vector<std::string> told;
    rig.live->read([&](const World& world) {
        for (const auto& [id, page] : world.paging.pages) told.push_back(page.channel + " " + page.subject.rule);
    });
    std::sort(told.begin(), told.end());
    EXPECT_EQ(told, (std::vector<std::string>{"boss policy-breach", "ops policy-breach"}));
}

}  // namespace
}  // namespace plimsoll::server

#include "server/erasures.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/sqlite.h"
#include "domain/hiring/hiring_codec.h"
#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using testing::kNow;

/// A candidate in the vault and in the log, with an application that ended at kNow.
struct ErasureRig : testing::RecordsRig {
    std::unique_ptr<Erasures> erasures;
    std::vector<std::string> undeclared;

    std::string candidate(const std::string& name) {
        const std::string id = *vault->create(clock.now(), log::PersonKind::candidate);
        EXPECT_TRUE(vault->put(id, "name", name));
        add(hiring::Event(hiring::CandidateAdded{id}), "person:boss", "api");
        return id;
    }
    std::string rejected(const std::string& name, const std::string& application) {
        std::string id = candidate(name);
        add(hiring::Event(hiring::ApplicationMade{application, id, "op-1", hiring::Source::applied}), "person:boss", "api");
        add(hiring::Event(hiring::StageMoved{application, id, hiring::Stage::applied, hiring::Stage::rejected, ""}), "person:boss", "api");
        return id;
    }
    Erasures& begin(Duration keep = Duration::days(30)) {
        fold();
        erasures = std::make_unique<Erasures>(ErasurePorts{*engine, *log, *vault, keep, [this](const std::string& id) -> Result<> {
                                                               undeclared.push_back(id);
                                                               return {};
                                                           }});
        return *erasures;
    }
    bool is_erased(const std::string& id) {
        const auto name = vault->get(id, "name");
        return !name && name.error().is(log::errors::erased);
    }
    std::optional<Timestamp> erased_in_state(const std::string& id) {
        std::optional<Timestamp> out;
        engine->read([&](const World& world) {
            if (const auto* row = hiring::find_candidate(world.hiring, id)) out = row->erased_at;
        });
        return out;
    }
};

TEST(Erasures, ACrashBetweenTheEventAndTheKeyEndsErasedAtTheNextStart) {
    ErasureRig rig;
    const std::string eve = rig.rejected("Eve Adams", "ap-1");
    const std::string ada = rig.rejected("Ada", "ap-2");
    rig.add(hiring::Event(hiring::CandidateErased{eve, hiring::EraseReason::asked}), "person:boss", "api");
    Erasures& erasures = rig.begin();
    EXPECT_EQ(rig.vault->get(eve, "name").value(), "Eve Adams") << "the process died before the key went";
    ASSERT_TRUE(erasures.tidy(kNow + Duration::minutes(1)));
    EXPECT_TRUE(rig.is_erased(eve));
    EXPECT_EQ(erasures.finished_at(eve), kNow + Duration::minutes(1));
    EXPECT_EQ(rig.vault->get(ada, "name").value(), "Ada");
    EXPECT_NE(std::find(rig.undeclared.begin(), rig.undeclared.end(), eve), rig.undeclared.end()) << "what was declared apart goes too";
    EXPECT_EQ(std::find(rig.undeclared.begin(), rig.undeclared.end(), ada), rig.undeclared.end());
}

TEST(Erasures, PapersOfWhomNoEventSpeaksAreForgottenAtTheStart) {
    ErasureRig rig;
    const std::string lost = *rig.vault->create(kNow, log::PersonKind::candidate);
    ASSERT_TRUE(rig.vault->put(lost, "name", "Mallory"));
    const std::string member = rig.person("Ana Lima");
    ASSERT_TRUE(rig.begin().tidy(kNow));
    EXPECT_TRUE(rig.is_erased(lost));
    EXPECT_EQ(rig.vault->get(member, "name").value(), "Ana Lima") << "members are not this room's";
}

TEST(Erasures, WhoIsDueGoesByItselfAndWhoIsHeldStays) {
    ErasureRig rig;
    const std::string eve = rig.rejected("Eve", "ap-1");
    const std::string held = rig.rejected("Held", "ap-2");
    const std::string active = rig.candidate("Active");
    rig.add(hiring::Event(hiring::ApplicationMade{"ap-3", active, "op-1", hiring::Source::applied}), "person:boss", "api");
    rig.add(hiring::Event(hiring::HoldSet{held, ""}), "person:boss", "api");
    Erasures& erasures = rig.begin(Duration::days(30));
    rig.clock.step_to(kNow + Duration::days(30));
    erasures.run(rig.clock.now());
    EXPECT_FALSE(rig.is_erased(eve)) << "the last day is a whole one";
    rig.clock.step_to(kNow + Duration::days(31));
    erasures.run(rig.clock.now());
    EXPECT_TRUE(rig.is_erased(eve));
    EXPECT_EQ(rig.erased_in_state(eve), rig.clock.now());
    EXPECT_FALSE(rig.is_erased(held));
    EXPECT_FALSE(rig.is_erased(active));
    EXPECT_EQ(rig.erased_in_state(held), std::nullopt);
    const log::Seq before = rig.log->appended();
    rig.clock.step_to(kNow + Duration::days(32));
    erasures.run(rig.clock.now());
    EXPECT_EQ(rig.log->appended(), before) << "nobody is erased twice";
}

TEST(Erasures, TheSweepComesHourlyAndNothingElseIsDue) {
    ErasureRig rig;
    Erasures& erasures = rig.begin();
    const Duty duty = erasures.duty();
    duty.run(kNow);
    EXPECT_EQ(duty.next_due(), kNow + Erasures::kRetryEvery);
}

TEST(Erasures, AKeyThatAnotherProgramHoldsIsTriedAgain) {
    ErasureRig rig;
    const std::string eve = rig.rejected("Eve", "ap-1");
    Erasures& erasures = rig.begin();
    {
        auto reader = sqlite::Db::open(rig.folder / "keys.db").value();
        ASSERT_TRUE(reader.exec("BEGIN"));
        ASSERT_TRUE(reader.integer("SELECT count(*) FROM people"));
        EXPECT_FALSE(erasures.finish(eve, kNow)) << "its pages are still being read";
        EXPECT_EQ(erasures.finished_at(eve), std::nullopt);
        ASSERT_TRUE(reader.exec("COMMIT"));
    }
    erasures.run(kNow + Duration::minutes(1));
    EXPECT_EQ(erasures.finished_at(eve), kNow) << "the key went then; its last trace a minute later";
    EXPECT_TRUE(rig.is_erased(eve));
}

}  // namespace
}  // namespace plimsoll::server

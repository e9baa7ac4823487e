// Papers in a true vault, events out of a true log, and who may be asked to interview.
#include "server/papers.h"

#include <gtest/gtest.h>

#include "domain/hiring/hiring_codec.h"
#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using testing::kNow;
using testing::RecordsRig;

TEST(Papers, AreOfACandidateAndOpenForTheirLabelAlone) {
    RecordsRig rig;
    const hiring::Papers papers = papers_of(*rig.vault);
    const auto id = papers.create("Eve Park", "", kNow);
    ASSERT_TRUE(id) << id.error().report();
    EXPECT_EQ(*rig.vault->kind(*id), log::PersonKind::candidate) << "nobody who signs in";
    EXPECT_EQ(**papers.get(*id, "name"), "Eve Park");
    EXPECT_FALSE(*papers.get(*id, "mail")) << "none was given";
    const std::string label = hiring::seal_label("hiring.DebriefNoted", "ap-1");
    const auto sealed = papers.seal(*id, label, "words");
    ASSERT_TRUE(sealed);
    EXPECT_EQ(*papers.unseal(*id, label, *sealed), "words");
    EXPECT_FALSE(papers.unseal(*id, hiring::seal_label("hiring.DebriefNoted", "ap-2"), *sealed));
    ASSERT_TRUE(papers.erase(*id, kNow));
    EXPECT_TRUE(papers.get(*id, "name").error().is(log::errors::erased));
    EXPECT_TRUE(papers.unseal(*id, label, *sealed).error().is(log::errors::erased));
}

TEST(Papers, ADraftsFieldFitsTheVault) {
    RecordsRig rig;
    const hiring::Papers papers = papers_of(*rig.vault);
    const auto id = papers.create("Eve Park", "eve@example.com", kNow);
    ASSERT_TRUE(id);
    EXPECT_TRUE(papers.put(*id, "draft_iv_18446744073709551615_0123456789abcdef", std::string(256 << 10, 'x'))) << "the largest card";
}

TEST(HiringEventAt, ReadsWhatIsThereAndNothingElse) {
    RecordsRig rig;
    const log::Seq opening = rig.add(hiring::Event(hiring::OpeningClosed{"op-1", true, "Filled"}));
    const log::Seq other = rig.add(testing::fired("checkout", "shop"));
    const auto event = hiring_event_at(*rig.log, opening);
    ASSERT_TRUE(event) << event.error().report();
    EXPECT_EQ(std::get<hiring::OpeningClosed>(*event).reason, "Filled");
    EXPECT_TRUE(hiring_event_at(*rig.log, other).error().is(hiring::errors::unknown));
    EXPECT_FALSE(hiring_event_at(*rig.log, other + 1)) << "beyond the end";
}

TEST(HiringEventAt, WaitsForWhatIsNotDurableYet) {
    RecordsRig rig;
    const auto seq = rig.log->append({hiring::encode(hiring::CandidateErased{"person:c", hiring::EraseReason::asked}, {kNow, "system"}, "api")});
    ASSERT_TRUE(seq);
    EXPECT_TRUE(hiring_event_at(*rig.log, *seq)) << "and does not say that there is none";
}

TEST(InterviewersOf, AreActiveAndHaveTheRight) {
    access::State state;
    const auto add = [&](const char* id, access::Role role, access::HiringRole hiring, access::PersonState standing) {
        access::Person person;
        person.id = id;
        person.role = role;
        person.hiring_role = hiring;
        person.state = standing;
        state.people[id] = person;
    };
    add("person:a", access::Role::guest, access::HiringRole::interviewer, access::PersonState::active);
    add("person:b", access::Role::viewer, access::HiringRole::manager, access::PersonState::active);
    add("person:c", access::Role::admin, access::HiringRole::none, access::PersonState::active);
    add("person:d", access::Role::viewer, access::HiringRole::interviewer, access::PersonState::disabled);
    add("person:e", access::Role::viewer, access::HiringRole::interviewer, access::PersonState::invited);
    EXPECT_EQ(interviewers_of(state), (std::vector<std::string>{"person:a", "person:b"}));
}

}  // namespace
}  // namespace plimsoll::server

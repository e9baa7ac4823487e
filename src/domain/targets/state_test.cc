// What is folded is what was decided; what is written is what is read; what is kept has its bounds.
#include "domain/targets/state.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/targets/fixture_for_tests.h"
#include "domain/targets/targets_codec.h"

namespace plimsoll::targets {
namespace {

using fixture::approval;
using fixture::Engine;
using fixture::proposal;

TEST(Targets, TheStoredLogFoldsToTheLiveState) {
    Engine e;
    ASSERT_EQ(e.outcome(proposal()), "ok");
    ASSERT_EQ(e.outcome(ReviewTarget{"tg-1", "objects", "Payments promise less", false}, "person:bob"), "ok");
    ASSERT_EQ(e.outcome(approval(), "person:bob"), "ok");
    ASSERT_EQ(e.outcome(proposal("99.95")), "ok");
    ASSERT_EQ(e.outcome(approval("tg-2"), "person:bob"), "ok");
    ASSERT_EQ(e.outcome(proposal("99.99")), "ok");
    ASSERT_EQ(e.outcome(DeclineTarget{"tg-3", "Too dear", {}}, "person:bob"), "ok");
    ProposeTarget shorter = proposal("99.5");
    shorter.window = Duration::days(7);
    ASSERT_EQ(e.outcome(shorter), "ok");
    ASSERT_EQ(e.outcome(WithdrawTarget{"tg-4", "No"}), "ok");
    State folded;
    for (const auto& [event, stamp] : e.log) {
        const log::NewEvent row = encode(event, {stamp.at, stamp.actor}, "api");
        EXPECT_TRUE(row.stream.starts_with("target/tg-"));
        const auto read = decode(row);
        ASSERT_TRUE(read && *read) << row.body;
        apply(folded, **read, stamp);
    }
    EXPECT_EQ(json::encode(folded), json::encode(e.state));
    const auto again = json::decode<State>(json::encode(e.state));
    ASSERT_TRUE(again) << again.error().report();
    EXPECT_EQ(json::encode(*again), json::encode(e.state));
}

TEST(Targets, WhatIsApprovedSupersedesWhatWas) {
    Engine e;
    (void)e.give(proposal());
    (void)e.give(approval(), "person:bob");
    EXPECT_EQ(approved_of(e.state, "checkout")->made.id, "tg-1");
    EXPECT_EQ(waiting_of(e.state, "checkout"), nullptr);
    (void)e.give(proposal("99.95"));
    EXPECT_EQ(waiting_of(e.state, "checkout")->made.id, "tg-2");
    EXPECT_EQ(approved_of(e.state, "checkout")->made.id, "tg-1") << "what waits changes nothing";
    (void)e.give(approval("tg-2"), "person:bob");
    EXPECT_EQ(approved_of(e.state, "checkout")->made.id, "tg-2");
    EXPECT_EQ(find_proposal(e.state, "tg-1")->state, TargetState::superseded);
    EXPECT_EQ(find_proposal(e.state, "tg-1")->decided_by, "person:bob") << "who approved it is still told";
    EXPECT_EQ(approved_of(e.state, "search"), nullptr);
}

TEST(Targets, TwoHundredClosedOnesAreKeptAndTheApprovedOneBesides) {
    Engine e;
    (void)e.give(proposal());
    (void)e.give(approval(), "person:bob");
    for (std::size_t i = 0; i < kClosedPerSlo + 5; ++i) {
        (void)e.give(proposal("99.95"));
        (void)e.give(WithdrawTarget{"tg-" + std::to_string(i + 2), "No"});
    }
    EXPECT_EQ(e.state.proposals.size(), kClosedPerSlo + 1);
    EXPECT_NE(find_proposal(e.state, "tg-1"), nullptr);
    EXPECT_EQ(find_proposal(e.state, "tg-6"), nullptr);
    EXPECT_NE(find_proposal(e.state, "tg-7"), nullptr);
    const std::string before = json::encode(e.state);
    apply(e.state, TargetDeclined{"tg-6", "late"}, {9999, fixture::kNoon, "person:bob"});
    apply(e.state, TargetApproved{"tg-9999999", "", "2027-01-01", false, {}}, {10000, fixture::kNoon, "person:bob"});
    EXPECT_EQ(json::encode(e.state), before) << "total: what is not kept is not touched";
    for (const char* id : {"", "tg-", "tg-1x", "ex-1", "tg-01234567890123456789012"}) EXPECT_EQ(find_proposal(e.state, id), nullptr) << id;
}

}  // namespace
}  // namespace plimsoll::targets

// state_test.cc: what is folded again is what is live, also through the log's own bytes; and what is forgotten when.
#include "domain/exclusions/state.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/json.h"
#include "domain/exclusions/exclusions_codec.h"
#include "domain/exclusions/fixture_for_tests.h"

namespace plimsoll::exclusions {
namespace {

using namespace fixture;

/// Somebody does something; what is refused is refused.
void something(Engine& engine) {
    const std::string id = "ex-" + std::to_string(*rc::gen::inRange(1, 12));
    switch (*rc::gen::inRange(0, 9)) {
        case 0: (void)engine.outcome(maintenance()); break;
        case 1: (void)engine.outcome(correction()); break;
        case 2: (void)engine.outcome(recurring("FREQ=DAILY", {engine.clock.now(), engine.clock.now() + Duration::hours(1)}, engine.clock.now() + Duration::days(9))); break;
        case 3:
        case 4: (void)engine.outcome(ApproveExclusion{id, "yes", {*rc::gen::arbitrary<bool>(), 0}}); break;
        case 5: (void)engine.outcome(RefuseExclusion{id, "no", {false, 1}}); break;
        case 6: (void)engine.outcome(WithdrawExclusion{id, "not needed", {}}); break;
        case 7: {
            Annotate c;
            c.slos = {"checkout"};
            c.start = engine.clock.now();
            c.title = "Release";
            (void)engine.outcome(c);
            (void)engine.outcome(RetractAnnotation{"an-" + std::to_string(*rc::gen::inRange(1, 5)), "no"});
            break;
        }
        case 8:
            engine.clock.advance(Duration::hours(*rc::gen::inRange(1, 30)));
            (void)engine.outcome(ExpireDue{});
            break;
        default: break;
    }
}

TEST(ExclusionState, FoldedFromTheLogsBytesIsWhatIsLive) {
    rc::check([] {
        Engine engine;
        const int steps = *rc::gen::inRange(0, 60);
        for (int i = 0; i < steps; ++i) something(engine);
        State folded;
        for (const auto& [event, stamp] : engine.log) {
            const log::NewEvent row = encode(event, {stamp.at, stamp.actor}, "test");
            const auto read = decode(row);
            RC_ASSERT(read.has_value() && read->has_value());
            apply(folded, **read, stamp);
        }
        RC_ASSERT(json::encode(folded) == json::encode(engine.state));
        RC_ASSERT(json::encode(*json::decode<State>(json::encode(folded))) == json::encode(folded));
        for (const Exclusion& e : folded.exclusions) {
            RC_ASSERT(find_exclusion(folded, e.asked.id) == &e);
            if (e.counts()) RC_ASSERT(e.approved && !e.waits());
        }
    });
}

TEST(ExclusionState, AnEventAboutNothingChangesNothing) {
    State state;
    for (const Event& event : std::vector<Event>{ExclusionApproved{"ex-9", "", false}, ExclusionRefused{"ex-", ""}, ExclusionWithdrawn{"x", "", kNoon},
                                                 ExclusionExpired{"ex-99999999999999999999", false}, AnnotationRetracted{"ex-1", ""}})
        apply(state, event, {1, kNoon, "person:ana"});
    EXPECT_TRUE(state.exclusions.empty());
    EXPECT_EQ(state.events, 5U);
}

TEST(ExclusionState, WhatNeverCountedIsForgottenOldestFirst) {
    Engine engine;
    ASSERT_EQ(engine.outcome(correction()), "ok");
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", {false, 1}}), "ok");
    for (std::size_t i = 0; i < kOverKept + 2; ++i) {
        ASSERT_EQ(engine.outcome(maintenance()), "ok");
        ASSERT_EQ(engine.outcome(WithdrawExclusion{engine.last().asked.id, "no", {}}), "ok");
    }
    EXPECT_NE(find_exclusion(engine.state, "ex-1"), nullptr) << "it counts";
    EXPECT_EQ(find_exclusion(engine.state, "ex-2"), nullptr);
    EXPECT_NE(find_exclusion(engine.state, "ex-4"), nullptr);
}

TEST(ExclusionState, WhatCountsIsKeptForAsLongAsAnyLedgerLevel) {
    Engine engine;
    ASSERT_EQ(engine.outcome(correction()), "ok");
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", {false, 1}}), "ok");
    const auto ask = [&] {
        RequestExclusion c = maintenance();
        c.range = {engine.clock.now(), engine.clock.now() + Duration::hours(1)};
        ASSERT_EQ(engine.outcome(c), "ok");
    };
    engine.until(correction().range.end + kKeepCounting);
    ask();
    EXPECT_NE(find_exclusion(engine.state, "ex-1"), nullptr);
    engine.clock.advance(Duration::ms(1));
    ask();
    EXPECT_EQ(find_exclusion(engine.state, "ex-1"), nullptr);
}

}  // namespace
}  // namespace plimsoll::exclusions

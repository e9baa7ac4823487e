// decide_test.cc: the guards of every command in their order, each bound from both sides.
#include "domain/exclusions/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/exclusions/fixture_for_tests.h"

namespace plimsoll::exclusions {
namespace {

using namespace fixture;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<std::string> complaints(const Command& command, Timestamp now = kNoon) {
    const auto done = decide(State{}, command, {now, "person:ana"});
    std::vector<std::string> out;
    if (!done)
        for (const FieldError& field : done.error().fields()) out.push_back(field.where);
    return out;
}

template <class Change>
std::vector<std::string> with(RequestExclusion c, const Change& change) {
    change(c);
    return complaints(c);
}

TEST(RequestExclusion, IsTakenWithAllThatItSays) {
    Engine engine;
    ASSERT_EQ(engine.outcome(maintenance()), "ok");
    const Exclusion& e = engine.last();
    EXPECT_EQ(e.asked.id, "ex-1");
    EXPECT_EQ(e.asked.range, hours(1, 3));
    EXPECT_EQ(e.requested_by, "person:ana");
    EXPECT_TRUE(e.waits());
    EXPECT_FALSE(e.counts());
}

TEST(RequestExclusion, TellsAllThatIsWrongAtOnce) {
    RequestExclusion c;
    c.category = Category::attack;
    c.range = hours(3, 1);
    c.slos = {"gone"};
    c.unknown_slos = {"gone"};
    c.expires_after = Duration::minutes(1);
    EXPECT_THAT(complaints(c), UnorderedElementsAre("/category", "/title", "/reason", "/slos/0", "/end", "/expires_after"));
}

TEST(RequestExclusion, TextsAreBoundedAndClean) {
    const auto title = [](std::string text) { return with(maintenance(), [&](auto& c) { c.title = std::move(text); }); };
    EXPECT_THAT(title(std::string(120, 'x')), IsEmpty());
    EXPECT_THAT(title(std::string(121, 'x')), ElementsAre("/title"));
    EXPECT_THAT(title(" \t"), ElementsAre("/title", "/title")) << "says nothing, and a tab is a control character";
    EXPECT_THAT(title("two\nlines"), ElementsAre("/title"));
    EXPECT_THAT(title("\x1b[31mred"), ElementsAre("/title"));
    EXPECT_THAT(title("right\u202Eleft"), ElementsAre("/title"));
    EXPECT_THAT(title("broken\xff"), ElementsAre("/title"));
    const auto reason = [](std::string text) { return with(maintenance(), [&](auto& c) { c.reason = std::move(text); }); };
    EXPECT_THAT(reason("two\nlines"), IsEmpty());
    EXPECT_THAT(reason(std::string(1'000, 'x')), IsEmpty());
    EXPECT_THAT(reason(std::string(1'001, 'x')), ElementsAre("/reason"));
    EXPECT_THAT(reason("bell\a"), ElementsAre("/reason"));
}

TEST(RequestExclusion, NamesOneToThirtySlosAndServicesEachOnce) {
    const auto named = [](std::size_t slos, std::size_t services) {
        return with(maintenance(), [&](auto& c) {
            c.slos.clear();
            for (std::size_t i = 0; i < slos; ++i) c.slos.push_back("slo-" + std::to_string(i));
            for (std::size_t i = 0; i < services; ++i) c.services.push_back("service-" + std::to_string(i));
        });
    };
    EXPECT_THAT(named(0, 0), ElementsAre("/slos"));
    EXPECT_THAT(named(0, 1), IsEmpty());
    EXPECT_THAT(named(20, 10), IsEmpty());
    EXPECT_THAT(named(20, 11), ElementsAre("/slos"));
    EXPECT_THAT(with(maintenance(), [](auto& c) { c.slos = {"a", "b", "a"}; }), ElementsAre("/slos/2"));
}

TEST(RequestExclusion, MaintenanceIsAgreedOnBeforeItBegins) {
    const auto from = [](Duration start, Duration length) {
        return with(maintenance(), [&](auto& c) { c.range = {kNoon + start, kNoon + start + length}; });
    };
    EXPECT_THAT(from(-Duration::minutes(5), Duration::hours(1)), IsEmpty());
    EXPECT_THAT(from(-Duration::minutes(5) - Duration::ms(1), Duration::hours(1)), ElementsAre("/start"));
    EXPECT_THAT(from(Duration::days(366), Duration::hours(1)), IsEmpty());
    EXPECT_THAT(from(Duration::days(366) + Duration::ms(1), Duration::hours(1)), ElementsAre("/start"));
    EXPECT_THAT(from({}, Duration::seconds(10)), IsEmpty());
    EXPECT_THAT(from({}, Duration::ms(9'999)), ElementsAre("/end"));
    EXPECT_THAT(from({}, Duration::days(7)), IsEmpty());
    EXPECT_THAT(from({}, Duration::days(7) + Duration::ms(1)), ElementsAre("/end"));
}

TEST(RequestExclusion, ACorrectionIsAboutTheLastThirtyDaysAndADayAtMost) {
    const auto from = [](Duration start, Duration length) {
        return with(correction(), [&](auto& c) { c.range = {kNoon + start, kNoon + start + length}; });
    };
    EXPECT_THAT(from(-Duration::days(30), Duration::hours(1)), IsEmpty());
    EXPECT_THAT(from(-Duration::days(30) - Duration::ms(1), Duration::hours(1)), ElementsAre("/start"));
    EXPECT_THAT(from(-Duration::hours(1), Duration::hours(1)), IsEmpty());
    EXPECT_THAT(from(-Duration::hours(1), Duration::hours(1) + Duration::ms(1)), ElementsAre("/end"));
    EXPECT_THAT(from(-Duration::days(2), Duration::hours(24)), IsEmpty());
    EXPECT_THAT(from(-Duration::days(2), Duration::hours(24) + Duration::ms(1)), ElementsAre("/end"));
    EXPECT_THAT(with(correction(), [](auto& c) { c.recurrence = Recurrence{"FREQ=DAILY", "UTC", kNoon + Duration::days(1)}; }), ElementsAre("/recurrence"));
}

TEST(RequestExclusion, EachKindHasItsCategories) {
    for (const Category category : {Category::planned, Category::deploy, Category::migration, Category::dependency, Category::other})
        EXPECT_THAT(with(maintenance(), [&](auto& c) { c.category = category; }), IsEmpty());
    for (const Category category : {Category::measurement_error, Category::not_our_fault, Category::load_test, Category::attack, Category::other})
        EXPECT_THAT(with(correction(), [&](auto& c) { c.category = category; }), IsEmpty());
    EXPECT_THAT(with(correction(), [](auto& c) { c.category = Category::deploy; }), ElementsAre("/category"));
}

TEST(RequestExclusion, NoTimeOverflows) {
    for (const TimeRange range : {TimeRange{Timestamp::min(), Timestamp::max()}, TimeRange{Timestamp::max(), Timestamp::min()}, TimeRange{kNoon, Timestamp::max()}}) {
        for (const RequestExclusion& base : {maintenance(), correction()})
            EXPECT_THAT(with(base, [&](auto& c) { c.range = range; }), ElementsAre("/start"));
        EXPECT_FALSE(problems_of({"FREQ=DAILY", "UTC", Timestamp::max()}, range).empty());
    }
}

TEST(RequestExclusion, ARequestEndsWithTheMaintenanceThatItAsksFor) {
    Engine engine;
    ASSERT_EQ(engine.outcome(maintenance()), "ok");
    EXPECT_EQ(engine.last().asked.expires, maintenance().range.end) << "afterwards it would be a correction";
    RequestExclusion later = maintenance();
    later.range = {kNoon + Duration::days(20), kNoon + Duration::days(21)};
    ASSERT_EQ(engine.outcome(later), "ok");
    EXPECT_EQ(engine.last().asked.expires, kNoon + kExpiresDefault);
    later.expires_after = Duration::days(30);
    ASSERT_EQ(engine.outcome(later), "ok");
    EXPECT_EQ(engine.last().asked.expires, later.range.end);
}

TEST(RequestExclusion, FiveHundredOfOneNameAreEnough) {
    Engine engine;
    for (std::size_t i = 0; i < kActivePerName; ++i) ASSERT_EQ(engine.outcome(maintenance()), "ok");
    EXPECT_EQ(engine.outcome(maintenance()), "too_many");
    RequestExclusion other = maintenance();
    other.slos = {"search"};
    EXPECT_EQ(engine.outcome(other), "ok");
    ASSERT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "not needed", {}}), "ok");
    EXPECT_EQ(engine.outcome(maintenance()), "ok");
}

TEST(RequestExclusion, AThousandWaitAtMost) {
    Engine engine;
    for (std::size_t i = 0; i < kWaitingLimit; ++i) {
        RequestExclusion c = maintenance();
        c.slos = {"slo-" + std::to_string(i % 10)};
        ASSERT_EQ(engine.outcome(c), "ok");
    }
    RequestExclusion one_more = maintenance();
    one_more.slos = {"another"};
    EXPECT_EQ(engine.outcome(one_more), "too_many");
}

class Decision : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(engine.outcome(maintenance(), "person:ana"), "ok"); }
    Engine engine;
    const Standing somebody_else{false, 1};
    const Standing oneself{true, 1};
    const Standing alone{true, 0};
};

TEST_F(Decision, IsRefusedInTheOrderOfTheGuards) {
    const auto both = [&](const std::string& id, const std::string& reason, const Standing& standing) {
        const std::string approve = engine.outcome(ApproveExclusion{id, reason, standing}, "person:bob");
        const std::string refuse = engine.outcome(RefuseExclusion{id, reason, standing}, "person:bob");
        return approve == refuse ? approve : approve + "/" + refuse;
    };
    const std::string too_long(1'001, 'x');
    EXPECT_EQ(both("ex-2", too_long, oneself), "unknown");
    EXPECT_EQ(both("ex-01x", "", somebody_else), "unknown");
    EXPECT_EQ(both("ex-1", too_long, oneself), "own_request");
    EXPECT_EQ(both("ex-1", too_long, somebody_else), "invalid");
    engine.until(maintenance().range.end);
    EXPECT_EQ(both("ex-1", too_long, oneself), "not_waiting") << "it was not decided in time, though nothing said so yet";
}

TEST_F(Decision, OfAnotherPersonCounts) {
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", somebody_else}, "person:bob"), "ok") << "no reason is due";
    EXPECT_TRUE(engine.last().counts());
    EXPECT_EQ(engine.last().decided_by, "person:bob");
    EXPECT_FALSE(engine.last().self_approved);
    EXPECT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", somebody_else}, "person:eve"), "not_waiting");
    EXPECT_EQ(engine.outcome(RefuseExclusion{"ex-1", "no", somebody_else}, "person:eve"), "not_waiting");
}

TEST_F(Decision, OfOneselfNeedsAReasonAndIsMarked) {
    EXPECT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", alone}), "invalid");
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "nobody else is here", alone}), "ok");
    EXPECT_TRUE(engine.last().self_approved);
}

TEST_F(Decision, ARefusalNeedsAReasonAndNeverCounts) {
    EXPECT_EQ(engine.outcome(RefuseExclusion{"ex-1", " ", somebody_else}, "person:bob"), "invalid");
    ASSERT_EQ(engine.outcome(RefuseExclusion{"ex-1", "not in the holidays", somebody_else}, "person:bob"), "ok");
    EXPECT_FALSE(engine.last().counts());
    EXPECT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "why not", {}}), "is_over");
}

TEST_F(Decision, ARequestThatIsWithdrawnIsOver) {
    EXPECT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "", {}}), "invalid");
    ASSERT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "not needed", {}}), "ok");
    EXPECT_EQ(engine.last().state, ExclusionState::withdrawn);
    EXPECT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", somebody_else}, "person:bob"), "not_waiting");
    EXPECT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "again", {}}), "is_over");
}

TEST_F(Decision, MaintenanceThatEndsEarlyKeepsWhatHasPassed) {
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", somebody_else}, "person:bob"), "ok");
    engine.until(hours(0, 2).end);
    ASSERT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "done early", {}}), "ok");
    EXPECT_TRUE(engine.last().counts());
    EXPECT_EQ(engine.last().end(), hours(0, 2).end);
    EXPECT_EQ(still_left_out(engine.last(), {maintenance().range}), std::vector<TimeRange>{hours(1, 2)});
    engine.until(hours(0, 4).end);
    EXPECT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "again", {}}), "is_over") << "nothing of it is left from now on";
    ASSERT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "it was never right", hours(0, 0).start}), "ok");
    EXPECT_FALSE(engine.last().counts());
}

TEST_F(Decision, AWithdrawalDoesNotReachIntoTheFuture) {
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-1", "", somebody_else}, "person:bob"), "ok");
    engine.until(hours(0, 2).end);
    EXPECT_EQ(engine.outcome(WithdrawExclusion{"ex-1", "later", hours(0, 2.5).end}), "invalid");
}

TEST_F(Decision, ACorrectionIsWithdrawnAltogether) {
    ASSERT_EQ(engine.outcome(correction()), "ok");
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-2", "", somebody_else}, "person:bob"), "ok");
    EXPECT_TRUE(engine.last().counts());
    ASSERT_EQ(engine.outcome(WithdrawExclusion{"ex-2", "the probe was right", {}}), "ok");
    EXPECT_FALSE(engine.last().counts());
}

TEST_F(Decision, WhatNobodyDecidedExpiresAndWhatRecursEnds) {
    const Timestamp until = kNoon + Duration::days(30);
    ASSERT_EQ(engine.outcome(recurring("FREQ=DAILY", hours(1, 2), until)), "ok");
    ASSERT_EQ(engine.outcome(ApproveExclusion{"ex-2", "", somebody_else}, "person:bob"), "ok");
    EXPECT_EQ(next_due(engine.state), maintenance().range.end);
    EXPECT_THAT(*engine.give(ExpireDue{}), IsEmpty());
    engine.until(maintenance().range.end);
    EXPECT_EQ(engine.give(ExpireDue{})->size(), 1U);
    EXPECT_EQ(engine.state.exclusions[0].state, ExclusionState::expired);
    EXPECT_FALSE(engine.state.exclusions[0].counts());
    EXPECT_EQ(next_due(engine.state), until);
    engine.until(until);
    EXPECT_EQ(engine.give(ExpireDue{})->size(), 1U);
    EXPECT_EQ(engine.last().state, ExclusionState::expired);
    EXPECT_TRUE(engine.last().counts()) << "what it left out stays left out";
    EXPECT_EQ(next_due(engine.state), std::nullopt);
}

TEST(Annotate, IsTakenWithinItsBoundsAndRetractedOnce) {
    Engine engine;
    Annotate c;
    c.services = {"shop"};
    c.start = kNoon;
    c.title = "Release 42";
    c.url = "https://ci.example.com/42";
    ASSERT_EQ(engine.outcome(c), "ok");
    EXPECT_EQ(engine.state.annotations.back().by, "person:ana");
    EXPECT_EQ(engine.outcome(RetractAnnotation{"an-2", "x"}), "unknown_annotation");
    EXPECT_EQ(engine.outcome(RetractAnnotation{"an-1", ""}), "invalid");
    EXPECT_EQ(engine.outcome(RetractAnnotation{"an-1", "it was 41"}), "ok");
    EXPECT_TRUE(engine.state.annotations.back().retracted);
    EXPECT_THAT(*engine.give(RetractAnnotation{"an-1", "again"}), IsEmpty());

    const auto wrong = [&](const auto& change) {
        Annotate other = c;
        change(other);
        return complaints(other);
    };
    EXPECT_THAT(wrong([](auto& a) { a.url = "javascript:alert(1)"; }), ElementsAre("/url"));
    EXPECT_THAT(wrong([](auto& a) { a.url = "https://x\" onclick=\""; }), ElementsAre("/url"));
    EXPECT_THAT(wrong([](auto& a) { a.end = kNoon - Duration::ms(1); }), ElementsAre("/end"));
    EXPECT_THAT(wrong([](auto& a) { a.end = kNoon + Duration::days(31); }), IsEmpty());
    EXPECT_THAT(wrong([](auto& a) { a.end = kNoon + Duration::days(31) + Duration::ms(1); }), ElementsAre("/end"));
    EXPECT_THAT(wrong([](auto& a) { a.start = kNoon - Duration::days(400) - Duration::ms(1); }), ElementsAre("/start"));
    EXPECT_THAT(wrong([](auto& a) { a.start = Timestamp::max(); }), ElementsAre("/start"));
    EXPECT_THAT(wrong([](auto& a) { a.text = std::string(4'001, 'x'); }), ElementsAre("/text"));
    EXPECT_THAT(wrong([](auto& a) { a.services.clear(); }), ElementsAre("/slos"));
}

}  // namespace
}  // namespace plimsoll::exclusions

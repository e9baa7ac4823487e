// Tables in the order of the guards: which refusal wins, and which events follow when none does.
#include "domain/paging/decide.h"

#include <gtest/gtest.h>

#include "domain/paging/paging_testing.h"

namespace plimsoll::paging {
namespace {

using namespace testing;

const std::string alert = "checkout/page-1h-5m/1";
const std::string page = page_id(alert, "pager", 0);

Folded with_page(int rate_limit = 60) {
    Folded f;
    f.apply(pages_for(f.state, fired(), catalog_of({hook("pager", rate_limit)})), t0());
    return f;
}

Folded with_attempt() {
    Folded f = with_page();
    f.give(StartAttempt{page}, t0());
    return f;
}

EndAttempt ended_with(Verdict verdict, int attempt = 1) { return {page, attempt, verdict, "said so", false, {}, 0.5}; }

TEST(StartAttempt, RefusesInTheOrderOfItsGuards) {
    Folded f = with_attempt();
    EXPECT_EQ(f.refused(StartAttempt{"pg_none"}, t0()), "paging.no_page");
    EXPECT_EQ(f.refused(StartAttempt{page}, t0()), "paging.not_waiting");
    Folded full = with_page(1);
    full.apply(pages_for(full.state, fired("checkout/page-1h-5m/2"), catalog_of({hook("pager", 1)})), t0());
    full.give(StartAttempt{page}, t0());
    const std::string second = page_id("checkout/page-1h-5m/2", "pager", 0);
    EXPECT_EQ(full.refused(StartAttempt{second}, t0() + Duration::ms(59'999)), "paging.rate_limited");
    EXPECT_EQ(full.refused(StartAttempt{second}, t0() + Duration::minutes(1)), "");
}

TEST(StartAttempt, ReadsTheStateAgainAndDropsWhatIsStale) {
    Folded over = with_page();
    over.apply({AlertOver{alert, t0(), "resolved"}}, t0());
    EXPECT_EQ(only<PageDropped>(over.give(StartAttempt{page}, t0()))->why, DropReason::alert_over);
    EXPECT_EQ(over.page(page).state, PageState::dropped);
    Folded silenced = with_page();
    silenced.give(StartSilence{"", "shop", "", t0() + Duration::hours(1), "maintenance"}, t0());
    EXPECT_EQ(only<PageDropped>(silenced.give(StartAttempt{page}, t0()))->why, DropReason::silenced);
}

TEST(StartAttempt, AtMostFourAtOnceOnAChannel) {
    Folded f;
    const auto catalog = catalog_of({hook()});
    for (int i = 0; i < 5; ++i) f.apply(pages_for(f.state, fired("a/" + std::to_string(i)), catalog), t0());
    for (int i = 0; i < 4; ++i) f.give(StartAttempt{page_id("a/" + std::to_string(i), "pager", 0)}, t0());
    EXPECT_EQ(f.refused(StartAttempt{page_id("a/4", "pager", 0)}, t0()), "paging.rate_limited");
}

TEST(EndAttempt, DeliveredEndsThePage) {
    Folded f = with_attempt();
    EXPECT_EQ(only<PageDelivered>(f.give(ended_with(Verdict::delivered), t0()))->receipt, "said so");
    EXPECT_EQ(f.page(page).state, PageState::delivered);
    EXPECT_EQ(f.page(page).history[0].outcome, "said so");
    EXPECT_TRUE(f.give(ended_with(Verdict::delivered), t0()).empty()) << "a second receipt changes nothing";
}

TEST(EndAttempt, AFailureIsTriedAgainWithTheDrawnDelay) {
    Folded f = with_attempt();
    const auto events = f.give(ended_with(Verdict::retry), t0());
    EXPECT_EQ(only<AttemptFailed>(events)->next_at, t0() + Duration::ms(500));
    EXPECT_EQ(f.page(page).state, PageState::waiting);
    EXPECT_EQ(f.page(page).due_at, t0() + Duration::ms(500));
    EXPECT_EQ(only<AttemptStarted>(f.give(StartAttempt{page}, t0() + Duration::ms(500)))->attempt, 2);
}

TEST(EndAttempt, APermanentRefusalIsADeadLetterAtOnce) {
    Folded f = with_attempt();
    const auto events = f.give(ended_with(Verdict::permanent), t0());
    EXPECT_FALSE(only<AttemptFailed>(events)->next_at);
    EXPECT_EQ(only<PageDeadLettered>(events)->attempts, 1);
    EXPECT_EQ(f.state.channels.at("pager").consecutive_failures, 1);
    EXPECT_EQ(f.state.channels.at("pager").dead_lettered, 1);
}

TEST(EndAttempt, GivesUpAfterADay) {
    Folded f = with_attempt();
    EXPECT_NE(only<PageDeadLettered>(f.give(ended_with(Verdict::retry), t0() + Duration::hours(24))), nullptr);
}

TEST(EndAttempt, AFailureAfterTheAlertIsOverIsNotTriedAgain) {
    Folded f = with_attempt();
    f.apply({AlertOver{alert, t0(), "resolved"}}, t0());
    EXPECT_EQ(only<PageDropped>(f.give(ended_with(Verdict::retry), t0()))->why, DropReason::alert_over);
}

TEST(EndAttempt, OfAnEarlierAttemptChangesNothingUnlessItIsAReceipt) {
    Folded f = with_attempt();
    f.give(ended_with(Verdict::retry), t0());
    f.give(StartAttempt{page}, t0() + Duration::seconds(1));
    EXPECT_TRUE(f.give(ended_with(Verdict::retry, 1), t0() + Duration::seconds(2)).empty());
    EXPECT_TRUE(f.give(ended_with(Verdict::delivered, 9), t0() + Duration::seconds(2)).empty()) << "an attempt that never was";
    f.give(ended_with(Verdict::delivered, 1), t0() + Duration::seconds(2));
    EXPECT_EQ(f.page(page).state, PageState::delivered);
}

TEST(EndAttempt, AReceiptThatComesAfterGivingUpCounts) {
    Folded f = with_attempt();
    f.give(ended_with(Verdict::permanent), t0());
    f.give(ended_with(Verdict::delivered), t0());
    EXPECT_EQ(f.page(page).state, PageState::delivered);
}

TEST(EndAttempt, ATestThatFailsIsADeadLetterAtOnce) {
    Folded f;
    const std::string test = only<PageIntended>(f.give(TestChannel{"pager", {}}, t0()))->page;
    f.give(StartAttempt{test}, t0());
    EXPECT_NE(only<PageDeadLettered>(f.give(EndAttempt{test, 1, Verdict::retry, "connection refused", false, {}, 0.5}, t0())), nullptr);
}

TEST(TakeUpAgain, WhatWasUnderWayWaitsWithTheSameKeyOrIsDropped) {
    Folded f = with_attempt();
    const auto events = f.give(TakeUpAgain{}, t0() + Duration::hours(3));
    EXPECT_TRUE(only<AttemptFailed>(events)->maybe_received);
    EXPECT_EQ(f.page(page).state, PageState::waiting);
    Folded over = with_attempt();
    over.apply({AlertOver{alert, t0(), "resolved"}}, t0());
    EXPECT_NE(only<PageDropped>(over.give(TakeUpAgain{}, t0() + Duration::hours(3))), nullptr);
}

TEST(Acknowledge, RefusesWhatIsNotOpenAndIsSaidOnce) {
    Folded f = with_page();
    EXPECT_EQ(f.refused(Acknowledge{"no/such/alert"}, t0()), "paging.no_alert");
    const auto events = f.give(Acknowledge{alert}, t0(), "person:7");
    EXPECT_EQ(only<AlertAcknowledged>(events)->by, "person:7");
    EXPECT_EQ(only<PageDropped>(events)->why, DropReason::acknowledged) << "it was not sent yet";
    EXPECT_TRUE(f.give(Acknowledge{alert}, t0(), "person:8").empty());
    f.apply({AlertOver{alert, t0(), "resolved"}}, t0());
    EXPECT_EQ(f.refused(Acknowledge{alert}, t0()), "paging.no_alert");
}

TEST(Acknowledge, StopsRepeats) {
    Folded f = with_attempt();
    f.give(ended_with(Verdict::delivered), t0());
    EXPECT_EQ(f.state.index.repeats.size(), 1u);
    f.give(Acknowledge{alert}, t0());
    EXPECT_TRUE(f.state.index.repeats.empty());
    EXPECT_TRUE(f.give(Repeat{alert, "pager"}, t0() + Duration::hours(5)).empty());
}

TEST(StartSilence, SaysEveryRuleThatWasBroken) {
    Folded f;
    const auto broken = decide(f.state, StartSilence{"", "", "", t0(), ""}, {t0(), "person:1"});
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().fields().size(), 3u);
    EXPECT_EQ(f.refused(StartSilence{"checkout", "", "", t0() + Duration::days(366), "r"}, t0()), "base.invalid");
    EXPECT_EQ(f.refused(StartSilence{"checkout", "", "", t0() + Duration::days(1), std::string(501, 'x')}, t0()), "base.invalid");
    EXPECT_EQ(f.refused(StartSilence{std::string(501, 'x'), "", "", t0() + Duration::days(1), "r"}, t0()), "base.invalid");
}

TEST(StartSilence, ThereAreAtMostAThousand) {
    Folded f;
    for (int i = 0; i < 1000; ++i) f.give(StartSilence{"checkout", "", "", t0() + Duration::days(1), "r"}, t0());
    EXPECT_EQ(f.refused(StartSilence{"checkout", "", "", t0() + Duration::days(1), "r"}, t0()), "paging.too_many_silences");
}

TEST(EndSilence, NeedsOne) {
    Folded f;
    EXPECT_EQ(f.refused(EndSilence{"silence-1", false}, t0()), "paging.no_silence");
    f.give(StartSilence{"checkout", "", "", t0() + Duration::days(1), "r"}, t0());
    EXPECT_EQ(only<SilenceEnded>(f.give(EndSilence{"silence-1", false}, t0()))->why, "removed");
}

TEST(Replay, OnlyADeadLetterAndWithTheSameKey) {
    Folded f = with_attempt();
    EXPECT_EQ(f.refused(Replay{"pg_none"}, t0()), "paging.no_page");
    EXPECT_EQ(f.refused(Replay{page}, t0()), "paging.not_dead");
    f.give(ended_with(Verdict::permanent), t0());
    f.apply({AlertOver{alert, t0(), "resolved"}}, t0());
    const Timestamp later = t0() + Duration::days(3);
    f.give(Replay{page}, later, "person:2");
    EXPECT_EQ(f.page(page).state, PageState::waiting);
    EXPECT_EQ(only<AttemptStarted>(f.give(StartAttempt{page}, later))->attempt, 2) << "a person asked: also when it is over";
    f.give(ended_with(Verdict::retry, 2), later);
    EXPECT_EQ(f.page(page).state, PageState::waiting) << "back-off and giving up start anew";
    EXPECT_EQ(f.page(page).due_at, later + Duration::ms(500));
}

TEST(PageId, IsTheSameWheneverItIsMadeAndDiffersWhereItMust) {
    EXPECT_EQ(page_id("a/1", "b", 0), page_id("a/1", "b", 0));
    EXPECT_NE(page_id("a/1", "b", 0), page_id("a/1", "b", 1));
    EXPECT_NE(page_id("ab", "c", 0), page_id("a", "bc", 0));
}

}  // namespace
}  // namespace plimsoll::paging

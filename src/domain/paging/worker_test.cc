#include "domain/paging/worker.h"

#include <gtest/gtest.h>

#include "domain/paging/paging_testing.h"

namespace plimsoll::paging {
namespace {

using namespace testing;

const std::string alert = "checkout/page-1h-5m/1";

/// Gives every command that is due at `now`, delivering each attempt at once; the ids sent, in order.
std::vector<std::string> run(Folded& f, Timestamp now, Verdict verdict = Verdict::delivered) {
    std::vector<std::string> sent;
    for (int round = 0; round < 200; ++round) {
        const auto commands = due(f.state, now);
        if (commands.empty()) break;
        for (const Command& command : commands) {
            f.give(command, now, "system:paging");
            const auto* start = std::get_if<StartAttempt>(&command);
            if (start == nullptr || f.page(start->page).state != PageState::sending) continue;
            sent.push_back(start->page);
            f.give(EndAttempt{start->page, f.page(start->page).attempts, verdict, "HTTP 200", false, {}, 0.5}, now);
        }
    }
    EXPECT_TRUE(due(f.state, now).empty()) << "it settles";
    return sent;
}

Folded with_alerts(int n, int rate_limit, const std::string& severity = "page") {
    Folded f;
    for (int i = 0; i < n; ++i) {
        auto e = fired("checkout/rule/" + std::to_string(i));
        e.severity = severity;
        f.apply(pages_for(f.state, e, catalog_of({hook("pager", rate_limit)})), t0());
    }
    return f;
}

TEST(PagesFor, OneIntentForEachChannelWithAllThatIsNeededToRenderIt) {
    Folded f;
    auto mail = hook("mail");
    mail.repeat_interval = Duration::hours(1);
    const auto events = pages_for(f.state, fired(alert, {"pager", "mail", "pager"}), catalog_of({hook(), mail}));
    ASSERT_EQ(events.size(), 2u);
    const auto& page = std::get<PageIntended>(events[1]);
    EXPECT_EQ(page.channel, "mail");
    EXPECT_EQ(page.terms.repeat_interval, Duration::hours(1));
    EXPECT_EQ(page.subject.runbook, "https://runbooks.example.org/checkout");
    EXPECT_EQ(page.subject.budget_left, 0.6);
    EXPECT_EQ(page.subject.budget_left_events, 600) << "1,000 allowed of a million, 400 spent";
    EXPECT_NEAR(page.subject.budget_left_minutes.value(), 0.6 * 43.2, 1e-9);
    f.apply(events, t0());
    EXPECT_TRUE(pages_for(f.state, fired(alert, {"pager", "mail"}), catalog_of({hook(), mail})).empty()) << "said once";
}

TEST(PagesFor, OverspentBudgetRoundsAwayFromZero) {
    Folded f;
    auto e = fired();
    e.period = slo::BurnEvidence{Duration::days(30), 1'500, 4, 0, 2.6};
    const auto events = pages_for(f.state, e, catalog_of({hook()}));
    EXPECT_EQ(std::get<PageIntended>(events[0]).subject.budget_left_events, -3) << "1.5 allowed, 4 spent";
}

TEST(PagesFor, ResolvedGoesToThoseWhoWereToldAndOnlyOnce) {
    Folded f;
    f.apply(pages_for(f.state, fired(alert, {"pager", "mail"}), catalog_of({hook(), hook("mail")})), t0());
    const std::string told = page_id(alert, "pager", 0);
    const std::string untold = page_id(alert, "mail", 0);
    f.give(StartAttempt{told}, t0());
    f.give(EndAttempt{told, 1, Verdict::delivered, "HTTP 200", false, {}, 0}, t0());
    f.apply(pages_for(f.state, resolved()), t0());
    EXPECT_EQ(f.page(untold).state, PageState::dropped);
    EXPECT_EQ(f.page(page_id(alert, "pager", 1)).reason, Reason::resolved);
    EXPECT_FALSE(f.state.pages.contains(page_id(alert, "mail", 1)));
    EXPECT_TRUE(pages_for(f.state, resolved()).empty());
    EXPECT_EQ(run(f, t0()), std::vector{page_id(alert, "pager", 1)});
    EXPECT_TRUE(f.state.alerts.empty()) << "over and told: forgotten";
}

TEST(PagesFor, AResolvedNoticeWaitsForThePageInFlightAndFollowsOnlyIfThatArrived) {
    for (const bool arrives : {true, false}) {
        Folded f;
        f.apply(pages_for(f.state, fired(), catalog_of({hook()})), t0());
        const std::string first = page_id(alert, "pager", 0);
        const std::string notice = page_id(alert, "pager", 1);
        f.give(StartAttempt{first}, t0());
        f.apply(pages_for(f.state, resolved()), t0());
        EXPECT_TRUE(due(f.state, t0()).empty()) << "it must not overtake";
        f.give(EndAttempt{first, 1, arrives ? Verdict::delivered : Verdict::retry, "x", false, {}, 0}, t0());
        run(f, t0());
        EXPECT_EQ(f.page(notice).state, arrives ? PageState::delivered : PageState::dropped);
        EXPECT_EQ(f.page(notice).end, arrives ? "HTTP 200" : "never_told");
    }
}

TEST(PagesFor, AReceiverThatMayHaveGotThePageIsToldThatItIsOver) {
    Folded f;
    f.apply(pages_for(f.state, fired(), catalog_of({hook()})), t0());
    f.give(StartAttempt{page_id(alert, "pager", 0)}, t0());
    f.give(EndAttempt{page_id(alert, "pager", 0), 1, Verdict::retry, "time-out", true, {}, 0.9}, t0());
    f.apply(pages_for(f.state, resolved()), t0());
    EXPECT_EQ(run(f, t0()), std::vector{page_id(alert, "pager", 1)});
}

TEST(PagesFor, NotifyResolvedOffKeepsQuietExceptTowardsAnAlertmanager) {
    auto catalog = catalog_of({hook(), hook("am")});
    catalog.channels["am"].type = catalog::ChannelType::alertmanager;
    catalog::BurnRule rule;
    rule.name = "page-1h-5m";
    rule.notify_resolved = false;
    catalog.slos["checkout"].rules = {rule};
    Folded f;
    f.apply(pages_for(f.state, fired(alert, {"pager", "am"}), catalog), t0());
    run(f, t0());
    f.apply(pages_for(f.state, resolved()), t0());
    EXPECT_EQ(run(f, t0()), std::vector{page_id(alert, "am", 1)});
}

TEST(Rate, WhatFitsGoesAlone) {
    Folded f = with_alerts(60, 60);
    EXPECT_EQ(run(f, t0()).size(), 60u);
    EXPECT_EQ(next_due(f.state, t0()), t0() + Duration::hours(4)) << "the repeats";
}

TEST(Rate, BeyondItTheRestBecomesOneDigestInTheMinutesLastPlaceAndNothingIsDropped) {
    Folded f = with_alerts(100, 60);
    const auto sent = run(f, t0());
    EXPECT_EQ(sent.size(), 60u);
    int merged = 0;
    int alone = 0;
    for (const auto& [id, page] : f.state.pages) {
        EXPECT_EQ(page.state, PageState::delivered) << id;
        if (page.reason == Reason::fired) ++(page.merged_into.empty() ? alone : merged);
    }
    EXPECT_EQ(alone, 59);
    EXPECT_EQ(merged, 41);
}

TEST(Rate, ALimitOfOneStillTellsAllAtOnce) {
    Folded f = with_alerts(5, 1);
    const auto sent = run(f, t0());
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(f.page(sent[0]).parts.size(), 5u);
}

TEST(Rate, WithNoPlaceLeftPagesWaitAtMostAMinute) {
    Folded f = with_alerts(1, 1);
    run(f, t0());
    const auto catalog = catalog_of({hook("pager", 1)});
    for (int i = 10; i < 13; ++i) f.apply(pages_for(f.state, fired("late/" + std::to_string(i)), catalog), t0() + Duration::seconds(5));
    EXPECT_TRUE(run(f, t0() + Duration::seconds(5)).empty());
    EXPECT_EQ(next_due(f.state, t0() + Duration::seconds(5)), t0() + Duration::minutes(1));
    const auto sent = run(f, t0() + Duration::minutes(1));
    ASSERT_EQ(sent.size(), 1u);
    EXPECT_EQ(f.page(sent[0]).parts.size(), 3u);
}

TEST(Rate, PagesGoBeforeTicketsAndAnAttemptedPageKeepsItsKey) {
    Folded f = with_alerts(2, 3, "ticket");
    const std::string tried = page_id("checkout/rule/0", "pager", 0);
    f.give(StartAttempt{tried}, t0());
    f.give(EndAttempt{tried, 1, Verdict::retry, "HTTP 503", false, {}, 0.0}, t0());
    for (int i = 0; i < 3; ++i) f.apply(pages_for(f.state, fired("wake/" + std::to_string(i)), catalog_of({hook("pager", 3)})), t0());
    const auto sent = run(f, t0());
    ASSERT_EQ(sent.size(), 2u);
    EXPECT_EQ(f.page(sent[0]).subject.severity, "page");
    EXPECT_EQ(f.page(sent[1]).reason, Reason::digest);
    EXPECT_EQ(f.page(tried).state, PageState::waiting);
    EXPECT_TRUE(f.page(tried).merged_into.empty());
    EXPECT_EQ(run(f, t0() + Duration::minutes(1)), std::vector{tried});
}

TEST(Rate, AHugeBurstMakesDigestsOfAtMostAThousand) {
    Folded f = with_alerts(2500, 60);
    run(f, t0());
    for (int minute = 1; minute < 5; ++minute) run(f, t0() + Duration::minutes(minute));
    for (const auto& [id, page] : f.state.pages) {
        EXPECT_EQ(page.state, PageState::delivered);
        EXPECT_LE(page.parts.size(), 1000u);
    }
}

TEST(Digest, PartsThatAreOverBeforeItIsSentLeaveItAndAnEmptyOneIsDropped) {
    Folded f = with_alerts(3, 1);
    const auto commands = due(f.state, t0());
    ASSERT_EQ(commands.size(), 1u);
    const std::string digest = only<DigestMade>(f.give(commands[0], t0()))->page;
    f.apply(pages_for(f.state, resolved("checkout/rule/0")), t0());
    EXPECT_EQ(f.page(digest).parts.size(), 2u);
    EXPECT_EQ(f.page(page_id("checkout/rule/0", "pager", 0)).end, "alert_over");
    f.apply(pages_for(f.state, resolved("checkout/rule/1")), t0());
    f.give(Acknowledge{"checkout/rule/2"}, t0());
    EXPECT_TRUE(run(f, t0()).empty());
    EXPECT_EQ(f.page(digest).state, PageState::dropped);
}

TEST(Digest, WhoWasToldByADigestIsToldThatItIsOver) {
    Folded f = with_alerts(3, 1);
    run(f, t0());
    f.apply(pages_for(f.state, resolved("checkout/rule/0")), t0() + Duration::minutes(2));
    EXPECT_EQ(run(f, t0() + Duration::minutes(2)), std::vector{page_id("checkout/rule/0", "pager", 1)});
}

TEST(Digest, ADeadOneIsReplayedWhole) {
    Folded f = with_alerts(3, 1);
    const auto sent = run(f, t0(), Verdict::permanent);
    const std::string part = page_id("checkout/rule/0", "pager", 0);
    EXPECT_EQ(f.page(part).state, PageState::dead_lettered);
    EXPECT_EQ(f.refused(Replay{part}, t0()), "paging.not_dead");
    f.give(Replay{sent[0]}, t0() + Duration::minutes(2));
    EXPECT_EQ(f.page(part).state, PageState::merged);
    EXPECT_EQ(run(f, t0() + Duration::minutes(2)), sent) << "the same key";
    EXPECT_EQ(f.page(part).state, PageState::delivered);
}

TEST(Repeat, WhileFiringAndUnacknowledgedOnceAnInterval) {
    Folded f = with_alerts(1, 60);
    run(f, t0());
    EXPECT_TRUE(run(f, t0() + Duration::hours(4) - Duration::ms(1)).empty());
    EXPECT_EQ(run(f, t0() + Duration::hours(4)), std::vector{page_id("checkout/rule/0", "pager", 1)});
    EXPECT_EQ(f.page(page_id("checkout/rule/0", "pager", 1)).reason, Reason::repeat);
    EXPECT_EQ(next_due(f.state, t0() + Duration::hours(4)), t0() + Duration::hours(8));
    f.give(Acknowledge{"checkout/rule/0"}, t0() + Duration::hours(5));
    EXPECT_EQ(next_due(f.state, t0() + Duration::hours(5)), Timestamp::max());
}

TEST(Repeat, FollowsADeadLetterToo) {
    Folded f = with_alerts(1, 60);
    run(f, t0(), Verdict::permanent);
    EXPECT_EQ(run(f, t0() + Duration::hours(4)).size(), 1u);
}

TEST(Silence, HoldsPagesBackAndItsEndLetsAnAlertThatStillFiresThrough) {
    Folded f;
    f.give(StartSilence{"checkout", "", "", t0() + Duration::hours(1), "maintenance"}, t0());
    f.apply(pages_for(f.state, fired(), catalog_of({hook()})), t0());
    EXPECT_TRUE(run(f, t0()).empty());
    EXPECT_EQ(f.page(page_id(alert, "pager", 0)).end, "silenced");
    EXPECT_EQ(next_due(f.state, t0()), t0() + Duration::hours(1));
    EXPECT_EQ(run(f, t0() + Duration::hours(1)), std::vector{page_id(alert, "pager", 1)});
    EXPECT_TRUE(f.state.silences.empty());
}

TEST(Silence, OfAnotherServiceChangesNothing) {
    Folded f;
    f.give(StartSilence{"", "other", "", t0() + Duration::hours(1), "maintenance"}, t0());
    f.give(StartSilence{"checkout", "", "another/alert", t0() + Duration::hours(1), "maintenance"}, t0());
    f.apply(pages_for(f.state, fired(), catalog_of({hook()})), t0());
    EXPECT_EQ(run(f, t0()).size(), 1u);
}

TEST(Due, AClockThatStepsBackDoesNotHoldARetryForAsLong) {
    Folded f = with_alerts(1, 60);
    const std::string id = page_id("checkout/rule/0", "pager", 0);
    f.give(StartAttempt{id}, t0());
    f.give(EndAttempt{id, 1, Verdict::retry, "HTTP 503", false, {}, 0.5}, t0());
    EXPECT_EQ(run(f, t0() - Duration::days(2)), std::vector{id});
}

TEST(Due, AnAttemptWithoutAnEndIsTakenForLostAfterTwoMinutes) {
    Folded f = with_alerts(1, 60);
    const std::string id = page_id("checkout/rule/0", "pager", 0);
    f.give(StartAttempt{id}, t0());
    EXPECT_EQ(next_due(f.state, t0()), t0() + Duration::minutes(2));
    EXPECT_EQ(run(f, t0() + Duration::minutes(2)), std::vector{id});
    EXPECT_EQ(f.page(id).attempts, 2);
}

}  // namespace
}  // namespace plimsoll::paging

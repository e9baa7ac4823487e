// Who may change what is promised: the guards in their order, and what becomes of a proposal.
#include "domain/targets/decide.h"

#include <gtest/gtest.h>

#include "domain/targets/fixture_for_tests.h"

namespace plimsoll::targets {
namespace {

using fixture::approval;
using fixture::Engine;
using fixture::percent;
using fixture::proposal;

constexpr Standing kOneself{true, 1};
constexpr Standing kAlone{true, 0};

TEST(ProposeTarget, AllFieldsAreToldAtOnceAndBeforeWhatWaits) {
    Engine e;
    ProposeTarget wrong = proposal("100");
    wrong.from.reset();
    wrong.window = Duration::minutes(1);
    wrong.reason = " ";
    EXPECT_EQ(e.outcome(wrong), "invalid /slo /objective /window /reason");
    EXPECT_EQ(e.outcome(proposal()), "ok");
    EXPECT_EQ(e.outcome(wrong), "invalid /slo /objective /window /reason");
    EXPECT_EQ(e.outcome(proposal("99.95")), "one_waits");
}

TEST(ProposeTarget, WhatIsPromisedAlreadyIsNoProposalUnlessTheWindowDiffers) {
    Engine e;
    EXPECT_EQ(e.outcome(proposal("99.5")), "invalid /objective");
    EXPECT_EQ(e.outcome(proposal("99.50 %")), "invalid /objective");
    ProposeTarget shorter = proposal("99.5");
    shorter.window = Duration::days(30);
    EXPECT_EQ(e.outcome(shorter), "invalid /objective");
    shorter.window = Duration::days(7);
    EXPECT_EQ(e.outcome(shorter), "ok");
}

TEST(ProposeTarget, BoundsOfTextAndWindowHold) {
    Engine e;
    ProposeTarget c = proposal();
    c.reason = std::string(kTextLimit + 1, 'x');
    EXPECT_EQ(e.outcome(c), "invalid /reason");
    c.reason = "rings \a";
    EXPECT_EQ(e.outcome(c), "invalid /reason");
    c = proposal();
    for (const Duration window : {kWindowLeast - Duration::ms(1), kWindowMost + Duration::ms(1)}) {
        c.window = window;
        EXPECT_EQ(e.outcome(c), "invalid /window");
    }
    c.window = kWindowMost;
    c.reason = std::string(kTextLimit, 'x');
    EXPECT_EQ(e.outcome(c), "ok");
}

TEST(ReviewTarget, RefusesInThisOrder) {
    Engine e;
    EXPECT_EQ(e.outcome(ReviewTarget{"tg-1", "maybe", "", true}), "unknown");
    ASSERT_EQ(e.outcome(proposal()), "ok");
    EXPECT_EQ(e.outcome(ReviewTarget{"tg-1", "agrees", std::string(kTextLimit + 1, 'x'), true}), "own_proposal");
    EXPECT_EQ(e.outcome(ReviewTarget{"tg-1", "objects", "", true}), "invalid /comment");
    EXPECT_EQ(e.outcome(ReviewTarget{"tg-1", "maybe", "\a", false}), "invalid /verdict /comment");
    for (std::size_t i = 0; i < kReviewsLimit; ++i) EXPECT_EQ(e.outcome(ReviewTarget{"tg-1", "objects", "No", false}, "person:bob"), "ok");
    EXPECT_EQ(e.outcome(ReviewTarget{"tg-1", "maybe", "", false}), "invalid /verdict");
    EXPECT_EQ(e.outcome(ReviewTarget{"tg-1", "agrees", "", false}), "too_many_reviews");
    ASSERT_EQ(e.outcome(WithdrawTarget{"tg-1", "Not now"}), "ok");
    EXPECT_EQ(e.outcome(ReviewTarget{"tg-1", "agrees", "", true}), "not_waiting");
}

TEST(ApproveTarget, RefusesInThisOrder) {
    Engine e;
    ApproveTarget bad = approval("tg-1", kOneself);
    bad.comment = "\a";
    bad.review_on = "soon";
    bad.basis.reset();
    EXPECT_EQ(e.outcome(bad), "unknown");
    ASSERT_EQ(e.outcome(proposal()), "ok");
    EXPECT_EQ(e.outcome(bad), "own_proposal");
    bad.standing = {};
    EXPECT_EQ(e.outcome(bad), "slo_gone");
    bad.basis = fixture::basis();
    EXPECT_EQ(e.outcome(bad), "invalid /comment /review_on");
    ASSERT_EQ(e.outcome(approval(), "person:bob"), "ok");
    EXPECT_EQ(e.outcome(bad), "not_waiting");
}

TEST(ApproveTarget, WhoIsAloneDecidesAloneAndSaysWhy) {
    Engine e;
    ASSERT_EQ(e.outcome(proposal()), "ok");
    ApproveTarget c = approval("tg-1", kAlone);
    EXPECT_EQ(e.outcome(c), "invalid /comment");
    c.comment = "Nobody else is here yet";
    EXPECT_EQ(e.outcome(c), "ok");
    EXPECT_TRUE(e.state.proposals.front().self_approved);
}

TEST(ApproveTarget, IsToBeLookedAtAgain) {
    const auto reviewed_on = [](std::optional<std::string> asked, Duration every) {
        Engine e;
        (void)e.give(proposal());
        ApproveTarget c = approval();
        c.review_on = std::move(asked);
        c.review_every = every;
        const std::string outcome = e.outcome(c);
        return outcome == "ok" ? e.state.proposals.front().review_on : outcome;
    };
    EXPECT_EQ(reviewed_on(std::nullopt, {}), "2026-07-04") << "180 days after 2026-01-05";
    EXPECT_EQ(reviewed_on(std::nullopt, Duration::days(31)), "2026-02-05");
    EXPECT_EQ(reviewed_on("2026-03-01", Duration::days(31)), "2026-03-01");
    EXPECT_EQ(reviewed_on("2026-01-05", {}), "invalid /review_on") << "it has begun";
    EXPECT_EQ(reviewed_on("2026-02-30", {}), "invalid /review_on");
    EXPECT_EQ(reviewed_on("2031-02-01", {}), "invalid /review_on") << "more than five years";
}

TEST(DeclineAndWithdraw, RefuseInThisOrder) {
    Engine e;
    EXPECT_EQ(e.outcome(DeclineTarget{"tg-1", "", kOneself}), "unknown");
    EXPECT_EQ(e.outcome(WithdrawTarget{"tg-1", ""}), "unknown");
    ASSERT_EQ(e.outcome(proposal()), "ok");
    EXPECT_EQ(e.outcome(DeclineTarget{"tg-1", "", kOneself}), "own_proposal");
    EXPECT_EQ(e.outcome(DeclineTarget{"tg-1", "", {}}), "invalid /comment");
    EXPECT_EQ(e.outcome(WithdrawTarget{"tg-1", ""}), "invalid /comment");
    ASSERT_EQ(e.outcome(DeclineTarget{"tg-1", "Too dear", {}}, "person:bob"), "ok");
    EXPECT_EQ(e.outcome(DeclineTarget{"tg-1", "", kOneself}), "not_waiting");
    EXPECT_EQ(e.outcome(WithdrawTarget{"tg-1", ""}), "not_waiting");
    EXPECT_EQ(e.outcome(proposal()), "ok") << "another may be made now";
}

TEST(Dates, AreWholeDays) {
    EXPECT_EQ(date_in("2026-01-05"), fixture::kMonday);
    for (const char* text : {"", "2026-1-5", "2026-13-01", "2026-01-05T00:00:00Z", "tomorrow.."}) EXPECT_FALSE(date_in(text)) << text;
}

}  // namespace
}  // namespace plimsoll::targets

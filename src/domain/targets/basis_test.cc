// What has changed since a target was approved, in words; and what is no change.
#include "domain/targets/basis.h"

#include <gtest/gtest.h>

#include "domain/targets/fixture_for_tests.h"
#include "domain/targets/reading.h"

namespace plimsoll::targets {
namespace {

using fixture::percent;

Proposal approved() {
    fixture::Engine e;
    (void)e.give(fixture::proposal());
    (void)e.give(fixture::approval(), "person:bob");
    return e.state.proposals.front();
}

/// One sentence, or all of them joined.
std::string since(const Basis& now, std::uint64_t breaches = 0) {
    std::string out;
    for (const std::string& what : changed_since(approved(), now, breaches)) out += (out.empty() ? "" : " | ") + what;
    return out;
}

TEST(ChangedSince, WhatTheTargetItselfChangesIsNoChange) {
    Basis now = fixture::basis();
    EXPECT_EQ(since(now), "");
    now.objective = percent("99.9");
    now.definition_version = "d2";
    EXPECT_EQ(since(now), "") << "the catalogue has it now";
}

TEST(ChangedSince, TellsOfTheDefinition) {
    Basis now = fixture::basis();
    now.definition_version = "d2";
    EXPECT_EQ(since(now), "The definition was changed");
    now.window = "7 d rolling";
    EXPECT_EQ(since(now), "The window is 7 d rolling now; it was 30 d rolling");
    now = fixture::basis();
    now.sli_version = "s2";
    EXPECT_EQ(since(now), "It counts something else: the indicator was changed");
    now = fixture::basis();
    now.rules = {};
    EXPECT_EQ(since(now), "The burn rules are none; they were page-1h-5m: page at 14.4 over 1h and 5m");
    now = fixture::basis();
    now.objective = percent("99");
    EXPECT_EQ(since(now), "The objective is 99 % now, neither what it was (99.5 %) nor what was proposed (99.9 %)");
}

TEST(ChangedSince, TellsOfCountsThatMoved) {
    Basis now = fixture::basis();
    now.sli = 0.9990 + 0.00024;
    EXPECT_EQ(since(now), "") << "less than a quarter of the 0.1 % that 99.9 % grants";
    now.sli = 0.9990 - 0.0003;
    EXPECT_EQ(since(now), "The SLI of the last period is 99.87 %; it was 99.9 %");
    now.sli.reset();
    EXPECT_EQ(since(now), "Nothing was counted over the last period");
    now = fixture::basis();
    now.events_per_day = 1'999'999;
    EXPECT_EQ(since(now), "");
    now.events_per_day = 2'000'000;
    EXPECT_EQ(since(now), "Traffic has at least doubled: 2,000,000 a day, 1,000,000 then");
    now.events_per_day = 500'000;
    EXPECT_EQ(since(now), "Traffic is half or less: 500,000 a day, 1,000,000 then");
}

TEST(ChangedSince, TellsOfUpstreamsAndBreaches) {
    Basis now = fixture::basis();
    now.upstreams = {{"payments", "pay", percent("99.5")}, {"search", "find", percent("99")}};
    EXPECT_EQ(since(now, 2), "payments promises 99.5 %; it promised 99.9 % | search promises 99 %; it promised nothing, or was no dependency | The budget was overspent 2 times since");
    now.upstreams = {};
    EXPECT_EQ(since(now, 1), "payments promises nothing any more, or is no dependency any more; it promised 99.9 % | The budget was overspent once since");
}

TEST(ShareWords, KeepThreeDigitsOfWhatIsMissing) {
    EXPECT_EQ(share_words(1), "100 %");
    EXPECT_EQ(share_words(0.9), "90 %");
    EXPECT_EQ(share_words(0.998001), "99.8 %");
    EXPECT_EQ(share_words(0.99987654), "99.9877 %");
}

TEST(DueReview, IsThatOfWhatWasSaidLast) {
    const Timestamp now = fixture::kNoon + Duration::days(200);
    catalog::Slo slo;
    slo.name = "checkout";
    EXPECT_FALSE(due_review(slo, nullptr, now)) << "never reviewed: the portfolio lists it";
    Proposal p = approved();  // on 2026-01-05, to be looked at again on 2026-07-04
    EXPECT_EQ(due_review(slo, &p, now)->due_on, "2026-07-04");
    EXPECT_EQ(due_review(slo, &p, now)->target, "tg-1");
    EXPECT_FALSE(due_review(slo, &p, fixture::kNoon + Duration::days(100)));
    slo.reviewed = "2026-06-01";
    EXPECT_FALSE(due_review(slo, &p, now)) << "somebody looked at it since";
    slo.review_every = Duration::days(30);
    EXPECT_EQ(due_review(slo, &p, now)->due_on, "2026-07-01");
    EXPECT_EQ(due_review(slo, &p, now)->target, "");
    slo.reviewed = "2025-12-01";
    EXPECT_EQ(due_review(slo, &p, now)->target, "tg-1") << "the target is newer";
}

}  // namespace
}  // namespace plimsoll::targets

#include "domain/policy/gate.h"

#include <gtest/gtest.h>

#include "domain/policy/fixture_for_tests.h"
#include "domain/policy/standing.h"

namespace plimsoll::policy {
namespace {

using fixture::kNoon;
using fixture::spent;
using enum BudgetState;

SloFacts slo(const std::string& name, std::int64_t bad) {
    SloFacts facts;
    facts.slo = name;
    facts.figure = spent(bad);
    facts.stale_after = Duration::minutes(10);
    const Judged judged = judge_budget(healthy, facts.figure, fixture::terms());
    facts.state = judged.state;
    facts.why = judged.why;
    return facts;
}

GateFacts facts(std::vector<SloFacts> slos) {
    GateFacts out;
    out.service = "shop";
    out.at = kNoon + Duration::minutes(1);
    out.terms = fixture::terms();
    out.slos = std::move(slos);
    return out;
}

std::string codes(const GateAnswer& answer) {
    std::string out;
    for (const GateReason& r : answer.reasons) out += (out.empty() ? "" : " ") + r.code + (r.slo.empty() ? "" : ":" + r.slo);
    return out;
}

TEST(Gate, AllowsWhatHasBudgetAndNamesTheLeast) {
    const GateAnswer answer = decide_gate(facts({slo("checkout", 200), slo("search", 650)}));
    EXPECT_EQ(answer.answer, Answer::allowed);
    EXPECT_EQ(answer.state, healthy);
    ASSERT_EQ(codes(answer), "budget_left:search");
    EXPECT_EQ(answer.reasons[0].text, "search has 35.0 % of its error budget left, the least of the service");
}

TEST(Gate, GuardsStandInTheirOrder) {
    SloFacts silent = slo("silent", 0);
    silent.figure.as_of = kNoon - Duration::minutes(20);
    SloFacts unfed;
    unfed.slo = "unfed";
    const GateAnswer refused = decide_gate(facts({slo("a-caution", 800), slo("b-freeze", 900), slo("c-breach", 1000), silent, unfed}));
    EXPECT_EQ(refused.answer, Answer::refused) << "what is known to be spent is known, whatever is not";
    EXPECT_EQ(refused.state, breach);
    EXPECT_EQ(codes(refused), "budget_freeze:b-freeze budget_breach:c-breach stale:silent no_data:unfed budget_caution:a-caution");

    const GateAnswer unsure = decide_gate(facts({slo("a-caution", 800), silent, unfed}));
    EXPECT_EQ(unsure.answer, Answer::cannot_tell);
    EXPECT_EQ(codes(unsure), "stale:silent no_data:unfed budget_caution:a-caution");

    EXPECT_EQ(decide_gate(facts({slo("a-caution", 800)})).answer, Answer::allowed);
    EXPECT_EQ(decide_gate(facts({})).answer, Answer::cannot_tell);
    EXPECT_EQ(codes(decide_gate(facts({}))), "no_slo");
}

TEST(Gate, AnExceptionAllowsAndTheOthersAreStillTold) {
    GateFacts asked = facts({slo("b-freeze", 950)});
    asked.exceptions = {{"shop-x1", "payments", "tax change of 1 January", kNoon + Duration::hours(4)}};
    const GateAnswer answer = decide_gate(asked);
    EXPECT_EQ(answer.answer, Answer::allowed);
    EXPECT_EQ(codes(answer), "exception budget_freeze:b-freeze");
    EXPECT_EQ(answer.reasons[0].text,
              "exception shop-x1 of payments allows changes until 2026-01-01T16:00:00Z: tax change of 1 January");
    EXPECT_EQ(answer.reasons[1].effect, Effect::refuses);
}

TEST(Gate, MissingDataDoNotOpenItAgain) {
    SloFacts frozen = slo("checkout", 950);
    frozen.figure.as_of = kNoon - Duration::days(2);
    EXPECT_EQ(decide_gate(facts({frozen})).answer, Answer::refused);
}

TEST(Gate, IsStaleFromTheBoundOn) {
    SloFacts one = slo("checkout", 0);
    one.figure.as_of = kNoon + Duration::minutes(1) - Duration::minutes(10) + Duration::ms(1);
    EXPECT_EQ(decide_gate(facts({one})).answer, Answer::allowed);
    one.figure.as_of = kNoon + Duration::minutes(1) - Duration::minutes(10);
    EXPECT_EQ(decide_gate(facts({one})).answer, Answer::cannot_tell);
}

TEST(Gate, DoesAsThePolicySays) {
    GateFacts asked = facts({slo("checkout", 800)});
    asked.terms.refuses = {caution};
    EXPECT_EQ(decide_gate(asked).answer, Answer::refused);
    asked.slos = {slo("checkout", 1200)};
    EXPECT_EQ(decide_gate(asked).answer, Answer::allowed) << "this policy does not refuse in breach";
    asked.slos[0].state = unknown;
    asked.terms.refuses = {unknown};
    EXPECT_EQ(decide_gate(asked).answer, Answer::refused);
}

TEST(Gate, AnOpenPageInforms) {
    SloFacts burning = slo("checkout", 100);
    burning.pages_open = 2;
    const GateAnswer answer = decide_gate(facts({burning}));
    EXPECT_EQ(answer.answer, Answer::allowed);
    EXPECT_EQ(answer.reasons.back().text, "checkout has 2 open pages: is this change its repair?");
}

TEST(Gate, TheSameFactsAreThoseThatDecide) {
    const GateFacts a = facts({slo("checkout", 100)});
    GateFacts b = a;
    b.at = a.at + Duration::seconds(5);
    b.seen_seq = 99;
    EXPECT_TRUE(same_facts(a, b));
    b.slos[0].pages_open = 1;
    EXPECT_FALSE(same_facts(a, b));
}

}  // namespace
}  // namespace plimsoll::policy

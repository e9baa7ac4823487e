#include <gtest/gtest.h>

#include "server/records_testing.h"
#include "server/sentences.h"

namespace plimsoll::server {
namespace {

using policy::BudgetState;
using testing::kNow;

Told told(const policy::Event& event) {
    return tell(WorldEvent(event), {[](const std::string&) { return std::string("shop"); },
                                    [](const std::string& actor) { return actor == "person:1" ? std::string("Ana Lima") : actor; },
                                    [](const std::string&) { return std::optional<WorldEvent>(); }, kNow});
}

TEST(PolicySentences, OfStates) {
    policy::StateEntered e;
    e.slo = "checkout";
    e.service = "shop";
    e.from = BudgetState::caution;
    e.to = BudgetState::freeze;
    e.why = "9.0 % left, at or below the freeze line of 10.0 %";
    e.terms.source = "policy critical";
    EXPECT_EQ(told(e).text, "The budget of checkout went from caution to freeze: 9.0 % left, at or below the freeze line of 10.0 % (policy critical)");
    EXPECT_EQ(told(e).services, (std::set<std::string>{"shop"}));
    EXPECT_EQ(told(e).slos, (std::set<std::string>{"checkout"}));
    e.to = BudgetState::unknown;
    e.why = "coverage 80.0 % is under the floor of 90 %";
    EXPECT_EQ(told(e).text, "The budget of checkout cannot be told any more: coverage 80.0 % is under the floor of 90 % (policy critical)");
    EXPECT_EQ(told(policy::StandingEnded{"checkout", "shop", BudgetState::breach, kNow, "the SLO is no longer declared"}).text,
              "The budget of checkout is no longer watched (breach): the SLO is no longer declared");
}

TEST(PolicySentences, OfBreaches) {
    EXPECT_EQ(told(policy::BreachBegan{"checkout", "shop", kNow}).text, "A breach of checkout began");
    EXPECT_EQ(told(policy::BreachEnded{"checkout", "shop", kNow}).text, "The breach of checkout ended");
    policy::ChronicBreach chronic;
    chronic.slo = "checkout";
    chronic.breaches = {kNow, kNow, kNow};
    chronic.within = Duration::days(90);
    EXPECT_EQ(told(chronic).text, "checkout is in breach again and again: 3 times within 90 d");
}

TEST(PolicySentences, OfExceptionsAndDecisions) {
    EXPECT_EQ(told(policy::ExceptionGranted{"shop-x1", "shop", "payments", "tax\nchange", kNow + Duration::minutes(5), {"gate"}, "person:1"}).text,
              "Ana Lima granted shop an exception for payments until 11:11:40 UTC: taxchange");
    EXPECT_EQ(told(policy::ExceptionEnded{"shop-x1", "shop", false, "shipped", "person:1"}).text, "Ana Lima ended exception shop-x1 of shop: shipped");
    EXPECT_EQ(told(policy::ExceptionEnded{"shop-x1", "shop", true, "its time is over", "system"}).text, "Exception shop-x1 of shop ran out");
    policy::GateDecided decided;
    decided.id = "shop-17";
    decided.service = "shop";
    decided.answer = {policy::Answer::refused, BudgetState::breach, {{"budget_breach", "checkout is in breach", "checkout", policy::Effect::refuses}}};
    EXPECT_EQ(told(decided).text, "Gate of shop, decision shop-17: refused: checkout is in breach");
    decided.answer = {policy::Answer::cannot_tell, BudgetState::unknown, {}};
    EXPECT_EQ(told(decided).text, "Gate of shop, decision shop-17: cannot tell");
}

}  // namespace
}  // namespace plimsoll::server

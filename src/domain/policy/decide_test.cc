#include "domain/policy/decide.h"

#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "domain/policy/fixture_for_tests.h"

namespace plimsoll::policy {
namespace {

using fixture::Folded;
using fixture::kNoon;
using fixture::spent;
using enum BudgetState;

GrantException grant(Duration lasts = Duration::hours(4)) {
    return {"shop", "payments", "tax change", kNoon + lasts, {"gate"}, Duration::days(7)};
}

AskGate ask(std::int64_t bad = 100) {
    GateFacts facts;
    facts.service = "shop";
    facts.terms = fixture::terms();
    SloFacts slo;
    slo.slo = "checkout";
    slo.figure = spent(bad);
    slo.stale_after = Duration::minutes(10);
    facts.slos = {slo};
    return {facts};
}

TEST(JudgeBudget, SaysOnlyWhatChanged) {
    Folded log;
    EXPECT_EQ(log.judge(100), "") << "healthy is where everybody begins";
    EXPECT_EQ(log.judge(760), "StateEntered");
    EXPECT_EQ(log.judge(770), "");
    EXPECT_EQ(log.judge(910), "StateEntered");
    EXPECT_EQ(log.judge(1100), "StateEntered BreachBegan");
    EXPECT_EQ(log.judge(920), "StateEntered BreachEnded");
    EXPECT_EQ(log.standing(), freeze);
    EXPECT_EQ(log.judge(0), "StateEntered");
    EXPECT_EQ(log.standing(), healthy);
}

TEST(JudgeBudget, CarriesWhoIsToldAndSinceWhenTheOldStateHeld) {
    Folded log;
    log.judge(910);
    const auto entered = std::get<StateEntered>(log.log.back().first);
    EXPECT_EQ(entered.from, healthy);
    EXPECT_EQ(entered.from_since, std::nullopt);
    EXPECT_EQ(entered.channels, std::vector<std::string>{"ops"});
    EXPECT_EQ(entered.terms.version, fixture::terms().version);
    log.judge(1100);
    const auto breached = std::get<StateEntered>(log.log[1].first);
    EXPECT_EQ(breached.from_since, entered.as_of);
    EXPECT_EQ(breached.channels, (std::vector<std::string>{"ops", "boss"}));
}

TEST(JudgeBudget, HistoryFreezesNobody) {
    Folded log;
    const auto at = [&](Timestamp as_of) { return log.said(JudgeBudget{"checkout", "shop", spent(2000, as_of), fixture::critical(), "policy critical"}); };
    EXPECT_EQ(at(kNoon - Duration::minutes(15) - Duration::ms(1)), "");
    EXPECT_EQ(at(kNoon - Duration::minutes(15)), "StateEntered BreachBegan");
    EXPECT_EQ(log.said(JudgeBudget{"checkout", "shop", spent(0, kNoon - Duration::minutes(15) - Duration::ms(1)), fixture::critical(), ""}), "");
    EXPECT_EQ(log.said(JudgeBudget{"checkout", "shop", Figure{}, fixture::critical(), ""}), "") << "never fed";
}

TEST(JudgeBudget, UnknownKeepsWhatWasKnown) {
    Folded log;
    log.judge(760);
    log.now = log.now + Duration::minutes(1);
    Figure blind = fixture::with_gap(spent(0, log.now), fixture::kPeriodSlots / 5);
    EXPECT_EQ(log.said(JudgeBudget{"checkout", "shop", blind, fixture::critical(), "policy critical"}), "StateEntered");
    EXPECT_EQ(log.standing(), unknown);
    EXPECT_EQ(log.judge(720), "StateEntered") << "28 % are above the line, but not by the hysteresis";
    EXPECT_EQ(log.standing(), caution);
}

TEST(JudgeBudget, AThirdBreachWithinNinetyDaysIsChronicOnce) {
    Folded log;
    const Duration ten_days = Duration::days(10);
    EXPECT_EQ(log.judge(1100, ten_days), "StateEntered BreachBegan");
    EXPECT_EQ(log.judge(0, ten_days), "StateEntered BreachEnded");
    EXPECT_EQ(log.judge(1100, ten_days), "StateEntered BreachBegan");
    EXPECT_EQ(log.judge(0, ten_days), "StateEntered BreachEnded");
    EXPECT_EQ(log.judge(1100, ten_days), "StateEntered BreachBegan ChronicBreach");
    const auto chronic = std::get<ChronicBreach>(log.log.back().first);
    EXPECT_EQ(chronic.breaches.size(), 3u);
    EXPECT_EQ(chronic.channels, std::vector<std::string>{"director"});
    EXPECT_EQ(log.judge(0, ten_days), "StateEntered BreachEnded");
    EXPECT_EQ(log.judge(1100, ten_days), "StateEntered BreachBegan") << "they were told";
    EXPECT_EQ(log.judge(0, ten_days), "StateEntered BreachEnded");
    EXPECT_EQ(log.judge(1100, Duration::days(71)), "StateEntered BreachBegan") << "the fourth is 91 days old by now";
    EXPECT_EQ(log.judge(0, ten_days), "StateEntered BreachEnded");
    EXPECT_EQ(log.judge(1100, Duration::days(1)), "StateEntered BreachBegan");
    EXPECT_EQ(log.judge(0, Duration::days(1)), "StateEntered BreachEnded");
    EXPECT_EQ(log.judge(1100, Duration::days(1)), "StateEntered BreachBegan ChronicBreach") << "and of a new run they are told again";
}

TEST(EndStanding, ForgetsWhatIsNoLongerDeclared) {
    Folded log;
    EXPECT_EQ(log.said(EndStanding{"checkout", "gone"}), "");
    log.judge(1100);
    EXPECT_EQ(log.said(EndStanding{"checkout", "gone"}), "StandingEnded");
    EXPECT_TRUE(log.state.standings.empty());
}

TEST(GrantException, RefusesEveryFieldAtOnce) {
    Folded log;
    GrantException wrong = grant();
    wrong.owner = "";
    wrong.reason = std::string(501, 'x');
    wrong.ends = kNoon;
    wrong.allows = {"everything"};
    const auto refused = log.give(wrong);
    ASSERT_FALSE(refused);
    std::vector<std::string> where;
    for (const FieldError& field : refused.error().fields()) where.push_back(field.where);
    EXPECT_EQ(where, (std::vector<std::string>{"/owner", "/reason", "/ends", "/allows"}));
}

TEST(GrantException, LastsAsLongAsThePolicyGrantsAtMost) {
    Folded log;
    EXPECT_EQ(log.said(grant(Duration::days(7) + Duration::ms(1))), "!base.invalid");
    EXPECT_EQ(log.said(grant(Duration::days(7))), "ExceptionGranted");
    EXPECT_EQ(log.said(grant(Duration::ms(1))), "ExceptionGranted");
    EXPECT_EQ(log.said(grant(Duration())), "!base.invalid");
}

TEST(GrantException, TwentyHoldAtATime) {
    Folded log;
    for (std::size_t i = 0; i < kExceptionsPerService; ++i) EXPECT_EQ(log.said(grant(Duration::minutes(5))), "ExceptionGranted");
    EXPECT_EQ(log.said(grant()), "!policy.too_many_exceptions");
    log.now = kNoon + Duration::minutes(5);
    EXPECT_EQ(log.said(grant()), "ExceptionGranted") << "those of before are over, told or not";
}

TEST(EndException, ByAPersonOrByTime) {
    Folded log;
    EXPECT_EQ(log.said(EndException{"shop-x1", "done"}), "!policy.unknown_exception");
    log.said(grant());
    log.said(grant(Duration::hours(1)));
    EXPECT_EQ(log.said(EndException{"shop-x1", ""}), "!base.invalid");
    EXPECT_EQ(log.said(EndException{"shop-x1", "done"}), "ExceptionEnded");
    EXPECT_EQ(log.said(EndException{"shop-x1", "done"}), "!policy.exception_over");
    EXPECT_EQ(next_due(log.state), kNoon + Duration::hours(1));
    EXPECT_EQ(log.said(EndDueExceptions{}), "");
    log.now = kNoon + Duration::hours(1);
    EXPECT_EQ(log.said(EndDueExceptions{}, "system"), "ExceptionEnded");
    EXPECT_EQ(log.state.exceptions.at("shop-x2").ended_by, "system");
    EXPECT_EQ(next_due(log.state), std::nullopt);
}

TEST(AskGate, TheSameQuestionWithinTenSecondsIsTheSameDecision) {
    Folded log;
    EXPECT_EQ(log.said(ask()), "GateDecided");
    log.now = kNoon + Duration::seconds(10);
    EXPECT_EQ(log.said(ask()), "");
    EXPECT_EQ(log.said(ask(), "person:2"), "GateDecided") << "another asks";
    EXPECT_EQ(log.said(ask(101)), "GateDecided") << "the facts moved";
    log.now = log.now + Duration::seconds(10) + Duration::ms(1);
    EXPECT_EQ(log.said(ask(101)), "GateDecided") << "the ten seconds are over";
    EXPECT_NE(find_decision(log.state, "shop-4"), nullptr);
    EXPECT_EQ(find_decision(log.state, "shop-5"), nullptr);
}

TEST(AskGate, StatesAndExceptionsComeFromTheStateAndNotFromWhoAsks) {
    Folded log;
    log.judge(1100);
    log.said(grant());
    AskGate asked = ask(920);
    asked.facts.slos[0].state = healthy;
    asked.facts.exceptions = {{"forged", "", "", kNoon}};
    log.said(asked);
    const Decision& decision = log.state.gates.at("shop").decisions.back();
    EXPECT_EQ(decision.facts.slos[0].state, freeze) << "8 % left after a breach";
    ASSERT_EQ(decision.facts.exceptions.size(), 1u);
    EXPECT_EQ(decision.facts.exceptions[0].id, "shop-x1");
    EXPECT_EQ(decision.answer.answer, Answer::allowed);
}

TEST(AskGate, SixHundredDecisionsAMinuteAndNoMore) {
    Folded log;
    for (std::size_t i = 0; i < kDecisionsPerMinute; ++i) ASSERT_EQ(log.said(ask(static_cast<std::int64_t>(i))), "GateDecided");
    EXPECT_EQ(log.said(ask(700)), "!policy.too_many_decisions");
    EXPECT_EQ(log.said(ask(599)), "") << "what is decided is answered";
    log.now = kNoon + Duration::minutes(1);
    EXPECT_EQ(log.said(ask(700)), "GateDecided");
    EXPECT_EQ(log.state.gates.at("shop").decisions.size(), kDecisionsPerService);
    EXPECT_EQ(log.state.gates.at("shop").made, kDecisionsPerMinute + 1);
}

TEST(State, KeepsNoMoreThanItSays) {
    Folded log;
    for (std::size_t i = 0; i <= kBreachesPerSlo; ++i) {
        log.judge(1100);
        log.judge(0);
    }
    EXPECT_EQ(log.state.standings.at("checkout").breaches.size(), kBreachesPerSlo);
    for (std::size_t i = 0; i <= kEndedExceptionsPerService; ++i) {
        log.now = log.now + Duration::seconds(1);
        GrantException one = grant();
        one.ends = log.now + Duration::hours(1);
        log.said(one);
        log.said(EndException{"shop-x" + std::to_string(i + 1), "done"});
    }
    EXPECT_EQ(log.state.exceptions.size(), kEndedExceptionsPerService);
    EXPECT_FALSE(log.state.exceptions.contains("shop-x1"));
}

TEST(Codec, EveryEventAndTheStateComeBackAsTheyWent) {
    Folded log;
    log.judge(1100);
    for (int i = 0; i < 2; ++i) {
        log.judge(0);
        log.judge(1100);
    }
    log.said(grant());
    log.said(ask(1100));
    log.said(EndException{"shop-x1", "done"});
    log.said(EndStanding{"checkout", "gone"});
    State again;
    std::set<std::string> types;
    for (const auto& [event, stamp] : log.log) {
        const log::NewEvent row = encode(event, {stamp.at, stamp.actor}, "worker");
        types.insert(row.type);
        const auto back = decode(row);
        ASSERT_TRUE(back && *back) << row.type;
        EXPECT_EQ(encode(**back, {stamp.at, stamp.actor}, "worker").body, row.body);
        apply(again, **back, stamp);
    }
    EXPECT_EQ(types.size(), std::variant_size_v<Event>);
    EXPECT_EQ(json::encode(again), json::encode(log.state));
    const auto restored = json::decode<State>(json::encode(log.state));
    ASSERT_TRUE(restored) << restored.error().report();
    EXPECT_EQ(json::encode(*restored), json::encode(log.state));
}

}  // namespace
}  // namespace plimsoll::policy

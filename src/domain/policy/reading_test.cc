#include "domain/policy/reading.h"

#include <gtest/gtest.h>

#include "domain/policy/fakes_for_tests.h"
#include "domain/policy/routes.h"
#include "domain/policy/views.h"

namespace plimsoll::policy {
namespace {

using fixture::kNoon;
using fixture::Rig;
using enum BudgetState;

const api::Actor kCi{"token:ci", {api::Right::view}};

Result<api::Reply> call(Rig& rig, api::Method method, const std::string& path, const std::map<std::string, std::string>& parameters,
                        const std::string& body = "", std::multimap<std::string, std::string> query = {}) {
    std::vector<api::Route> rows = routes(rig.ports());
    for (api::Route& row : promise_routes(rig.ports())) rows.push_back(std::move(row));
    for (const api::Route& row : rows) {
        if (row.path != path || row.method != method) continue;
        api::Request request;
        request.method = method;
        request.path_parameters = parameters;
        request.body = body;
        request.query = std::move(query);
        request.actor = kCi;
        request.at = rig.clock.now();
        return row.handler(request);
    }
    return fail(plimsoll::errors::not_found, "no such row");
}

TEST(AskGate, RecordsWhatItSawAndAnswers) {
    Rig rig;
    rig.spend(100);
    const auto asked = ask_gate(rig.ports(), kCi, "shop");
    ASSERT_TRUE(asked) << asked.error().report();
    EXPECT_EQ(asked->decision.id, "shop-1");
    EXPECT_EQ(asked->decision.actor, "token:ci");
    EXPECT_EQ(asked->decision.answer.answer, Answer::allowed);
    EXPECT_EQ(asked->decision.facts.terms.source, "policy critical");
    EXPECT_EQ(rig.news(), "GateDecided");
    const auto again = ask_gate(rig.ports(), kCi, "shop");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->decision.id, "shop-1") << "the same question";
    EXPECT_FALSE(ask_gate(rig.ports(), kCi, "nowhere"));
}

TEST(AskGate, AStateThatTheWorkerHasNotSeenYetIsLoggedFirst) {
    Rig rig;
    rig.spend(1000);
    const auto asked = ask_gate(rig.ports(), kCi, "shop");
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->decision.answer.answer, Answer::refused);
    EXPECT_EQ(rig.news(), "StateEntered BreachBegan GateDecided");
}

TEST(AskGate, ShowsTheBudgetWithAndWithoutExclusions) {
    Rig rig;
    rig.spend(500);
    auto& counted = rig.counts->slos["checkout"];
    counted.counted = counted.live;
    slo::fixture::set(rig.catalog->slos.at("checkout"), counted.counted, slo::fixture::window(Duration::days(30), kNoon, 1'000'000, 2000));
    counted.excluded = {{{kNoon - Duration::hours(2), kNoon - Duration::hours(1)}, "exclusion-1"}};
    const auto asked = ask_gate(rig.ports(), kCi, "shop");
    ASSERT_TRUE(asked);
    const Figure& figure = asked->decision.facts.slos.at(0).figure;
    EXPECT_DOUBLE_EQ(*figure.budget, 0.5);
    EXPECT_DOUBLE_EQ(*figure.budget_without_exclusions, -1.0);
    EXPECT_EQ(asked->decision.answer.answer, Answer::allowed) << "what was approved is left out";
}

TEST(AskGate, GroupsAreSpokenForByTheirRollUp) {
    Rig rig;
    rig.spend(100);
    catalog::Slo group = rig.catalog->slos.at("checkout");
    group.name = "checkout@eu";
    group.group_of = "checkout";
    rig.catalog->slos[group.name] = group;
    const auto asked = ask_gate(rig.ports(), kCi, "shop");
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->decision.facts.slos.size(), 1u);
}

TEST(Routes, PolicyShowsStatesConsequencesAndBreaches) {
    Rig rig;
    rig.spend(1000);
    ASSERT_TRUE(ask_gate(rig.ports(), kCi, "shop"));
    rig.clock.advance(Duration::minutes(1));
    rig.spend(930);
    ASSERT_TRUE(ask_gate(rig.ports(), kCi, "shop"));
    const auto reply = call(rig, api::Method::get, "/api/v1/services/{service}/policy", {{"service", "shop"}});
    ASSERT_TRUE(reply) << reply.error().report();
    const auto shown = json::decode<ServicePolicy>(reply->body);
    ASSERT_TRUE(shown) << shown.error().report();
    EXPECT_EQ(shown->policy, "critical");
    EXPECT_EQ(shown->state, freeze);
    EXPECT_EQ(shown->consequences, std::vector<std::string>{"Only repairs are shipped"});
    EXPECT_EQ(shown->told, std::vector<std::string>{"ops"});
    ASSERT_EQ(shown->breaches.size(), 1u);
    EXPECT_EQ(shown->breaches[0].until, kNoon + Duration::minutes(1));
    EXPECT_EQ(shown->slos.at(0).thresholds, (slo::Thresholds{0.25, 0.1, "policy critical"}));
    EXPECT_EQ(call(rig, api::Method::get, "/api/v1/services/{service}/policy", {{"service", "x"}}).error().code(), "policy.unknown_service");
}

TEST(Routes, AnExceptionIsGrantedSeenAtTheGateAndEnded) {
    Rig rig;
    rig.spend(1000);
    const auto made = call(rig, api::Method::post, "/api/v1/policy-exceptions", {},
                           R"({"service":"shop","owner":"payments","reason":"tax change","lasts":"4h","allows":["gate"]})");
    ASSERT_TRUE(made) << made.error().report();
    EXPECT_EQ(made->status, 201);
    EXPECT_EQ(json::decode<Exception>(made->body)->ends, kNoon + Duration::hours(4));
    const auto gate = call(rig, api::Method::get, "/api/v1/services/{service}/gate", {{"service", "shop"}});
    const auto decision = json::decode<GateDecision>(gate->body);
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->answer, Answer::allowed);
    ASSERT_TRUE(decision->exception);
    EXPECT_EQ(decision->exception->id, "shop-x1");
    EXPECT_EQ(decision->state, breach);
    const auto ended = call(rig, api::Method::post, "/api/v1/policy-exceptions/{id}/end", {{"id", "shop-x1"}}, R"({"reason":"shipped"})");
    ASSERT_TRUE(ended) << ended.error().report();
    const auto list = json::decode<ExceptionList>(call(rig, api::Method::get, "/api/v1/policy-exceptions", {})->body);
    ASSERT_EQ(list->items.size(), 1u);
    EXPECT_EQ(list->items[0].end_reason, "shipped");
    const auto after = json::decode<GateDecision>(call(rig, api::Method::get, "/api/v1/services/{service}/gate", {{"service", "shop"}})->body);
    EXPECT_EQ(after->answer, Answer::refused);
}

TEST(Routes, BadExceptionsSayWhatToWrite) {
    Rig rig;
    const auto post = [&](const std::string& body) { return call(rig, api::Method::post, "/api/v1/policy-exceptions", {}, body); };
    EXPECT_EQ(post(R"({"service":"shop","owner":"a","reason":"b"})").error().fields().at(0).where, "/ends");
    EXPECT_EQ(post(R"({"service":"shop","owner":"a","reason":"b","lasts":"1h","ends":"2026-01-02T00:00:00Z"})").error().fields().at(0).where, "/ends");
    EXPECT_EQ(post(R"({"service":"shop","owner":"a","reason":"b","lasts":"8d"})").error().fields().at(0).where, "/ends");
    EXPECT_EQ(post(R"({"service":"nowhere","owner":"a","reason":"b","lasts":"1h"})").error().fields().at(0).where, "/service");
    EXPECT_FALSE(post(R"({"service":"shop","owner":"a","reason":"b","lasts":"1h","whatever":1})"));
    EXPECT_FALSE(post("{"));
}

TEST(Routes, DecisionsAreListedInPagesNewestFirst) {
    Rig rig;
    for (int i = 0; i < 5; ++i) {
        rig.clock.advance(Duration::minutes(1));
        rig.spend(i % 2 == 0 ? 100 : 1000);
        ASSERT_TRUE(ask_gate(rig.ports(), kCi, "shop"));
    }
    const auto list = [&](std::multimap<std::string, std::string> query) {
        return call(rig, api::Method::get, "/api/v1/gate/decisions", {}, "", std::move(query));
    };
    const auto first = json::decode<GateDecisionPage>(list({{"limit", "2"}})->body);
    ASSERT_EQ(first->items.size(), 2u);
    EXPECT_EQ(first->items[0].id, "shop-5");
    const auto second = json::decode<GateDecisionPage>(list({{"limit", "2"}, {"cursor", first->next_cursor}})->body);
    EXPECT_EQ(second->items[0].id, "shop-3");
    const auto refused = json::decode<GateDecisionPage>(list({{"answer", "refused"}})->body);
    EXPECT_EQ(refused->items.size(), 2u);
    EXPECT_EQ(refused->next_cursor, "");
    EXPECT_EQ(list({{"limit", "0"}, {"cursor", "x"}, {"answer", "maybe"}}).error().fields().size(), 3u);
    const auto detail = json::decode<GateDecisionDetail>(call(rig, api::Method::get, "/api/v1/gate/decisions/{id}", {{"id", "shop-2"}})->body);
    ASSERT_TRUE(detail);
    EXPECT_EQ(decide_gate(detail->facts).answer, detail->decision.answer);
    EXPECT_EQ(call(rig, api::Method::get, "/api/v1/gate/decisions/{id}", {{"id", "shop-9"}}).error().code(), "policy.unknown_decision");
}

}  // namespace
}  // namespace plimsoll::policy

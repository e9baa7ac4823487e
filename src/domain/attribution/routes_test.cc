// The rows from outside: what is asked, what comes back, and that it adds up in the reply as it does inside.
#include "domain/attribution/routes.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "domain/attribution/fakes_for_tests.h"
#include "domain/attribution/reading.h"

namespace plimsoll::attribution {
namespace {

using fixture::drawn;
using fixture::kStart;
using fixture::minute;

class AttributionRoutes : public testing::Test {
protected:
    ManualClock clock{minute(120)};
    std::shared_ptr<catalog::Catalog> catalog = std::make_shared<catalog::Catalog>(fixture::shop());
    std::shared_ptr<fixture::FakeCounts> counts = std::make_shared<fixture::FakeCounts>();
    slo::fixture::FakeEngine slo_engine{clock};
    fixture::FakeEngine engine{clock};
    exclusions::State exclusions;
    Ports ports = make_ports();
    std::vector<api::Route> rows = routes(ports);

    Ports make_ports() {
        Ports out;
        out.engine = engine.port();
        out.slo = {slo_engine.port(), [this] { return catalog; }, nullptr, [](const std::string&) { return std::optional<ledger::SliId>(); }, &clock};
        out.slo.counts = counts;
        out.exclusions = [this](const std::function<void(const exclusions::State&)>& look) { look(exclusions); };
        return out;
    }
    Result<api::Reply> ask(api::Method method, const std::string& path, std::map<std::string, std::string> in_path, const std::string& body = "",
                           std::multimap<std::string, std::string> query = {}) {
        for (const api::Route& row : rows) {
            if (row.path != path || row.method != method) continue;
            api::Request request;
            request.path_parameters = std::move(in_path);
            request.query = std::move(query);
            request.body = body;
            request.actor.id = "person:1";
            request.at = clock.now();
            return row.handler(request);
        }
        return fail(plimsoll::errors::not_found, "no such row: " + path);
    }
    template <class T>
    T body(Result<api::Reply> reply) {
        EXPECT_TRUE(reply) << (reply ? "" : reply.error().report());
        if (!reply) return T{};
        auto decoded = json::decode_strict<T>(reply->body);
        EXPECT_TRUE(decoded) << (decoded ? "" : decoded.error().report());
        return decoded ? *decoded : T{};
    }
    EpisodesView episodes(std::multimap<std::string, std::string> query = {}) {
        return body<EpisodesView>(ask(api::Method::get, "/api/v1/slos/{name}/episodes", {{"name", "checkout"}}, "", std::move(query)));
    }
    Result<api::Reply> charge(std::int64_t from, std::int64_t to, const std::string& rest) {
        return ask(api::Method::post, "/api/v1/slos/{name}/charges", {{"name", "checkout"}},
                   "{\"start\":\"" + text::rfc3339(minute(from)) + "\",\"end\":\"" + text::rfc3339(minute(to)) + "\"," + rest + "}");
    }
    static std::string incident(const std::string& ref) { return R"("cause":{"kind":"incident","ref":")" + ref + R"(","title":""},"reason":"seen")"; }
};

void adds_up(const EpisodesView& v) {
    std::int64_t episodes = v.background_bad + v.smaller.bad;
    for (const EpisodeView& e : v.episodes) {
        std::int64_t of_episode = e.unexplained_bad;
        for (const ChargeView& c : e.charges) of_episode += c.bad;
        EXPECT_EQ(of_episode, e.bad) << e.id;
        episodes += e.bad;
    }
    EXPECT_EQ(episodes, v.total.bad);
    std::int64_t causes = v.unexplained_bad;
    for (const CauseView& c : v.by_cause) causes += c.bad;
    EXPECT_EQ(causes, v.total.bad);
    std::int64_t charges = v.unexplained_bad;
    for (const ChargeView& c : v.charges) charges += c.bad;
    EXPECT_EQ(charges, v.total.bad);
}

TEST_F(AttributionRoutes, EveryRowHasTypesAndAHandler) {
    EXPECT_EQ(rows.size(), 4U);
    for (const api::Route& row : rows) {
        EXPECT_FALSE(row.reply.schema.empty()) << row.path;
        EXPECT_TRUE(row.handler != nullptr) << row.path;
        EXPECT_EQ(row.right, row.method == api::Method::get ? api::Right::view : api::Right::respond) << row.path;
    }
}

TEST_F(AttributionRoutes, WhatWasNeverFedSaysSo) {
    const EpisodesView none = episodes();
    EXPECT_EQ(none.note, "no data yet");
    EXPECT_FALSE(none.as_of.has_value());
    EXPECT_EQ(ask(api::Method::get, "/api/v1/slos/{name}/episodes", {{"name", "nix"}}).error().code(), "slo.unknown");
}

TEST_F(AttributionRoutes, EpisodesOfThePeriodWithTheirShares) {
    counts->minutes["checkout"] = drawn("1....9X9...............55");
    const EpisodesView v = episodes();
    ASSERT_EQ(v.episodes.size(), 2U);
    EXPECT_EQ(v.total.valid, 25'000);
    EXPECT_EQ(v.total.bad, 1'029);
    EXPECT_EQ(v.background_bad, 1);
    EXPECT_EQ(v.episodes[0].start, minute(5));
    EXPECT_EQ(v.episodes[0].end, minute(8));
    EXPECT_EQ(v.episodes[0].id, "checkout/" + std::to_string(minute(5).in_ms()));
    EXPECT_DOUBLE_EQ(*v.episodes[0].budget_share, 1018.0 / 25);  // 25 bad events are allowed
    EXPECT_FALSE(v.episodes[0].open);
    EXPECT_TRUE(v.episodes[1].open);
    EXPECT_DOUBLE_EQ(v.allowance, 0.001);
    EXPECT_EQ(v.range, (TimeRange{kStart, minute(25)}));
    EXPECT_EQ(v.unit.noun, "events");
    EXPECT_DOUBLE_EQ(*v.unexplained_share, 1);
    adds_up(v);
}

TEST_F(AttributionRoutes, AChargeTakesItsPartAndShowsIt) {
    counts->minutes["checkout"] = drawn("1....9X9...............55");
    const auto made = body<ChargeView>(charge(5, 8, R"("parts":250000,)" + incident("INC-7")));
    EXPECT_EQ(made.id, "charge-1");
    EXPECT_EQ(made.bad, 255);  // a quarter of 1,018 is 254.5: of equal remainders the charge comes before the rest
    EXPECT_EQ(made.by, "person:1");
    EXPECT_FALSE(made.earlier_definition);
    ASSERT_TRUE(charge(0, 25, R"("parts":750000,"cause":{"kind":"change","ref":"4f3a","title":"release"},"reason":"seen","from_proposal":"it was near")"));
    const EpisodesView v = episodes();
    adds_up(v);
    EXPECT_EQ(v.episodes[0].charges.size(), 2U);
    EXPECT_EQ(v.episodes[0].unexplained_bad, 0);
    ASSERT_EQ(v.by_cause.size(), 2U);
    EXPECT_EQ(v.by_cause[0].ref, "4f3a");  // the larger first
    EXPECT_EQ(v.by_cause[0].title, "release");
    EXPECT_EQ(v.charges[0].from_proposal, "it was near");
    ASSERT_EQ(v.measures.size(), 2U);
    EXPECT_NEAR(*v.measures[0].measure.value + *v.measures[1].measure.value, 1, 1e-15);
    EXPECT_DOUBLE_EQ(*v.measures[1].measure.value, *v.unexplained_share);
}

TEST_F(AttributionRoutes, ChargesFollowWhatComesLateAndWhatIsCorrectedAway) {
    counts->minutes["checkout"] = drawn("1....9X9...............55");
    ASSERT_TRUE(charge(5, 8, incident("INC-7")));
    counts->minutes["checkout"][7] = {2000, 500, 6, 6, 6};
    EXPECT_EQ(episodes().by_cause.at(0).bad, 1'509);
    counts->left_out["checkout"] = {6};
    const EpisodesView v = episodes();
    EXPECT_EQ(v.by_cause.at(0).bad, 509);
    EXPECT_EQ(v.excluded.bad, 1'000);
    EXPECT_EQ(v.excluded.valid, 1'000);
    EXPECT_EQ(v.episodes.at(0).without_data, Duration::minutes(1));
    adds_up(v);
}

TEST_F(AttributionRoutes, AWithdrawnChargeExplainsNothing) {
    counts->minutes["checkout"] = drawn(".....9X9.....");
    ASSERT_TRUE(charge(5, 8, incident("INC-7")));
    const auto gone = body<ChargeView>(ask(api::Method::post, "/api/v1/charges/{id}/withdraw", {{"id", "charge-1"}}, R"({"reason":"it was not"})"));
    EXPECT_EQ(gone.bad, 1'018);
    EXPECT_TRUE(episodes().by_cause.empty());
    EXPECT_EQ(ask(api::Method::post, "/api/v1/charges/{id}/withdraw", {{"id", "charge-1"}}, R"({"reason":"again"})").error().code(), "attribution.no_charge");
}

TEST_F(AttributionRoutes, RefusalsNameTheField) {
    counts->minutes["checkout"] = drawn("99999");
    const auto refused = charge(3, 1, R"("cause":{"kind":"incident","ref":"","title":""},"reason":"","parts":2000000)");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().fields().size(), 4U);
    EXPECT_EQ(charge(0, 3, R"("cause":{"kind":"weather","ref":"x","title":""},"reason":"x")").error().fields().at(0).where, "/cause/kind");
    EXPECT_EQ(charge(0, 3, incident("x") + R"(,"amount":3)").error().fields().at(0).where, "/amount");
    ASSERT_TRUE(charge(0, 3, incident("INC-7")));
    EXPECT_EQ(charge(2, 4, incident("INC-8")).error().code(), "attribution.over_charged");
    EXPECT_EQ(ask(api::Method::post, "/api/v1/slos/{name}/charges", {{"name", "nix"}}, "{}").error().code(), "slo.unknown");
    const auto range = ask(api::Method::get, "/api/v1/slos/{name}/episodes", {{"name", "checkout"}}, "", {{"from", "noon"}, {"to", "-3"}});
    EXPECT_EQ(range.error().fields().size(), 2U);
    const auto late = ask(api::Method::get, "/api/v1/slos/{name}/episodes", {{"name", "checkout"}}, "", {{"from", text::rfc3339(minute(50))}});
    EXPECT_EQ(late.error().code(), "attribution.bad_parameter");
}

TEST_F(AttributionRoutes, ARangeIsPartOfThePeriodsBudget) {
    counts->minutes["checkout"] = drawn("1....9X9...............55");
    const EpisodesView v = episodes({{"from", text::rfc3339(minute(20))}});
    EXPECT_EQ(v.total.bad, 10);
    ASSERT_EQ(v.episodes.size(), 1U);
    EXPECT_DOUBLE_EQ(*v.episodes[0].budget_share, 10.0 / 25);  // of the whole period, as in the list of all
    EXPECT_NE(v.note.find("Shares of the budget are of the period"), std::string::npos);
    const EpisodesView early = episodes({{"to", text::rfc3339(minute(6))}});
    EXPECT_EQ(early.range.end, minute(6));
    EXPECT_EQ(early.total.bad, 10);
}

TEST_F(AttributionRoutes, ProposesTheUpstreamThatBurnt) {
    counts->minutes["checkout"] = drawn("..........999999..........");
    counts->minutes["pay"] = drawn("..........888888..........");
    counts->minutes["find"] = drawn("..........................");
    ASSERT_EQ(episodes().episodes.size(), 1U);
    const auto proposals = episodes().episodes[0].proposals;
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_EQ(proposals[0].reason, "payments (pay) burnt 8.0x from 00:10 to 00:16 UTC, 100 % of this episode");
    ASSERT_TRUE(charge(10, 16, R"("parts":600000,"cause":{"kind":"dependency","ref":"payments","title":""},"reason":"seen")"));
    EXPECT_TRUE(episodes().episodes[0].proposals.empty());  // it is charged to it already
}

TEST_F(AttributionRoutes, ProposesAnEditOfTheCatalogue) {
    counts->minutes["checkout"] = drawn("..........999999..........");
    catalog::CatalogApplied applied;
    applied.version = 3;
    applied.changes = {{"SLO", "checkout", catalog::ChangeAction::changed, {{"objective", {}, {}}, {"definition_version", {}, {}}}},
                       {"Service", "elsewhere", catalog::ChangeAction::changed, {}}};
    watch(engine.state, applied, {9, minute(8), "system"});
    const auto proposals = episodes().episodes.at(0).proposals;
    ASSERT_EQ(proposals.size(), 1U);
    EXPECT_EQ(proposals[0].cause.ref, "catalogue version 3");
    EXPECT_EQ(proposals[0].strength, Strength::strong);
}

TEST_F(AttributionRoutes, BeyondFiveHundredTheSmallestAreAddedUp) {
    std::string minutes;
    for (int i = 0; i < 520; ++i) minutes += i % 26 == 0 ? "9......" : "X......";
    counts->minutes["checkout"] = drawn(minutes);
    catalog->slos["checkout"].period = Duration::days(30);
    const EpisodesView v = episodes();
    EXPECT_EQ(v.episodes.size(), kEpisodesMost);
    EXPECT_EQ(v.smaller.count, 20);
    EXPECT_EQ(v.smaller.bad, 180);  // the twenty with nine
    adds_up(v);
}

TEST_F(AttributionRoutes, AnEarlierDefinitionsChargeKeepsItsPlace) {
    counts->minutes["checkout"] = drawn(".....9X9.....");
    ASSERT_TRUE(charge(5, 8, incident("INC-7")));
    catalog->slos["checkout"].sli_version = "s2";
    counts->minutes["checkout"] = drawn(".............5");  // the new indicator never saw it
    const EpisodesView v = episodes();
    ASSERT_EQ(v.charges.size(), 1U);
    EXPECT_TRUE(v.charges[0].earlier_definition);
    EXPECT_EQ(v.charges[0].bad, 0);
    EXPECT_EQ(charge(6, 7, incident("INC-8")).error().code(), "attribution.over_charged");
    catalog->slos.erase("checkout");
    EXPECT_EQ(charges_on(engine.state, "checkout").size(), 1U);
}

TEST_F(AttributionRoutes, SlicesAreChargedWhole) {
    catalog->slos["checkout"].method = catalog::BudgetingMethod::timeslices;
    catalog->slos["checkout"].slicing = catalog::Slicing{Duration::minutes(5), *Ratio::of(99, 100), catalog::EmptySlice::gap};
    counts->finest = Duration::minutes(5);
    counts->minutes["checkout"] = drawn("999990000000000");
    const auto made = body<ChargeView>(charge(1, 9, incident("INC-7")));
    EXPECT_EQ(made.start, minute(0));
    EXPECT_EQ(made.end, minute(5));
    EXPECT_EQ(charge(6, 9, incident("INC-8")).error().fields().at(0).where, "/end");
    EXPECT_EQ(episodes().step, Duration::minutes(5));
}

TEST_F(AttributionRoutes, LongRangesAreReadInPiecesAtOneStep) {
    catalog->slos["checkout"].period = Duration::days(90);
    counts->minutes["checkout"] = std::vector<ledger::Slot>(90 * 24 * 60 / 30, {1000, 0, 6, 6, 6});  // three days fed
    const catalog::Slo& slo = catalog->slos["checkout"];
    const TimeRange range{minute(3), minute(3) + Duration::days(90)};
    const auto series = read_series(*counts, slo, range);
    ASSERT_TRUE(series.has_value());
    EXPECT_EQ(series->slots.size(), 90U * 24 * 60);
    ASSERT_EQ(counts->asked.size(), 4U);
    Timestamp next = range.start;
    for (const TimeRange& piece : counts->asked) {
        EXPECT_EQ(piece.start, next);
        EXPECT_LE(piece.length(), Duration::days(30));
        next = piece.end;
    }
    EXPECT_EQ(next, range.end);
    std::int64_t valid = 0;
    for (const ledger::Slot& slot : series->slots) valid += slot.valid;
    EXPECT_EQ(valid, (3 * 24 * 60 - 3) * 1000);
}

TEST_F(AttributionRoutes, DiskTroubleIsToldAndNotHidden) {
    counts->minutes["checkout"] = drawn("999");
    counts->broken = true;
    EXPECT_EQ(ask(api::Method::get, "/api/v1/slos/{name}/episodes", {{"name", "checkout"}}).error().code(), "base.io");
    counts->minutes["pay"] = drawn("999");
    EXPECT_EQ(ask(api::Method::get, "/api/v1/services/{service}/dependency-budgets", {{"service", "shop"}}).error().code(), "base.io");
}

TEST_F(AttributionRoutes, DependencyBudgetsOfAService) {
    counts->minutes["checkout"] = drawn("..........");
    counts->minutes["pay"] = drawn("11111.....");  // five of 10,000: 1.5 times a third of a thousandth
    const auto asked = [&](const std::string& service, std::multimap<std::string, std::string> query = {}) {
        return ask(api::Method::get, "/api/v1/services/{service}/dependency-budgets", {{"service", service}}, "", std::move(query));
    };
    const auto all = body<DependencyBudgets>(asked("shop"));
    EXPECT_EQ(all.slo, "checkout");
    ASSERT_EQ(all.items.size(), 2U);
    EXPECT_DOUBLE_EQ(*all.items[0].spent, 1.5);
    EXPECT_EQ(all.items[0].overspent, true);
    EXPECT_EQ(all.items[1].why_empty, "no data yet of find");
    EXPECT_EQ(body<DependencyBudgets>(asked("payments")).why_empty, "the service declares no dependencies");
    EXPECT_EQ(asked("nix").error().code(), "attribution.unknown_service");
    EXPECT_EQ(asked("shop", {{"slo", "pay"}}).error().fields().at(0).where, "query slo");
    catalog->slos.erase("checkout");
    EXPECT_EQ(body<DependencyBudgets>(asked("shop")).why_empty, "the service has no SLO, so there is no budget to grant");
}

}  // namespace
}  // namespace plimsoll::attribution

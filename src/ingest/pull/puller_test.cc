#include "ingest/pull/puller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/pull/pulling_for_tests.h"

namespace plimsoll::ingest::pull {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Counts = std::map<std::int64_t, double>;

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// Requests 100 each minute, errors 1; the first 90 s after kStart.
double steady(const std::string& query, Timestamp) { return query.find("errors_total{") < query.find("requests_total{") ? 1 : 100; }

TEST(Puller, AsksForEachStepOnceItIsThirtySecondsOld) {
    Pulling p({Pulling::ratio("shop")});
    p.server.value = steady;
    p.turn();
    EXPECT_EQ(p.server.asked.size(), 1u);  // the newest step that is old enough
    p.pass(Duration::minutes(5));
    EXPECT_EQ(p.counts(kTotal, "shop"), (Counts{{-60, 100}, {0, 100}, {60, 100}, {120, 100}, {180, 100}, {240, 100}}));
    EXPECT_EQ(p.counts(kBad, "shop"), (Counts{{-60, 1}, {0, 1}, {60, 1}, {120, 1}, {180, 1}, {240, 1}}));
    EXPECT_EQ(p.server.asked.size(), 6u);
    EXPECT_EQ(p.server.asked.back().path, "/api/v1/query");
    EXPECT_EQ(p.server.asked.back().parameters.at("nocache"), "1");
    EXPECT_EQ(p.ledger.batches.back().latest, Timestamp::from_seconds(Pulling::kStart_s + 240));
    EXPECT_EQ(p.status().error, "");
}

TEST(Puller, FiftyQueriesMakeOneRequest) {
    std::vector<PulledSli> slis;
    for (int i = 0; i < 60; ++i) slis.push_back(Pulling::ratio("s" + std::to_string(i)));
    Pulling p(slis);
    p.source.batch = 50;
    p.restart();
    p.turn();
    ASSERT_EQ(p.server.asked.size(), 3u);  // 120 queries
    EXPECT_EQ(p.server.asked[0].queries().size(), 50u);
    EXPECT_EQ(p.server.asked[2].queries().size(), 20u);
    EXPECT_EQ(p.counts(kTotal, "s59").size(), 1u);
}

TEST(Puller, WhatSeveralPromisesStandOnIsAskedForOnce) {
    PulledSli other = Pulling::ratio("strict");
    other.queries = Pulling::ratio("shop").queries;
    Pulling p({Pulling::ratio("shop"), other});
    p.turn();
    ASSERT_EQ(p.server.asked.size(), 1u);
    EXPECT_EQ(p.server.asked[0].queries().size(), 2u);
    EXPECT_EQ(p.counts(kTotal, "shop"), p.counts(kTotal, "strict"));
    EXPECT_EQ(p.counts(kTotal, "strict").size(), 1u);
}

TEST(Puller, ABadQueryAmongFiftyCostsOnlyItself) {
    std::vector<PulledSli> slis;
    for (int i = 0; i < 50; ++i) slis.push_back(Pulling::ratio("s" + std::to_string(i)));
    Pulling p(slis);
    p.server.instead = [](const AskedRequest& r) -> std::optional<HttpResponse> {
        if (r.parameters.at("query").find("\"s17\"") == std::string::npos) return std::nullopt;
        return FakeServer::error(422, "execution", "many-to-many matching");
    };
    p.pass(Duration::minutes(3));
    for (int i = 0; i < 50; ++i) EXPECT_EQ(p.counts(kTotal, "s" + std::to_string(i)).size(), i == 17 ? 0u : 4u) << i;
    EXPECT_THAT(p.status().note, HasSubstr("1 of 50 SLOs cannot be asked; SLO s17: many-to-many matching"));
    // Mended over there: it catches up.
    p.server.instead = [](const AskedRequest&) { return std::nullopt; };
    p.pass(Duration::minutes(3));
    EXPECT_EQ(p.counts(kTotal, "s17").size(), 7u);
    EXPECT_EQ(p.status().note, "");
}

TEST(Puller, AfterAnOutageNothingIsMissing) {
    Pulling p({Pulling::ratio("shop")});
    p.pass(Duration::minutes(2));
    const std::size_t before = p.server.asked.size();
    p.server.down = true;
    p.pass(Duration::minutes(20));
    EXPECT_LT(p.server.asked.size() - before, 40u);  // it is left alone for up to a minute
    EXPECT_THAT(p.status().error, HasSubstr("could not be reached"));
    p.server.down = false;
    p.pass(Duration::minutes(3));
    EXPECT_EQ(p.counts(kTotal, "shop").size(), 26u);
    EXPECT_EQ(p.status().error, "");
    EXPECT_TRUE(std::any_of(p.server.asked.begin(), p.server.asked.end(), [](const auto& r) { return r.path == "/api/v1/query_range"; }));
}

TEST(Puller, ARestartGoesOnWhereItLeftOff) {
    Pulling p({Pulling::ratio("shop")});
    p.pass(Duration::minutes(3));
    const auto before = p.counts(kTotal, "shop");
    p.clock.advance(Duration::minutes(10));
    p.restart();
    p.pass(Duration::minutes(1));
    const auto after = p.counts(kTotal, "shop");
    EXPECT_EQ(after.size(), before.size() + 11);
    EXPECT_EQ(p.server.asked.back().path, "/api/v1/query");
}

TEST(Puller, WaitsAsLongAsTheServerAsks) {
    Pulling p({Pulling::ratio("shop")});
    p.server.instead = [](const AskedRequest&) { return FakeServer::reply(429, "slow down", {{"retry-after", "120"}}); };
    p.turn();
    ASSERT_EQ(p.server.asked.size(), 1u);
    p.pass(Duration::seconds(119));
    EXPECT_EQ(p.server.asked.size(), 1u);
    EXPECT_THAT(p.status().error, HasSubstr("429"));
    p.server.instead = [](const AskedRequest&) { return std::nullopt; };
    p.pass(Duration::seconds(3));
    EXPECT_EQ(p.counts(kTotal, "shop").size(), 3u);
}

TEST(Puller, NothingIsCountedOfAnAnswerThatMayLackSomething) {
    const char* const answers[] = {
        R"({"status":"success","warnings":["store x is unavailable"],"data":{"resultType":"vector","result":[]}})",
        R"({"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}})",
        "<html>please sign in</html>",
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"plimsoll_query":"0"},"value":[1790000)",
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"plimsoll_query":"9"},"value":[1789999980,"5"]}]}})",
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"plimsoll_query":"0"},"value":[1789000000,"5"]}]}})",
    };
    for (const char* body : answers) {
        Pulling p({Pulling::ratio("shop")});
        p.server.instead = [&](const AskedRequest&) { return FakeServer::reply(200, body); };
        p.pass(Duration::minutes(3));
        EXPECT_TRUE(p.ledger.batches.empty()) << body;
        EXPECT_NE(p.status().error, "") << body;
        p.server.instead = [](const AskedRequest&) { return std::nullopt; };
        p.pass(Duration::minutes(2));
        EXPECT_EQ(p.counts(kTotal, "shop").size(), 6u) << body;
    }
}

TEST(Puller, AClockThatIsBehindDelaysAndAOneThatStandsStillStopsNothingElse) {
    Pulling p({Pulling::ratio("shop")});
    const auto date = [&](Duration behind) {
        const std::time_t at = static_cast<std::time_t>((p.clock.now() - behind).in_ms() / 1000);
        char text[64];
        std::tm utc{};
        gmtime_r(&at, &utc);
        std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &utc);
        return std::string(text);
    };
    p.server.instead = [&](const AskedRequest& r) -> std::optional<HttpResponse> {
        const double value = r.until() > p.clock.now() - Duration::minutes(5) ? 0 : 100;  // what it cannot know yet
        std::string series;
        for (std::size_t n = 0; n < r.queries().size(); ++n) {
            std::string points;
            for (Timestamp at = r.from(); at <= r.until(); at = at + Duration::minutes(1))
                points += fmt::format("{}[{},\"{}\"]", points.empty() ? "" : ",", at.in_ms() / 1000, value);
            series += fmt::format(R"({}{{"metric":{{"plimsoll_query":"{}"}},"{}":{}}})", n == 0 ? "" : ",", n,
                                  r.path == "/api/v1/query" ? "value" : "values",
                                  r.path == "/api/v1/query" ? points : "[" + points + "]");
        }
        return FakeServer::reply(200, R"({"status":"success","data":{"result":[)" + series + "]}}", {{"date", date(Duration::minutes(5))}});
    };
    p.pass(Duration::minutes(10));
    const auto counts = p.counts(kTotal, "shop");
    ASSERT_FALSE(counts.empty());
    for (const auto& [step, value] : counts) EXPECT_EQ(value, 100) << step;
    EXPECT_LE(counts.rbegin()->first, 300);
    EXPECT_THAT(p.status().note, ::testing::MatchesRegex("its clock is 5 min.* behind ours"));
}

TEST(Puller, OurClockStepsBackWithoutCountingTwice) {
    Pulling p({Pulling::ratio("shop")});
    p.pass(Duration::minutes(5));
    const std::size_t asked = p.server.asked.size();
    p.clock.step_to(p.clock.now() - Duration::minutes(3));
    p.pass(Duration::minutes(2));
    EXPECT_EQ(p.server.asked.size(), asked);
    p.pass(Duration::minutes(2));
    EXPECT_GT(p.server.asked.size(), asked);
}

TEST(Puller, LooksAgainAndCorrectsWhatDiffers) {
    Pulling p({Pulling::ratio("shop")});
    p.source.look_again = Duration::minutes(10);
    p.restart();
    const Timestamp late = Timestamp::from_seconds(Pulling::kStart_s + 120);
    bool arrived = false;
    p.server.value = [&](const std::string& query, Timestamp at) { return at == late && !arrived ? 40.0 : steady(query, at); };
    p.pass(Duration::minutes(6));
    EXPECT_EQ(p.counts(kTotal, "shop").at(120), 40);
    arrived = true;
    const std::size_t batches = p.ledger.batches.size();
    p.pass(Duration::minutes(20));
    EXPECT_EQ(p.counts(kTotal, "shop").at(120), 100);
    std::size_t samples = 0;
    for (std::size_t i = batches; i < p.ledger.batches.size(); ++i) samples += p.ledger.batches[i].samples.size();
    EXPECT_EQ(samples, 2 * 20 + 2u);  // each step once, and the two that differ
}

TEST(Puller, ASecondLookComesBeforeTheLedgerCallsItTooLate) {
    Pulling p({Pulling::ratio("shop")});
    p.source.look_again = Duration::days(1);
    p.restart();
    const Timestamp late = Timestamp::from_seconds(Pulling::kStart_s + 120);
    p.server.value = [&](const std::string& query, Timestamp at) {
        return at == late && p.clock.now() - late < Duration::hours(1) ? 40.0 : steady(query, at);
    };
    p.pass(Duration::hours(3));
    EXPECT_EQ(p.counts(kTotal, "shop").at(120), 100);
}

TEST(Puller, AGapStaysAGapAndZeroIsZero) {
    Pulling p({Pulling::ratio("shop")});
    p.server.value = [&](const std::string& query, Timestamp at) {
        const std::int64_t step = at.in_ms() / 1000 - Pulling::kStart_s;
        const bool errors = steady(query, at) == 1;
        if (step == 60) return kNothing;              // nothing is known
        if (step == 120) return errors ? kNothing : 100;  // no series of errors: none happened
        return errors ? 0.0 : 0.0;
    };
    p.pass(Duration::minutes(4));
    EXPECT_EQ(p.counts(kTotal, "shop"), (Counts{{-60, 0}, {0, 0}, {120, 100}, {180, 0}}));
    EXPECT_EQ(p.counts(kBad, "shop"), (Counts{{-60, 0}, {0, 0}, {120, 0}, {180, 0}}));
}

TEST(Puller, ASubtractionBelowZeroIsToldAndNotCounted) {
    PulledSli sli = Pulling::ratio("shop");
    sli.queries[0].text = "sum(increase(requests_total[5m])) - sum(increase(health_total[5m]))";
    Pulling p({sli});
    p.server.value = [](const std::string& query, Timestamp) { return query.starts_with("sum((last_over_time(health_total") ? 200 : 100; };
    p.pass(Duration::minutes(2));
    EXPECT_TRUE(p.counts(kTotal, "shop").empty());
    EXPECT_THAT(p.status().note, HasSubstr("fewer than no events"));
}

TEST(Puller, AHistogramWithoutItsBucketCountsNothing) {
    PulledSli sli = Pulling::ratio("shop");
    sli.together = true;
    Pulling p({sli});
    p.server.value = [](const std::string& query, Timestamp at) { return steady(query, at) == 1 ? kNothing : 100; };
    p.pass(Duration::minutes(2));
    EXPECT_TRUE(p.counts(kTotal, "shop").empty());
    EXPECT_THAT(p.status().note, HasSubstr("is there a bucket"));
}

TEST(Puller, VerbatimValuesAreRoundedAndNothingIsLost) {
    PulledSli sli = Pulling::ratio("shop");
    sli.verbatim = true;
    sli.queries = {{std::string(kTotal), "sum(increase(a[$__step]))"}, {std::string(kBad), "sum(increase(b[$__step]))"}};
    Pulling p({sli});
    p.server.value = [](const std::string& query, Timestamp) { return query == "sum(increase(a[60s]))" ? 10.4 : 0.25; };
    p.pass(Duration::minutes(19));
    double total = 0;
    for (const auto& [step, value] : p.counts(kTotal, "shop")) {
        EXPECT_EQ(value, std::floor(value));
        total += value;
    }
    EXPECT_EQ(p.counts(kTotal, "shop").size(), 20u);
    EXPECT_EQ(total, 208);
}

TEST(Puller, GaugesAreSamplesOfTheirOwn) {
    PulledSli sli = Pulling::ratio("queues");
    sli.gauge = true;
    sli.queries = {{std::string(kGauge), "queue_depth"}};
    Pulling p({sli});
    p.server.instead = [](const AskedRequest& r) {
        EXPECT_EQ(r.queries(), std::vector<std::string>{"queue_depth"});
        const auto t = r.until().in_ms() / 1000;
        return FakeServer::reply(200, fmt::format(R"({{"status":"success","data":{{"result":[
            {{"metric":{{"__name__":"queue_depth","queue":"mail","slo":"x","plimsoll_query":"0"}},"value":[{0},"3"]}},
            {{"metric":{{"__name__":"queue_depth","queue":"fax","plimsoll_query":"0"}},"value":[{0},"30"]}}]}}}})", t));
    };
    p.turn();
    ASSERT_EQ(p.ledger.batches.size(), 1u);
    std::vector<std::string> labels;
    for (const auto& [text, known] : p.ledger.interned) labels.push_back(text);
    EXPECT_THAT(labels, ::testing::ElementsAre("plimsoll_pulled_gauge{exported_slo=\"x\",queue=\"mail\",slo=\"queues\"} as good if <= 10",
                                               "plimsoll_pulled_gauge{queue=\"fax\",slo=\"queues\"} as good if <= 10"));
    EXPECT_EQ(p.ledger.batches[0].samples.size(), 2u);
}

TEST(Puller, TooMuchAtOnceIsAskedForInSmallerParts) {
    std::vector<PulledSli> slis;
    for (int i = 0; i < 20; ++i) slis.push_back(Pulling::ratio("s" + std::to_string(i)));
    Pulling p(slis);
    p.server.instead = [](const AskedRequest& r) -> std::optional<HttpResponse> {
        if (r.parameters.at("query").size() <= 16384) return std::nullopt;
        return FakeServer::error(422, "422", "too long query; got more bytes than -search.maxQueryLen=16384 bytes");
    };
    p.pass(Duration::minutes(1));
    for (const PulledSli& sli : slis) EXPECT_EQ(p.counts(kTotal, sli.slo).size(), 2u) << sli.slo;
    EXPECT_EQ(p.status().note, "");
}

TEST(Puller, ASlowServerIsAskedForFewerSteps) {
    Pulling p({Pulling::ratio("shop")});
    p.pass(Duration::minutes(1));
    p.server.down = true;
    p.pass(Duration::minutes(30));
    p.server.down = false;
    p.server.instead = [](const AskedRequest& r) -> std::optional<HttpResponse> {
        if (r.path == "/api/v1/query" || (r.until() - r.from()) < Duration::minutes(5)) return std::nullopt;
        return FakeServer::error(503, "timeout", "query timed out in expression evaluation");
    };
    p.pass(Duration::minutes(5));
    EXPECT_EQ(p.counts(kTotal, "shop").size(), 37u);
}

TEST(Puller, NeverAsksMoreOftenThanItsRateNorMoreAtOnceThanAllowed) {
    std::vector<PulledSli> slis;
    for (int i = 0; i < 100; ++i) slis.push_back(Pulling::ratio("s" + std::to_string(i)));
    Pulling p(slis);
    p.source.batch = 2;
    p.source.rate = 5;
    p.source.concurrency = 3;
    p.server.keep_waiting = true;
    p.restart();
    p.turn();
    EXPECT_EQ(p.server.waiting(), 3u);
    p.server.keep_waiting = false;
    p.server.release();
    p.turn();
    EXPECT_EQ(p.server.asked.size(), 5u);
    p.pass(Duration::seconds(2));
    EXPECT_LE(p.server.asked.size(), 15u);
    EXPECT_GE(p.server.asked.size(), 12u);
    EXPECT_EQ(p.status().note, "");
    p.source.rate = 0.5;
    p.restart();
    p.turn();
    EXPECT_THAT(p.status().note, HasSubstr("100 requests each step of 1m are more than 0.5 a second"));
}

TEST(Puller, ABusyLedgerGetsTheSameDeliveryAgain) {
    Pulling p({Pulling::ratio("shop")});
    p.ledger.busy = 3;
    p.pass(Duration::seconds(10));
    EXPECT_EQ(p.server.asked.size(), 1u);
    EXPECT_EQ(p.counts(kTotal, "shop").size(), 1u);
}

TEST(Puller, AnAppliedCatalogueGoesOnWithWhatIsTheSame) {
    Pulling p({Pulling::ratio("a"), Pulling::ratio("b")});
    p.pass(Duration::minutes(2));
    const std::size_t asked = p.server.asked.size();
    p.engine->apply({p.source});  // nothing changed
    p.turn();
    EXPECT_EQ(p.server.asked.size(), asked);
    p.source.slis[1].version = "2";
    p.engine->apply({p.source});
    p.turn();
    ASSERT_EQ(p.server.asked.size(), asked);  // both are known up to the newest step
    p.pass(Duration::minutes(2));
    EXPECT_EQ(p.counts(kTotal, "a").size(), 5u);
    EXPECT_EQ(p.counts(kTotal, "b").size(), 5u);
}

TEST(Puller, SendsWhoItIsAndNamesAReferenceThatCannotBeRead) {
    Pulling p({Pulling::ratio("shop")});
    p.source.token = "env:TOKEN";
    p.source.headers = {{"X-Scope-OrgID", "team-a"}};
    p.source.client_cert = "/etc/cert.pem";
    p.restart();
    p.turn();
    ASSERT_EQ(p.server.asked.size(), 1u);
    const HttpRequest& raw = p.server.asked[0].raw;
    EXPECT_EQ(raw.url, "http://metrics:9090/api/v1/query");
    EXPECT_EQ(raw.headers.find("Authorization")->second, "Bearer t0ken");
    EXPECT_EQ(raw.headers.find("X-Scope-OrgID")->second, "team-a");
    EXPECT_EQ(raw.client_cert, "/etc/cert.pem");
    EXPECT_TRUE(raw.keep_alive);
    p.source.token = "env:OTHER";
    p.restart();
    p.pass(Duration::minutes(1));
    EXPECT_THAT(p.status().error, HasSubstr("env:OTHER is not set"));
}

TEST(Puller, TellsWhatToDoAboutAnswersThatAreNone) {
    const std::pair<int, const char*> cases[] = {
        {401, "credentials"}, {403, "rights"}, {404, "/api/v1"}, {302, "sends elsewhere"}, {500, "500"}};
    for (const auto& [status, words] : cases) {
        Pulling p({Pulling::ratio("shop")});
        p.server.instead = [status = status](const AskedRequest&) { return FakeServer::reply(status, "no"); };
        p.turn();
        EXPECT_THAT(p.status().error, HasSubstr(words)) << status;
    }
}

}  // namespace
}  // namespace plimsoll::ingest::pull

// otlp_test.cc: exports into a true ledger: what is counted, what is refused, what is answered.
#include "ingest/otlp/otlp.h"

#include <gtest/gtest.h>

#include <numeric>

#include "ingest/otlp/exporting_for_tests.h"

namespace plimsoll::ingest::otlp {
namespace {

using namespace std::string_literals;
using bytes::Sign;
using bytes::When;
constexpr auto kCumulative = bytes::cumulative;
constexpr auto kDelta = bytes::delta;

const bytes::Pairs kShop{{"service.name", "shop"}, {"service.instance.id", "i1"}};
const bytes::Pairs kOther{{"service.name", "shop"}, {"service.instance.id", "i2"}};
const bytes::Pairs kOk{{"code", "200"}};
const bytes::Pairs kFailed{{"code", "500"}};

std::vector<IndicatorQueries> orders() {
    return {counting("sum(increase(orders_total[5m]))", "sum(increase(orders_total{code=\"500\"}[5m]))")};
}
When when(double at, std::optional<double> start = std::nullopt) {
    return {Exporting::ms(at), start ? std::optional(Exporting::ms(*start)) : std::nullopt};
}
std::string cumulative(const std::string& points) { return bytes::sum("orders", kCumulative, points); }
std::string delta(const std::string& points) { return bytes::sum("orders", kDelta, points); }

using Counts = std::pair<std::int64_t, std::int64_t>;

TEST(Otlp, ACounterIsCountedFromItsStart) {
    Exporting shop(orders());
    shop.take(kShop, cumulative(bytes::whole(kOk, when(60, 0), 5)));
    EXPECT_EQ(shop.counts(0), Counts(5, 0)) << "the first export holds what happened since the start";
    shop.take(kShop, cumulative(bytes::whole(kOk, when(120, 0), 8) + bytes::whole(kFailed, when(120, 0), 2)));
    EXPECT_EQ(shop.counts(0), Counts(10, 2));
}

TEST(Otlp, ACounterThatIsOldWhenItIsMetBeginsThere) {
    Exporting shop(orders());
    shop.take(kShop, cumulative(bytes::whole(kOk, when(3000, 0), 1000)));
    EXPECT_EQ(shop.counts(0), Counts(0, 0));
    shop.take(kShop, cumulative(bytes::whole(kOk, when(3060, 0), 1003)));
    EXPECT_EQ(shop.counts(0), Counts(3, 0));
}

TEST(Otlp, AProcessThatBeganAnewIsSeenThoughItsCounterDidNotFall) {
    Exporting shop(orders());
    shop.take(kShop, cumulative(bytes::whole(kOk, when(60, 0), 10)));
    shop.take(kShop, cumulative(bytes::whole(kOk, when(900, 70), 15)));
    EXPECT_EQ(shop.counts(0), Counts(25, 0));
}

TEST(Otlp, AnExportThatIsSentAgainCountsOnce) {
    Exporting shop(orders());
    for (int i = 0; i < 3; ++i) {
        shop.take(kShop, cumulative(bytes::whole(kOk, when(60, 0), 10)));
        shop.take(kOther, delta(bytes::whole(kFailed, when(60, 0), 4)));
    }
    EXPECT_EQ(shop.counts(0), Counts(14, 4));
}

TEST(Otlp, AfterACrashNothingIsCountedTwice) {
    Exporting shop(orders());
    shop.take(kShop, cumulative(bytes::whole(kOk, when(60, 0), 10)) + delta(bytes::whole(kFailed, when(60, 0), 4)));
    shop.crash();
    shop.take(kShop, cumulative(bytes::whole(kOk, when(60, 0), 10)) + delta(bytes::whole(kFailed, when(60, 0), 4)));
    shop.take(kShop, cumulative(bytes::whole(kOk, when(120, 0), 12)) + delta(bytes::whole(kFailed, when(120, 60), 1)));
    EXPECT_EQ(shop.counts(0), Counts(17, 5));
}

/// Whether the slot of a second was measured.
bool measured(Exporting& world, std::int64_t second, std::size_t indicator = 0) {
    const TimeRange slot{Timestamp::from_seconds(Exporting::kStart_s + second), Timestamp::from_seconds(Exporting::kStart_s + second + 10)};
    const auto slots = world.ledger->slots(world.slis.at(indicator), slot, 10);
    EXPECT_TRUE(slots);
    return slots && !slots->slots.empty() && slots->slots.front().measured > 0;
}

TEST(Otlp, ADeltaThatIsNotSaidIsZeroWhileItsTargetExports) {
    Exporting shop(orders());
    const std::string beat = bytes::gauge("beat", bytes::real({}, when(600), 1));
    shop.take(kShop, delta(bytes::whole(kOk, when(0), 5)));
    shop.take(kOther, beat);
    EXPECT_FALSE(measured(shop, 600)) << "another target's word";
    shop.take(kShop, beat);
    EXPECT_TRUE(measured(shop, 600));
    EXPECT_EQ(shop.counts(0), Counts(5, 0));
    shop.take(kShop, delta(bytes::whole(kOk, when(600), 3)));
    EXPECT_EQ(shop.counts(0), Counts(8, 0)) << "the rest of a collection that came in two exports: the zero gives way";
    shop.take(kShop, beat);
    EXPECT_EQ(shop.counts(0), Counts(8, 0)) << "and does not come back";
    shop.crash();
    shop.take(kShop, bytes::gauge("beat", bytes::real({}, when(700), 1)));
    EXPECT_FALSE(measured(shop, 700)) << "after a restart it must be said once more";
    shop.take(kShop, delta(bytes::whole(kOk, when(800), 1)));
    shop.take(kShop, bytes::gauge("beat", bytes::real({}, when(900), 1)));
    EXPECT_TRUE(measured(shop, 900));
}

TEST(Otlp, TwoProcessesOfOneIdentityAreRefusedNotMixed) {
    Exporting shop(orders());
    shop.take(kShop, cumulative(bytes::whole(kOk, when(60, 0), 100)));
    shop.take(kShop, cumulative(bytes::whole(kOk, when(75, 70), 3)));
    const auto reply = shop.ask(bytes::exported(kShop, cumulative(bytes::whole(kOk, when(120, 0), 150))), "application/x-protobuf");
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find("service.instance.id"), std::string::npos) << reply.body;
    EXPECT_EQ(shop.counts(0), Counts(103, 0));
}

TEST(Otlp, WhatOneOfSeveralLibrariesCountsIsItsOwn) {
    Exporting shop(orders());
    const auto of_scope = [](const char* scope, std::int64_t value) {
        return bytes::message(2, bytes::message(1, bytes::message(1, scope)) + cumulative(bytes::whole(kOk, when(60, 0), value)));
    };
    shop.take(bytes::message(1, bytes::message(1, bytes::attributes(1, kShop)) + of_scope("http", 5) + of_scope("queue", 7)));
    EXPECT_EQ(shop.counts(0), Counts(12, 0));
}

TEST(Otlp, FieldsMayComeInAnyOrder) {
    Exporting shop(orders());
    // Attributes apart from each other, temporality before the points, the resource behind its scopes.
    const std::string point = bytes::message(
        1, bytes::attribute(7, "code", "500") + bytes::times(when(60, 0)) + bytes::attribute(7, "path", "/") + bytes::fixed(6, 4));
    const std::string metric =
        bytes::message(2, bytes::message(7, bytes::number(3, 1) + bytes::number(2, kCumulative) + point) + bytes::message(1, "orders"));
    const std::string body = bytes::message(1, bytes::message(2, metric) + bytes::message(1, bytes::attributes(1, kShop)));
    shop.take(body);
    EXPECT_EQ(shop.counts(0), Counts(4, 4));
    EXPECT_EQ(shop.ledger->series(shop.slis[0], 10).at(0).labels, R"(orders_total{code="500",instance="i1",job="shop",path="/"})");
}


TEST(Otlp, AHistogramAnswersHowManyWereQuickEnough) {
    for (const auto temporality : {kCumulative, kDelta}) {
        Exporting shop({within("latency_seconds", "0.5")});
        // Two attribute sets; each export adds 4 quick and 1 slow to the first, 1 slow to the second.
        for (std::uint64_t i = 1; i <= 5; ++i) {
            const std::uint64_t n = temporality == kDelta ? 1 : i;
            const double at = 60.0 * static_cast<double>(i);
            const When times = when(at, temporality == kDelta ? at - 60 : 0);
            shop.take(kShop, bytes::histogram("latency", temporality,
                                              bytes::histogram_point({{"path", "/"}}, times, {0.1, 0.5, 1}, {3 * n, n, n, 0}) +
                                                  bytes::histogram_point({{"path", "/x"}}, times, {0.1, 0.5, 1}, {0, 0, 0, n})));
        }
        EXPECT_EQ(shop.counts(0), Counts(30, 10)) << "from the first export on; temporality " << temporality;
    }
}

TEST(Otlp, AnExponentialHistogramAnswersAtPowersOfTheFourthRootOfTwo) {
    for (const auto temporality : {kCumulative, kDelta}) {
        Exporting shop({within("latency_seconds", "0.25")});
        // Scale 3 and bounds 2^(i/8): bucket -17 ends at 0.25, bucket -16 begins there. The scale falls on the way.
        for (std::uint64_t i = 1; i <= 4; ++i) {
            const std::uint64_t n = temporality == kDelta ? 1 : i;
            const double at = 60.0 * static_cast<double>(i);
            const When times = when(at, temporality == kDelta ? at - 60 : 0);
            const std::string point = i < 3 ? bytes::exponential_point({}, times, 3, -17, {5 * n, 2 * n}, n)
                                            : bytes::exponential_point({}, times, 2, -9, {5 * n, 2 * n}, n);
            shop.take(kShop, bytes::exponential("latency", temporality, point));
        }
        EXPECT_EQ(shop.counts(0), Counts(32, 8)) << "temporality " << temporality;
    }
}

TEST(Otlp, WhatMovesBothWaysIsAGauge) {
    IndicatorQueries depth;
    depth.total = *promql::parse_gauge("depth");
    depth.gauge = GaugeReading{GaugeReading::Kind::at_most, 10};
    Exporting shop({depth});
    for (int i = 0; i < 4; ++i) {
        const std::string point = bytes::real({{"queue", "a"}}, when(10 * i), i == 3 ? 11.5 : 9.5);
        const std::string other = bytes::real({{"queue", "b"}}, when(10 * i), i == 0 ? 20 : 1);
        shop.take(kShop, bytes::gauge("depth", point) + bytes::sum("depth", kCumulative, other, Sign::up_and_down));
    }
    EXPECT_EQ(shop.counts(0), Counts(8, 2));
}

TEST(Otlp, ASeriesWithoutARecordedValueEnds) {
    Exporting shop(orders());
    shop.take(kShop, cumulative(bytes::whole(kOk, when(60, 0), 10)));
    EXPECT_EQ(shop.ledger->status(shop.slis[0]).live_series, 1u);
    shop.take(kShop, cumulative(bytes::ended(kOk, when(70, 0))));
    EXPECT_EQ(shop.ledger->status(shop.slis[0]).live_series, 0u);
    EXPECT_EQ(shop.counts(0), Counts(10, 0));
}

TEST(Otlp, AHistogramWithoutARecordedValueEndsWithItsTotals) {
    Exporting shop({counting("sum(increase(took_seconds_count[5m]))", "sum(increase(took_seconds_bucket{le=\"+Inf\"}[5m]))")});
    shop.take(kShop, bytes::histogram("took", kCumulative, bytes::histogram_point({}, when(60, 0), {1}, {2, 3})));
    EXPECT_EQ(shop.ledger->status(shop.slis[0]).live_series, 2u);
    shop.take(kShop, bytes::histogram("took", kCumulative, bytes::message(1, bytes::times(when(70, 0)) + bytes::number(10, 1))));
    EXPECT_EQ(shop.ledger->status(shop.slis[0]).live_series, 0u);
    EXPECT_EQ(shop.counts(0), Counts(5, 5));
}

TEST(Otlp, OfADeltaNothingRecordedIsNoEnd) {
    Exporting shop(orders());
    shop.take(kShop, delta(bytes::whole(kOk, when(60), 10)));
    shop.take(kShop, delta(bytes::ended(kOk, when(70))));
    EXPECT_EQ(shop.ledger->status(shop.slis[0]).live_series, 1u);
}

struct Refused {
    const char* what;
    std::string metrics;
    const char* said;
    Counts counted;
};

TEST(Otlp, PointsThatWillNeverBeGoodAreNamedAndTheOthersKept) {
    const std::string good = bytes::whole(kOk, when(60, 0), 7);
    const Refused rows[] = {
        {"a share of an order",
         cumulative(good + bytes::real(kFailed, when(60, 0), 1.5)),
         "1 of 2 data points refused: 1: the counter is not a whole number",
         {7, 0}},
        {"below zero", cumulative(good + bytes::whole(kFailed, when(60, 0), -1)), "1: the counter is below zero", {7, 0}},
        {"not a number", cumulative(good + bytes::real(kFailed, when(60, 0), std::nan(""))), "1: the counter is NaN", {7, 0}},
        {"beyond exact numbers", cumulative(good + bytes::whole(kFailed, when(60, 0), INT64_MAX)), "2^53", {7, 0}},
        {"the future", cumulative(good + bytes::whole(kFailed, when(3600 + 601, 0), 1)), "more than 10 minutes ahead", {7, 0}},
        {"no time", cumulative(good + bytes::message(1, bytes::fixed(6, 1))), "1: the data point has no time", {7, 0}},
        {"no value", cumulative(good + bytes::message(1, bytes::times(when(60)))), "1: the data point has no value", {7, 0}},
        {"no temporality",
         cumulative(good) + bytes::sum("other", bytes::unspecified, good + good),
         "2: the metric does not say whether",
         {7, 0}},
        {"deltas of a gauge",
         cumulative(good) + bytes::sum("other", kDelta, good, Sign::up_and_down),
         "1: changes of an up-down counter",
         {7, 0}},
        {"buckets",
         cumulative(good) + bytes::histogram("h", kDelta, bytes::histogram_point({}, when(60), {1, 2}, {1, 2})),
         "do not fit",
         {7, 0}},
        {"coarse",
         cumulative(good) + bytes::exponential("e", kDelta, bytes::exponential_point({}, when(60), 1, 0, {1})),
         "scale is below 2",
         {7, 0}},
        {"too long ago",
         cumulative(bytes::whole(kOk, when(3600), 7)) + delta(bytes::whole(kFailed, when(-8 * 3600), 3)),
         "longer ago than late samples",
         {0, 0}},
    };
    for (const Refused& row : rows) {
        Exporting shop(orders());
        const auto reply = shop.ask(bytes::exported(kShop, row.metrics));
        EXPECT_EQ(reply.status, 200) << row.what;
        EXPECT_NE(reply.body.find(row.said), std::string::npos) << row.what << ": " << reply.body;
        EXPECT_NE(reply.body.find(". First: "), std::string::npos) << row.what << ": " << reply.body;
        EXPECT_NE(shop.book.all().at(0).note.find(row.said), std::string::npos) << row.what << ": people who look at sources are told too";
        shop.settle();
        EXPECT_EQ(shop.counts(0), row.counted) << row.what;
        EXPECT_EQ(shop.metrics.counter("plimsoll_otlp_exports_total", "", {{"outcome", "partly"}}).value(), 1u) << row.what;
    }
}

TEST(Otlp, WhatNoSliCountsIsTakenAndDropped) {
    Exporting shop(orders());
    shop.take(kShop, bytes::sum("other", kCumulative, bytes::real({}, when(60, 0), 0.5)));
    const auto sources = shop.book.all();
    ASSERT_EQ(sources.size(), 1u);
    EXPECT_EQ(sources[0].name, "otlp loopback@127.0.0.1");
    EXPECT_EQ(sources[0].kind, "otlp");
    EXPECT_EQ(sources[0].total.unbound, 1u);
    EXPECT_EQ(sources[0].total.bound, 0u);
    EXPECT_EQ(shop.metrics.counter("plimsoll_otlp_points_total", "").value(), 1u);
}

TEST(Otlp, JsonSaysTheSameAsProtobuf) {
    Exporting shop(orders());
    const std::string nano = std::to_string(Exporting::ms(60)) + "000000";
    const std::string text = R"({"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}},
        {"key":"service.instance.id","value":{"stringValue":"i1"}}]},"scopeMetrics":[{"metrics":[{"name":"orders","sum":
        {"aggregationTemporality":1,"isMonotonic":true,"dataPoints":[{"timeUnixNano":")" + nano + R"(","asInt":"4","attributes":
        [{"key":"code","value":{"intValue":"500"}}]}]}}]}]}]})";
    const auto reply = shop.ask(text, "application/json");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "{}");
    EXPECT_EQ(reply.content_type, "application/json");
    shop.take(kShop, delta(bytes::whole(kFailed, when(60), 4)));
    EXPECT_EQ(shop.counts(0), Counts(4, 4)) << "the same point, once";
}

TEST(Otlp, WhatIsNoExportIsRefusedAsAWhole) {
    Settings small;
    small.unpacked_bytes = 10'000;
    small.json_bytes = 100;
    Exporting shop(orders(), small);
    const std::string good = bytes::exported(kShop, delta(bytes::whole(kOk, when(60), 4)));
    EXPECT_EQ(shop.ask(good, "text/plain").status, 415);
    EXPECT_EQ(shop.ask(good, "application/x-protobuf", "br").status, 415);
    EXPECT_EQ(shop.ask(good + "junk").status, 400);
    EXPECT_EQ(shop.ask(good.substr(0, good.size() - 1)).status, 400);
    EXPECT_EQ(shop.ask(bytes::number(1, 5)).status, 400) << "a field of another type";
    EXPECT_EQ(shop.ask(std::string(10'001, '\0')).status, 413);
    EXPECT_EQ(shop.ask("{" + std::string(100, ' ') + "}", "application/json").status, 413);
    EXPECT_EQ(shop.ask("{]", "application/json").status, 400);
    EXPECT_EQ(shop.ask("", "application/json").status, 400);
    EXPECT_EQ(shop.ask("").status, 200) << "an export of nothing is one";
    const auto named = shop.ask(bytes::exported(kShop, bytes::metric("orders", "", 7, bytes::message(1, "\x08"))));
    EXPECT_EQ(named.status, 400);
    EXPECT_NE(named.body.find("in metric 1 (orders)"), std::string::npos) << named.body;
    EXPECT_EQ(shop.counts(0), Counts(0, 0)) << "and nothing of it is kept";
    EXPECT_FALSE(shop.book.all().at(0).error.empty());
}

TEST(Otlp, WithoutRoomTheSenderIsAskedToComeAgain) {
    Exporting shop(orders());
    shop.has_room = false;
    const auto reply = shop.ask(bytes::exported(kShop, delta(bytes::whole(kOk, when(60), 4))));
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.headers.at(0).first, "Retry-After");
    EXPECT_EQ(shop.metrics.counter("plimsoll_otlp_exports_total", "", {{"outcome", "deferred"}}).value(), 1u);
    shop.has_room = true;
    shop.take(kShop, delta(bytes::whole(kOk, when(60), 4)));
    EXPECT_EQ(shop.counts(0), Counts(4, 0));
    EXPECT_TRUE(shop.book.all().at(0).error.empty()) << "a success ends the failure";
}

TEST(Otlp, TheRoutesAreThoseOfOpenTelemetryAndOfPrometheus) {
    Exporting shop({});
    std::vector<std::string> paths;
    for (const api::Route& route : shop.receiver->routes()) {
        paths.push_back(route.path);
        EXPECT_EQ(route.right, api::Right::ingest);
        EXPECT_EQ(route.method, api::Method::post);
        EXPECT_EQ(route.body_limit, Settings{}.body_bytes);
    }
    EXPECT_EQ(paths, (std::vector<std::string>{"/v1/metrics", "/api/v1/otlp/v1/metrics"}));
}

}  // namespace
}  // namespace plimsoll::ingest::otlp

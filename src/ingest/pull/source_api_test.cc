#include "ingest/pull/source_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/pull/pace.h"
#include "ingest/pull/pulling_for_tests.h"

namespace plimsoll::ingest::pull {
namespace {

TEST(SourceApi, ReadsTheDateOfHttp) {
    EXPECT_EQ(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Timestamp::from_seconds(784'111'777));
    for (const char* none :
         {"", "Sunday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT+1", "1994-11-06T08:49:37Z"})
        EXPECT_FALSE(http_date(none)) << none;
}

TEST(SourceApi, TellsTroubleApart) {
    struct Case {
        HttpResponse response;
        Trouble trouble;
    };
    const Case cases[] = {
        {FakeServer::error(400, "bad_data", "parse error"), Trouble::query},
        {FakeServer::error(422, "execution", "many-to-many"), Trouble::query},
        {FakeServer::error(200, "execution", "odd"), Trouble::query},
        {FakeServer::error(503, "timeout", "query timed out"), Trouble::too_much},
        {FakeServer::error(422, "execution", "query processing would load too many samples into memory"), Trouble::too_much},
        {FakeServer::error(422, "422", "too long query; -search.maxQueryLen"), Trouble::too_long},
        {FakeServer::reply(413, ""), Trouble::too_long},
        {FakeServer::reply(414, ""), Trouble::too_long},
        {FakeServer::reply(429, ""), Trouble::peer},
        {FakeServer::reply(504, ""), Trouble::too_much},
        {FakeServer::reply(502, "<html>"), Trouble::peer},
        {FakeServer::error(500, "internal", "oops"), Trouble::peer},
        {FakeServer::reply(400, "<html>"), Trouble::peer},
        {FakeServer::reply(503, "", {{"retry-after", "3"}}), Trouble::peer},
    };
    for (const Case& c : cases) {
        const auto verdict = judged(c.response);
        ASSERT_FALSE(verdict) << c.response.body;
        EXPECT_EQ(verdict.error().trouble, c.trouble) << c.response.status << c.response.body;
        EXPECT_FALSE(verdict.error().words.empty());
    }
    HttpResponse cut = FakeServer::reply(200, "{");
    cut.cut = true;
    EXPECT_EQ(judged(cut).error().trouble, Trouble::too_much);
    EXPECT_EQ(judged(fail(plimsoll::errors::unavailable, "metrics: time-out")).error().trouble, Trouble::too_much);
    EXPECT_EQ(judged(fail(plimsoll::errors::unreachable, "metrics: time-out (connect)")).error().trouble, Trouble::peer);
}

TEST(SourceApi, WaitsAsLongAsIsSaidButNotForEver) {
    const auto wait = [](std::map<std::string, std::string> headers) {
        return judged(FakeServer::reply(429, "", std::move(headers))).error().retry_after;
    };
    EXPECT_EQ(wait({{"retry-after", "120"}}), Duration::minutes(2));
    EXPECT_EQ(wait({{"retry-after", "86400"}}), Duration::minutes(10));
    EXPECT_EQ(wait({{"retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"}, {"date", "Sun, 06 Nov 1994 08:49:37 GMT"}}), Duration::minutes(1));
    EXPECT_EQ(wait({{"retry-after", "soon"}}), std::nullopt);
    EXPECT_EQ(wait({{"retry-after", "-5"}}), std::nullopt);
    EXPECT_EQ(wait({}), std::nullopt);
}

TEST(SourceApi, AWarningOfAQueryIsThatQuerysMatter) {
    const auto trouble = [](const std::string& warning) {
        const auto verdict = judged(FakeServer::reply(200, R"({"status":"success","warnings":[")" + warning + R"("],"data":{"result":[]}})"));
        return verdict ? std::optional<Trouble>() : verdict.error().trouble;
    };
    EXPECT_EQ(trouble("receive from store: deadline"), Trouble::peer);
    EXPECT_EQ(trouble("PromQL warning: encountered a mix of histograms and floats"), Trouble::query);
    EXPECT_EQ(trouble("PromQL info: metric might not be a counter"), std::nullopt);
}

TEST(SourceApi, EncodesWhatAFormMustNotHold) {
    EXPECT_EQ(form_of({{"query", "a{b=\"c d\"}+é"}, {"x", "1"}}), "query=a%7Bb%3D%22c+d%22%7D%2B%C3%A9&x=1");
    EXPECT_EQ(form_of({}), "");
}

TEST(Pace, HoldsASecondsRequests) {
    Rate rate(3);
    const Duration start = Duration::seconds(100);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take(start));
    EXPECT_FALSE(rate.take(start));
    EXPECT_EQ(rate.next(start), start + Duration::ms(334));
    EXPECT_FALSE(rate.take(start + Duration::ms(300)));
    EXPECT_TRUE(rate.take(start + Duration::ms(334)));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take(start + Duration::hours(1)));
    EXPECT_FALSE(rate.take(start + Duration::hours(1)));
    Rate slow(0.1);
    EXPECT_TRUE(slow.take(start));
    EXPECT_FALSE(slow.take(start + Duration::seconds(9)));
    EXPECT_TRUE(slow.take(start + Duration::ms(10'001)));
}

TEST(Pace, WaitsGrowToAMinuteAndDiffer) {
    SeededRandom random(3);
    std::set<std::int64_t> seen;
    for (int failures = 1; failures < 100; ++failures) {
        const Duration wait = wait_after(failures, random);
        const auto wanted = std::min<std::int64_t>(1000LL << std::min(failures - 1, 10), 60'000);
        EXPECT_GE(wait.in_ms(), wanted * 3 / 4);
        EXPECT_LE(wait.in_ms(), wanted * 5 / 4);
        seen.insert(wait.in_ms());
    }
    EXPECT_GT(seen.size(), 80u);
}

}  // namespace
}  // namespace plimsoll::ingest::pull

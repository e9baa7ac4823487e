#include "ingest/pull/count_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plimsoll::ingest::pull {
namespace {

promql::Selector selector(const std::string& text) { return promql::parse("sum(increase(" + text + "[5m]))")->terms.front().selector; }

TEST(CountQuery, TakesTheDifferenceOfTheCountersOwnValuesAndNothingExtrapolated) {
    const promql::Selector x = selector("requests_total{job=\"shop\"}");
    EXPECT_EQ(growth_of(x, std::vector{x}, Duration::minutes(1), {}),
              "sum((last_over_time(requests_total{job=\"shop\"}[60s]) - (last_over_time(requests_total{job=\"shop\"}[3600s] offset 60s) or "
              "0 * (last_over_time(requests_total{job=\"shop\"}[60s]) unless last_over_time(requests_total{job=\"shop\"}[60s]) >= ("
              "requests_total{job=\"shop\"} offset 7260s or requests_total{job=\"shop\"} offset 21660s or "
              "requests_total{job=\"shop\"} offset 43260s or requests_total{job=\"shop\"} offset 86460s)) and on (job, instance) "
              "(last_over_time(requests_total{job=\"shop\"}[60s]) - last_over_time(requests_total{job=\"shop\"}[300s] offset 60s)) or "
              "min_over_time(requests_total{job=\"shop\"}[60s]))) >= 0 or last_over_time(requests_total{job=\"shop\"}[60s])) or "
              "0 * sum(requests_total{job=\"shop\"})");
}

TEST(CountQuery, KeepsTheLabelsOfAGroup) {
    const std::string text = growth_of(selector("a"), {}, Duration::minutes(1), {"region", "shard"});
    EXPECT_THAT(text, ::testing::StartsWith("sum by (region, shard)("));
    EXPECT_THAT(text, ::testing::EndsWith("or 0 * sum by (region, shard)(a)"));
}

TEST(CountQuery, WithoutAWitnessNothingCountsFromZero) {
    EXPECT_THAT(growth_of(selector("a"), {}, Duration::minutes(1), {}), ::testing::Not(::testing::HasSubstr("instance")));
}

TEST(CountQuery, AsksAtMostFourSelectorsWhetherATargetWentOn) {
    std::vector<promql::Selector> many;
    for (int i = 0; i < 6; ++i) many.push_back(selector("a" + std::to_string(i)));
    const std::string text = growth_of(many.front(), many, Duration::minutes(1), {});
    EXPECT_THAT(text, ::testing::HasSubstr("a3["));
    EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("a4[")));
}

TEST(CountQuery, ALongStepSeesWhoWentOnForThreeOfThem) {
    EXPECT_THAT(growth_of(selector("a"), std::vector{selector("a")}, Duration::minutes(10), {}), ::testing::HasSubstr("a[1800s] offset 600s"));
}

TEST(CountQuery, SeveralMetricsKeepTheirNamesApart) {
    const std::string text = growth_of(selector("{__name__=~\"a|b\"}"), {}, Duration::minutes(1), {});
    EXPECT_THAT(
        text,
        ::testing::HasSubstr(
            R"x(label_replace(last_over_time({__name__=~"a|b"}[60s]), "plimsoll_name", "$1", "__name__", "(.+)"))x"));
    EXPECT_THAT(gauge_of(selector("{__name__=~\"a|b\"}")), ::testing::HasSubstr("plimsoll_name"));
    EXPECT_EQ(gauge_of(selector("queue_depth{queue=\"mail\"}")), "queue_depth{queue=\"mail\"}");
}

TEST(CountQuery, BucketsAreFoundHoweverTheirBoundIsWritten) {
    const std::pair<const char*, const char*> cases[] = {
        {"2", R"x(h{le=~"2(\\.0*)?"})x"},       {"2.0", R"x(h{le=~"2(\\.0*)?"})x"},  {"0.3", R"x(h{le=~"0\\.30*"})x"},
        {"0.250", R"x(h{le=~"0\\.250*"})x"},    {"+Inf", R"x(h{le="+Inf"})x"},       {"1e-05", R"x(h{le="1e-05"})x"},
    };
    for (const auto& [written, asked] : cases) EXPECT_EQ(asked_text(selector(std::string("h{le=\"") + written + "\"}")), asked) << written;
}

TEST(CountQuery, PutsTheStepWhereItIsAskedFor) {
    EXPECT_EQ(with_step("sum(increase(a[$__step])) - b[${__step}] + c[{{.window}}] + d[{{ .window }}]", Duration::minutes(5)),
              "sum(increase(a[300s])) - b[300s] + c[300s] + d[300s]");
    EXPECT_EQ(with_step("a", Duration::seconds(10)), "a");
}

}  // namespace
}  // namespace plimsoll::ingest::pull

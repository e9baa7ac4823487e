#include "ingest/metric_names.h"

#include <gtest/gtest.h>

#include "ingest/pushing_for_tests.h"

namespace plimsoll::ingest {
namespace {

/// Sorted as canonicalise() leaves them: __name__ before lower-case names.
Labels series(std::string_view name, std::initializer_list<promql::Label> rest) {
    Labels out{{"__name__", name}};
    out.insert(out.end(), rest.begin(), rest.end());
    return out;
}

const MetMetric* metric(const std::vector<MetMetric>& all, std::string_view name) {
    for (const MetMetric& one : all)
        if (one.name == name) return &one;
    return nullptr;
}

TEST(MetricNames, AMetricIsKnownByItsLabelsAndItsValues) {
    MetricNames names;
    names.met(series("http_requests_total", {{"code", "200"}, {"job", "shop"}}));
    names.met(series("http_requests_total", {{"code", "500"}, {"job", "shop"}}));
    names.met(series("up", {{"job", "shop"}}));
    const auto all = names.all();
    ASSERT_EQ(all.size(), 2u);
    const MetMetric* requests = metric(all, "http_requests_total");
    ASSERT_TRUE(requests);
    EXPECT_EQ(requests->type, "counter");
    EXPECT_EQ(requests->series, 2u);
    ASSERT_EQ(requests->labels.size(), 2u);
    EXPECT_EQ(requests->labels[0].name, "code");
    EXPECT_EQ(requests->labels[0].values, (std::vector<std::string>{"200", "500"}));
    EXPECT_FALSE(requests->labels[0].more);
}

TEST(MetricNames, ASeriesThatIsMetAgainCountsOnce) {
    MetricNames names;
    for (int again = 0; again < 50; ++again) names.met(series("up", {{"instance", "a:1"}, {"job", "shop"}}));
    EXPECT_EQ(names.all().front().series, 1u);
}

TEST(MetricNames, ThousandsOfSeriesAreEstimatedWithinAFewPercent) {
    MetricNames names;
    for (int i = 0; i < 3000; ++i) names.met(series("up", {{"instance", std::to_string(i)}}));
    EXPECT_NEAR(static_cast<double>(names.all().front().series), 3000, 300);
}

TEST(MetricNames, OnlyThoseOfOneJobAreAskedFor) {
    MetricNames names;
    names.met(series("probe_checks_total", {{"job", "probe"}, {"result", "success"}}));
    names.met(series("http_requests_total", {{"code", "200"}, {"job", "shop"}}));
    const auto probes = names.with("job", "probe");
    ASSERT_EQ(probes.size(), 1u);
    EXPECT_EQ(probes.front().name, "probe_checks_total");
    EXPECT_TRUE(names.with("job", "nobody").empty());
    EXPECT_TRUE(names.with("region", "eu").empty());
}

TEST(MetricNames, EverythingHasItsBound) {
    MetricNames names;
    for (std::size_t i = 0; i < MetricNames::kMostNames + 7; ++i) names.met(series("m" + std::to_string(i), {}));
    EXPECT_EQ(names.all().size(), MetricNames::kMostNames);
    EXPECT_EQ(names.left_out(), 7u);

    MetricNames values;
    for (int i = 0; i < 100; ++i) values.met(series("up", {{"instance", std::to_string(i)}}));
    EXPECT_EQ(values.all().front().labels.front().values.size(), MetricNames::kMostValues);
    EXPECT_TRUE(values.all().front().labels.front().more);

    MetricNames labels;
    std::vector<std::string> label_names;
    for (int i = 0; i < 30; ++i) label_names.push_back("l" + std::to_string(100 + i));
    for (const std::string& name : label_names) labels.met(series("up", {{name, "1"}}));
    EXPECT_EQ(labels.all().front().labels.size(), MetricNames::kMostLabels);

    MetricNames longest;
    const std::string value(MetricNames::kLongestValue + 1, 'x');
    longest.met(series("up", {{"path", value}}));
    EXPECT_TRUE(longest.all().front().labels.front().values.empty());
    EXPECT_TRUE(longest.all().front().labels.front().more);
}

TEST(MetricNames, LabelTextOfAllMetricsTogetherIsBounded) {
    MetricNames names;
    const std::string padding(70, 'x');
    std::size_t kept = 0;
    for (int metric = 0; metric < 19'000; ++metric)
        for (int value = 0; value < 12; ++value) names.met(series("metric" + std::to_string(metric), {{"path", padding + std::to_string(value)}}));
    for (const MetMetric& one : names.all())
        for (const MetLabel& label : one.labels)
            for (const std::string& value : label.values) kept += value.size();
    EXPECT_GT(kept, MetricNames::kMostText / 2);
    EXPECT_LE(kept, MetricNames::kMostText);
}

TEST(MetricNames, WhatIsPushedIsMetOnceWhetherAnSliCountsItOrNot) {
    Pushing pushing({counting("sum(rate(a_total[5m]))", "", "sum(rate(a_total{code=\"500\"}[5m]))")});
    MetricNames names;
    pushing.resolver->tell(names);
    for (int second = 0; second < 30; second += 10) pushing.scrape(second, {{{{"__name__", "a_total"}, {"code", "500"}}, 1.0 * second}, {{{"__name__", "nobody_asks"}}, 1}});
    const auto all = names.all();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].name, "a_total");
    EXPECT_EQ(all[1].name, "nobody_asks");
    EXPECT_EQ(all[0].series, 1u);
    EXPECT_EQ(names.with("job", "web").size(), 2u);
}

TEST(MetricNames, TheTypeIsGuessedAsExportersNameThem) {
    EXPECT_EQ(type_by_name("http_requests_total", false, false), "counter");
    EXPECT_EQ(type_by_name("http_request_duration_seconds_bucket", true, false), "histogram");
    EXPECT_EQ(type_by_name("http_request_duration_seconds_count", false, false), "counter");
    EXPECT_EQ(type_by_name("go_gc_duration_seconds", false, true), "summary");
    EXPECT_EQ(type_by_name("queue_length", false, false), "gauge");
    EXPECT_EQ(type_by_name("http_requests_created", false, false), "gauge");
}

}  // namespace
}  // namespace plimsoll::ingest

// Indicator: each kind as it is read, each rule broken once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

Indicator read(const std::string& spec) {
    const Reading reading = fixture::read(fixture::own("Indicator", spec) + fixture::slo_on("x"));
    EXPECT_THAT(fixture::told(reading.errors), IsEmpty()) << spec;
    return reading.catalog.slos.empty() ? Indicator{} : reading.catalog.slos.at("a").indicator;
}

std::vector<std::string> refused(const std::string& spec) { return fixture::told(fixture::read(fixture::own("Indicator", spec)).errors); }

TEST(OwnIndicator, ARatioLeavesOutWhatIsNotTheServicesFault) {
    const Indicator i = read("  valid: '{env=\"prod\"}'\n  exclude: ['{code=~\"4..\"}']\n"
                             "  ratio: {total: 'sum(rate(http_total[5m]))', bad: 'sum(rate(http_total{code=~\"5..\"}[5m]))'}\n");
    EXPECT_EQ(i.kind, IndicatorKind::ratio);
    EXPECT_EQ(i.total, "sum(increase(http_total{code!~\"4..\",env=\"prod\"}[5m]))");
    EXPECT_EQ(i.bad, "sum(increase(http_total{code!~\"4..\",code=~\"5..\",env=\"prod\"}[5m]))");
    EXPECT_EQ(i.good, "");
}

TEST(OwnIndicator, ACheckSaysHowManyWereWrong) {
    const Indicator i = read("  correctness: {checked: 'sum(increase(checked_total[5m]))', wrong: 'sum(increase(wrong_total[5m]))'}\n");
    EXPECT_EQ(i.kind, IndicatorKind::correctness);
    EXPECT_EQ(i.total, "sum(increase(checked_total[5m]))") << "what nothing is left out of stays as it was written";
    EXPECT_EQ(i.bad, "sum(increase(wrong_total[5m]))");
}

TEST(OwnIndicator, ALatencyIsTheBucketOfItsBound) {
    for (const char* histogram : {"http_seconds{job=\"a\"}", "http_seconds_bucket{job=\"a\"}"}) {
        const Indicator i = read(std::string("  latency: {histogram: '") + histogram + "', within: 300ms}\n");
        EXPECT_EQ(i.kind, IndicatorKind::latency);
        EXPECT_EQ(i.bound, 0.3);
        EXPECT_EQ(i.total, "sum(increase(http_seconds_bucket{job=\"a\",le=\"+Inf\"}[5m]))");
        EXPECT_EQ(i.good, "sum(increase(http_seconds_bucket{job=\"a\",le=\"0.3\"}[5m]))");
        EXPECT_EQ(i.above, "");
    }
    EXPECT_EQ(read("  latency: {histogram: h, within: 0.0005}\n").good, "sum(increase(h_bucket{le=\"0.0005\"}[5m]))");
    EXPECT_EQ(read("  latency: {histogram: h, within: 2s}\n").good, "sum(increase(h_bucket{le=\"2\"}[5m]))");
}

TEST(OwnIndicator, ABoundBetweenTwoBucketsIsRefusedNamingBoth) {
    EXPECT_THAT(refused("  latency: {histogram: h, within: 300ms, buckets: [0.1, 0.25, 0.5]}\n"),
                ElementsAre("5:35 `spec.latency.within` is 0.3 s, between the buckets 0.25 s and 0.5 s: how many events lie below it is not measured "
                            "(write within: 0.25 or 0.5, give the histogram a bucket at 0.3, or write between: interpolate)"));
    EXPECT_THAT(refused("  latency: {histogram: h, within: 50ms, buckets: [0.1, 0.25], between: interpolate}\n"), ElementsAre(HasSubstr("below the smallest bucket of 0.1 s")));
    EXPECT_THAT(refused("  latency: {histogram: h, within: 1s, buckets: [0.1, 0.25], between: interpolate}\n"), ElementsAre(HasSubstr("above the largest bucket of 0.25 s")));
}

TEST(OwnIndicator, ABoundBetweenTwoBucketsIsInterpolatedByChoice) {
    const Indicator i = read("  latency: {histogram: h, within: 300ms, buckets: [0.1, 0.25, 0.5], between: interpolate}\n");
    EXPECT_EQ(i.good, "sum(increase(h_bucket{le=\"0.25\"}[5m]))");
    EXPECT_EQ(i.above, "sum(increase(h_bucket{le=\"0.5\"}[5m]))");
    EXPECT_DOUBLE_EQ(i.share, 0.2) << "(0.3 - 0.25) / (0.5 - 0.25)";
    const Indicator at = read("  latency: {histogram: h, within: 250ms, buckets: [0.1, 0.25, 0.5], between: interpolate}\n");
    EXPECT_EQ(at.good, "sum(increase(h_bucket{le=\"0.25\"}[5m]))");
    EXPECT_EQ(at.above, "") << "the bound is a bucket: nothing is estimated";
}

TEST(OwnIndicator, GaugesAreReadBySelector) {
    const Indicator threshold = read("  threshold: {gauge: 'queue_depth{queue=\"mail\"}', op: lt, value: 100}\n");
    EXPECT_EQ(threshold.kind, IndicatorKind::threshold);
    EXPECT_EQ(threshold.total, "queue_depth{queue=\"mail\"}");
    EXPECT_EQ(threshold.comparison, Comparison::lt);
    EXPECT_EQ(threshold.bound, 100);
    const Indicator raw = read("  rawRatio: {gauge: 'error_ratio', of: bad}\n");
    EXPECT_EQ(raw.kind, IndicatorKind::raw_ratio);
    EXPECT_TRUE(raw.raw_is_bad);
    EXPECT_FALSE(read("  rawRatio: {gauge: 'success_ratio', of: good}\n").raw_is_bad);
    const Indicator fresh = read("  valid: '{job=\"export\"}'\n  freshness: {timestamp: last_success_timestamp_seconds, within: 26h}\n");
    EXPECT_EQ(fresh.kind, IndicatorKind::freshness);
    EXPECT_EQ(fresh.total, "last_success_timestamp_seconds{job=\"export\"}");
    EXPECT_EQ(fresh.bound, 26 * 3600);
}

TEST(OwnIndicator, AnAlertIsBadWhileItFires) {
    const Indicator i = read("  alert: {name: CheckoutDown, matchers: '{severity=\"page\"}', heartbeat: 'up{job=\"prometheus\"}'}\n");
    EXPECT_EQ(i.kind, IndicatorKind::alert);
    EXPECT_EQ(i.total, "up{job=\"prometheus\"}");
    EXPECT_EQ(i.bad, "ALERTS{alertname=\"CheckoutDown\",alertstate=\"firing\",severity=\"page\"}");
}

TEST(OwnIndicator, EveryRuleIsToldAtItsPlace) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> cases{
        {"  description: d\n", {"5:3 `spec.ratio` or another kind of indicator is missing"}},
        {"  ratio: {total: 'sum(rate(a[5m]))', bad: 'sum(rate(b[5m]))'}\n  alert: {name: A, heartbeat: up}\n", {"6:10 `spec.alert` and `ratio` exclude each other"}},
        {"  ratio: {bad: 'sum(rate(b[5m]))'}\n", {"5:10 `spec.ratio.total` is missing"}},
        {"  ratio: {total: 'sum(rate(a[5m]))'}\n", {"5:10 `spec.ratio.good` or `bad` is missing"}},
        {"  correctness: {checked: 'sum(rate(a[5m]))', right: 'sum(rate(b[5m]))', wrong: 'sum(rate(b[5m]))'}\n", {"5:80 `spec.correctness.wrong` and `right` exclude each other"}},
        {"  ratio: {total: up, bad: 'sum(rate(b[5m]))'}\n", {"5:18 `spec.ratio.total`: a selector alone reads"}},
        {"  latency: {within: 1s}\n", {"5:12 `spec.latency.histogram` is missing"}},
        {"  latency: {histogram: h}\n", {"5:12 `spec.latency.within` is missing"}},
        {"  latency: {histogram: h, within: 0}\n", {"5:35 `spec.latency.within` must be above zero"}},
        {"  latency: {histogram: h, within: fast}\n", {"5:35 `spec.latency.within` must be a duration"}},
        {"  latency: {histogram: h_count, within: 1s}\n", {"5:24 `spec.latency.histogram` names h_count, a part of the histogram"}},
        {"  latency: {histogram: 'h{le=\"1\"}', within: 1s}\n", {"5:24 `spec.latency.histogram` selects by `le`"}},
        {"  latency: {histogram: '{job=\"a\"}', within: 1s}\n", {"5:24 `spec.latency.histogram` must name one histogram"}},
        {"  latency: {histogram: h, within: 1s, between: interpolate}\n", {"5:48 `spec.latency.between` is interpolate, which needs `buckets`"}},
        {"  latency: {histogram: h, within: 1s, between: guess}\n", {"5:48 `spec.latency.between` must be one of refuse, interpolate"}},
        {"  latency: {histogram: h, within: 1s, buckets: [1, 0.5, .inf]}\n", {"5:52 the items of `spec.latency.buckets` must rise", "5:57 an item of `spec.latency.buckets` must be a number"}},
        {"  threshold: {gauge: g, op: lt}\n", {"5:14 `spec.threshold.value` is missing"}},
        {"  threshold: {gauge: 'max(g)', op: lt, value: 1}\n", {"5:23 `spec.threshold.gauge`: max"}},
        {"  threshold: {op: eq, value: 1}\n", {"5:14 `spec.threshold.gauge` is missing", "5:19 `spec.threshold.op` must be one of"}},
        {"  rawRatio: {gauge: g}\n", {"5:13 `spec.rawRatio.of` is missing"}},
        {"  freshness: {timestamp: g, within: 0s}\n", {"5:37 `spec.freshness.within` must be above zero"}},
        {"  alert: {heartbeat: up}\n", {"5:10 `spec.alert.name` is missing"}},
        {"  alert: {name: A}\n", {"5:10 `spec.alert.heartbeat` is missing"}},
        {"  alert: {name: A, heartbeat: up, matchers: 'severity=\"page\"'}\n", {"5:45 `spec.alert.matchers` must be matchers in braces"}},
        {"  valid: env\n  threshold: {gauge: g, op: lt, value: 1}\n", {"5:10 `spec.valid` must be matchers in braces"}},
        {"  valid: '{}'\n  threshold: {gauge: g, op: lt, value: 1}\n", {"5:10 `spec.valid` has no matcher"}},
        {"  valid: '{env=prod}'\n  threshold: {gauge: g, op: lt, value: 1}\n", {"5:16 `spec.valid`"}},
        {"  exclude: ['{a=~\"(\"}']\n  threshold: {gauge: g, op: lt, value: 1}\n", {"5:18 `spec.exclude[0]`"}},
        {"  exclude: ['{a=\"1\",b=\"2\"}']\n  threshold: {gauge: g, op: lt, value: 1}\n", {"6:22 `spec.threshold.gauge` is one selector, from which an item of `exclude` with several matchers cannot be left out"}},
        {"  thresold: {}\n", {"5:3 `spec.ratio` or another kind of indicator is missing", "5:3 `spec.thresold` is not a known field (did you mean `threshold`?)"}},
    };
    for (const auto& [spec, wanted] : cases) {
        std::vector<testing::Matcher<std::string>> matchers;
        for (const std::string& w : wanted) matchers.push_back(StartsWith(w));
        EXPECT_THAT(refused(spec), testing::ElementsAreArray(matchers)) << spec;
    }
}

TEST(OwnIndicator, TooManySelectorsAreRefused) {
    std::string exclude;
    for (int i = 0; i < 7; ++i) exclude += (i == 0 ? "" : ", ") + std::string("'{a") + std::to_string(i) + "=\"1\",b" + std::to_string(i) + "=\"2\"}'";
    EXPECT_THAT(refused("  exclude: [" + exclude + "]\n  ratio: {total: 'sum(rate(a[5m]))', bad: 'sum(rate(b[5m]))'}\n"),
                ElementsAre(HasSubstr("`spec.ratio.total` becomes more than 64 selectors"), HasSubstr("`spec.ratio.bad` becomes more than 64 selectors")));
}

TEST(OwnIndicator, ItsNameIsNoSlisToo) {
    const std::string sli = "---\napiVersion: openslo/v1\nkind: SLI\nmetadata: {name: x}\nspec: {ratioMetric: {total: {metricSource: {type: Prometheus, spec: {query: 'sum(rate(a[5m]))'}}}, "
                            "good: {metricSource: {type: Prometheus, spec: {query: 'sum(rate(b[5m]))'}}}}}\n";
    const Reading reading = fixture::read(fixture::own("Indicator", "  threshold: {gauge: g, op: lt, value: 1}\n") + sli + fixture::slo_on("x"));
    EXPECT_THAT(fixture::told(reading.errors), ElementsAre(HasSubstr("`x` is both an SLI and an Indicator")));
}

}  // namespace
}  // namespace plimsoll::catalog

// Pyrra's objects, read as what they promise.
#include <gtest/gtest.h>

#include "convert/imported_for_tests.h"

namespace plimsoll::convert {
namespace {

std::string object(const std::string& indicator, const std::string& more = "", const std::string& target = "\"99\"", const std::string& window = "4w") {
    return "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata:\n  name: shop-requests\n  namespace: monitoring\n"
           "  labels: {pyrra.dev/team: shop, prometheus: k8s}\nspec:\n  target: " + target + "\n  window: " + window + "\n" + more + "  indicator:\n" + indicator;
}
constexpr const char* kRatio = "    ratio:\n      errors: {metric: 'http_requests_total{code=~\"5..\"}'}\n      total: {metric: http_requests_total}\n";

TEST(FromPyrra, ARatioOfSelectorsIsCounted) {
    const Imported got = imported(object(kRatio));
    const catalog::Slo& slo = got.slo("shop-requests");
    EXPECT_EQ(slo.objective, *Ratio::of(99, 100));
    EXPECT_EQ(slo.period, Duration::days(28));
    EXPECT_EQ(slo.service, "shop-requests") << "Pyrra knows no services, and a team is none";
    EXPECT_EQ(got.catalog.services.at("shop-requests").owner, "shop");
    EXPECT_EQ(slo.labels.at("team"), "shop");
    EXPECT_EQ(slo.indicator.kind, catalog::IndicatorKind::ratio);
    EXPECT_EQ(slo.indicator.bad, "sum(increase(http_requests_total{code=~\"5..\"}[5m]))");
    EXPECT_EQ(slo.indicator.total, "sum(increase(http_requests_total[5m]))");
    EXPECT_TRUE(got.dropped("metadata.labels.prometheus")) << got.report();
    EXPECT_TRUE(got.dropped("metadata.namespace"));
}

struct TierCase {
    const char* window;
    Duration delay[4], short_window[4], long_window[4];
};

TEST(FromPyrra, TiersScaleWithTheWindow) {
    using D = Duration;
    const TierCase cases[] = {{"28d",
                               {D::minutes(2), D::minutes(15), D::hours(1), D::hours(3)},
                               {D::minutes(5), D::minutes(30), D::hours(2), D::hours(6)},
                               {D::hours(1), D::hours(6), D::days(1), D::days(4)}},
                              {"2w",
                               {D::minutes(1), D::minutes(8), D::minutes(30), D::minutes(90)},
                               {D::minutes(3), D::minutes(15), D::hours(1), D::hours(3)},
                               {D::minutes(30), D::hours(3), D::hours(12), D::days(2)}}};
    const double factors[] = {14, 7, 2, 1};
    for (const TierCase& c : cases) {
        const auto rules = imported(object(kRatio, "", "\"99\"", c.window)).slo("shop-requests").rules;
        ASSERT_EQ(rules.size(), 4U) << c.window;
        for (std::size_t i = 0; i < 4; ++i) {
            EXPECT_DOUBLE_EQ(rules[i].factor, factors[i]);
            EXPECT_EQ(rules[i].entry_delay, c.delay[i]) << c.window << " " << i;
            EXPECT_EQ(rules[i].short_window, c.short_window[i]) << c.window << " " << i;
            EXPECT_EQ(rules[i].long_window, c.long_window[i]) << c.window << " " << i;
            EXPECT_EQ(rules[i].severity, i < 2 ? catalog::Severity::page : catalog::Severity::ticket);
        }
    }
}

TEST(FromPyrra, LatencyIsTheBucketAtItsBound) {
    const Imported got = imported(object("    latency:\n      success: {metric: 'd_bucket{job=\"a\",le=\"0.3\"}'}\n      total: {metric: 'd_count{job=\"a\"}'}\n      grouping: [region]\n"));
    const catalog::Slo& slo = got.slo("shop-requests");
    EXPECT_EQ(slo.indicator.good, "sum(increase(d_bucket{job=\"a\",le=\"0.3\"}[5m]))");
    EXPECT_EQ(slo.indicator.total, "sum(increase(d_count{job=\"a\"}[5m]))");
    ASSERT_TRUE(slo.grouping);
    EXPECT_EQ(slo.grouping->by, std::vector<std::string>{"region"});
    EXPECT_TRUE(got.changed("spec.indicator.latency.grouping"));
}

TEST(FromPyrra, ABooleanGaugeCountsItsSamples) {
    const Imported got = imported(object("    bool_gauge: {metric: 'up{job=\"a\"}'}\n"));
    EXPECT_EQ(got.slo("shop-requests").indicator.kind, catalog::IndicatorKind::raw_ratio);
    EXPECT_FALSE(got.slo("shop-requests").indicator.raw_is_bad);
    EXPECT_EQ(got.slo("shop-requests").indicator.total, "up{job=\"a\"}");
}

TEST(FromPyrra, AbsenceIsStalenessAfterTheSameTime) {
    // 14 x 1 % of an hour is 8.4 minutes, and the delay of the fast tier is 2: rounded, 10.
    EXPECT_EQ(imported(object(kRatio)).slo("shop-requests").stale_after, Duration::minutes(10));
    EXPECT_EQ(imported(object(kRatio, "  alerting: {absent: false}\n")).slo("shop-requests").stale_after, Duration{});
    EXPECT_EQ(imported(object(kRatio, "", "\"99.9\"")).slo("shop-requests").stale_after, Duration::minutes(3));
}

TEST(FromPyrra, SeveritiesAreNamedOrPyrrasOwn) {
    const Imported got = imported(object(kRatio, "  alerting: {name: Burns, severities: {fastBurn: warning, slowBurn: critical, absent: info}}\n"));
    const auto& rules = got.slo("shop-requests").rules;
    ASSERT_EQ(rules.size(), 4U);
    EXPECT_EQ(rules[0].severity, catalog::Severity::ticket);
    EXPECT_EQ(rules[1].severity, catalog::Severity::page);
    EXPECT_EQ(rules[2].severity, catalog::Severity::page);
    EXPECT_TRUE(got.changed("spec.alerting.name"));
    EXPECT_TRUE(got.changed("spec.alerting.severities.absent"));
}

TEST(FromPyrra, WhatCannotBeJudgedIsLeftOut) {
    const std::pair<std::string, const char*> cases[] = {
        {object("    latencyNative: {latency: 300ms, total: {metric: d}}\n"), "spec.indicator.latencyNative"},
        {object("    latency:\n      success: {metric: d_sum}\n      total: {metric: d_count}\n"), "spec.indicator.latency.success.metric"},
        {object("    ratio: {errors: {metric: 'sum(x)'}, total: {metric: y}}\n"), "spec.indicator.ratio.errors.metric"},
        {object(kRatio, "", "\"100\""), "spec.target"},
        {object(kRatio, "", "\"99\"", "soon"), "spec.window"},
        {object(kRatio, "", "\"99\"", "10m"), "spec.window"},
    };
    for (const auto& [text, field] : cases) {
        const Imported got = imported(text);
        EXPECT_EQ(got.converted.slos, 0) << text;
        EXPECT_TRUE(got.dropped(field)) << field << "\n" << got.report();
    }
}

TEST(FromPyrra, WithoutAlertsTheSlowestStaysHoweverShortTheWindow) {
    for (const auto& [window, seen] : {std::pair{"4w", Duration::days(1)}, {"12h", Duration::hours(12)}}) {
        const Imported got = imported(object(kRatio, "  alerting: {burnrates: false}\n", "\"99\"", window));
        ASSERT_EQ(got.slo("shop-requests").rules.size(), 1U) << window << got.report();
        EXPECT_EQ(got.slo("shop-requests").rules[0].long_window, seen);
        EXPECT_EQ(got.slo("shop-requests").rules[0].severity, catalog::Severity::ticket);
    }
}

TEST(FromPyrra, AShareWhereAPercentageBelongsIsDoubted) {
    const Imported got = imported(object(kRatio, "", "\"0.99\""));
    EXPECT_EQ(got.slo("shop-requests").objective, *Ratio::of(99, 10000)) << "what is written counts";
    ASSERT_TRUE(got.changed("spec.target")) << got.report();
    EXPECT_EQ(got.told("spec.target").front().instead, "write 99 if 99 % is meant");
}

TEST(FromPyrra, SettingsOfItsRulesAreToldAndUnknownOnesToo) {
    const Imported got = imported(object(kRatio, "  performanceOverAccuracy: true\n  partial_response_strategy: warn\n  colour: red\n"));
    EXPECT_EQ(got.converted.slos, 1);
    for (const char* field : {"spec.performanceOverAccuracy", "spec.partial_response_strategy", "spec.colour"}) EXPECT_TRUE(got.dropped(field)) << field;
}

}  // namespace
}  // namespace plimsoll::convert

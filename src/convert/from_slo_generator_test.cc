// slo-generator's SLOs of both versions with their error budget policies.
#include <gtest/gtest.h>

#include "convert/imported_for_tests.h"

namespace plimsoll::convert {
namespace {

std::string slo(const std::string& method, const std::string& sli, const std::string& goal = "0.999", const std::string& backend = "prometheus") {
    return "apiVersion: sre.google.com/v2\nkind: ServiceLevelObjective\nmetadata:\n  name: shop-front-requests\n  labels: {service_name: shop, feature_name: front}\n"
           "spec:\n  description: Requests that succeed.\n  backend: " + backend + "\n  method: " + method + "\n  service_level_indicator:\n" + sli + "  goal: " + goal + "\n";
}
constexpr const char* kGoodBad = "    filter_good: http_requests_total{code=\"200\"}[window]\n    filter_bad: http_requests_total{code=\"500\"}\n";
constexpr const char* kShared = R"(backends: {prometheus: {url: http://localhost:9090}}
exporters: {}
error_budget_policies:
  default:
    steps:
      - {name: 1 hour, window: 3600, burn_rate_threshold: 9, alert: true, message_alert: Page somebody., message_ok: Fine.}
      - {name: 12 hours, window: 43200, burn_rate_threshold: 3, alert: true}
      - {name: 7 days, window: 604800, burn_rate_threshold: 1.5, alert: false}
      - {name: 28 days, window: 2419200, burn_rate_threshold: 1, alert: false}
)";

TEST(FromSloGenerator, GoodAndBadAddUpToTheTotal) {
    const Imported got = imported({{"shared.yaml", kShared}, {"slo.yaml", slo("good_bad_ratio", kGoodBad)}});
    const catalog::Slo& slo = got.slo("shop-front-requests");
    EXPECT_EQ(slo.service, "shop");
    EXPECT_EQ(slo.objective, *Ratio::of(999, 1000));
    EXPECT_EQ(slo.indicator.good, "sum(increase(http_requests_total{code=\"200\"}[5m]))");
    EXPECT_EQ(slo.indicator.total, "sum(increase(http_requests_total{code=\"200\"}[5m])) + sum(increase(http_requests_total{code=\"500\"}[5m]))");
    EXPECT_EQ(slo.labels.at("feature_name"), "front");
}

TEST(FromSloGenerator, StepsAreBurnRulesAndTheLongestIsThePeriod) {
    const Imported got = imported({{"shared.yaml", kShared}, {"slo.yaml", slo("good_bad_ratio", kGoodBad)}});
    const catalog::Slo& slo = got.slo("shop-front-requests");
    EXPECT_EQ(slo.period, Duration::days(28));
    ASSERT_EQ(slo.rules.size(), 4U);
    const std::tuple<const char*, Duration, double, catalog::Severity> expected[] = {{"1-hour", Duration::hours(1), 9, catalog::Severity::page},
                                                                                    {"12-hours", Duration::hours(12), 3, catalog::Severity::page},
                                                                                    {"7-days", Duration::days(7), 1.5, catalog::Severity::ticket},
                                                                                    {"28-days", Duration::days(28), 1, catalog::Severity::ticket}};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& [name, window, factor, severity] = expected[i];
        EXPECT_EQ(slo.rules[i].name, name);
        EXPECT_EQ(slo.rules[i].long_window, window);
        EXPECT_DOUBLE_EQ(slo.rules[i].factor, factor);
        EXPECT_EQ(slo.rules[i].severity, severity);
    }
    EXPECT_TRUE(got.dropped("error_budget_policies.default.steps[0].message_alert")) << got.report();
    EXPECT_TRUE(got.dropped("backends"));
}

TEST(FromSloGenerator, APolicyThatIsNotThereIsTold) {
    const Imported got = imported(slo("good_bad_ratio", kGoodBad));
    EXPECT_EQ(got.slo("shop-front-requests").period, Duration::days(28));
    EXPECT_TRUE(got.changed("spec.error_budget_policy")) << got.report();
}

TEST(FromSloGenerator, EachMethodIsCounted) {
    const std::tuple<const char*, const char*, const char*, const char*> cases[] = {
        {"good_bad_ratio", "    filter_good: g_total\n    filter_valid: v_total\n", "sum(increase(g_total[5m]))", "sum(increase(v_total[5m]))"},
        {"query_sli", "    expression: sum(rate(g_total[window])) / sum(rate(v_total[window]))\n", "sum(rate(g_total[5m]))", "sum(rate(v_total[5m]))"},
        {"distribution_cut", "    expression: d_bucket{job=\"a\"}\n    threshold_bucket: 0.25\n", "sum(increase(d_bucket{job=\"a\",le=\"0.25\"}[5m]))", "sum(increase(d_count{job=\"a\"}[5m]))"},
    };
    for (const auto& [method, sli, good, total] : cases) {
        const Imported got = imported(slo(method, sli));
        EXPECT_EQ(got.slo("shop-front-requests").indicator.good, good) << got.report();
        EXPECT_EQ(got.slo("shop-front-requests").indicator.total, total) << got.report();
    }
}

TEST(FromSloGenerator, OtherBackendsAndWholeGoalsAreLeftOut) {
    const std::pair<std::string, const char*> cases[] = {{slo("good_bad_ratio", kGoodBad, "0.99", "cloud_monitoring"), "spec.backend"},
                                                         {slo("good_bad_ratio", kGoodBad, "1"), "spec.goal"},
                                                         {slo("good_bad_ratio", kGoodBad, "99.9"), "spec.goal"},
                                                         {slo("magic", kGoodBad), "spec.method"},
                                                         {slo("query_sli", "    expression: avg(x)\n"), "spec.service_level_indicator.expression"},
                                                         {slo("distribution_cut", "    expression: d_bucket\n"), "spec.service_level_indicator"}};
    for (const auto& [text, field] : cases) {
        const Imported got = imported(text);
        EXPECT_EQ(got.converted.slos, 0) << text;
        EXPECT_TRUE(got.dropped(field)) << field << "\n" << got.report();
    }
}

TEST(FromSloGenerator, VariablesOfTheEnvironmentMustBePutInFirst) {
    const Imported got = imported(slo("good_bad_ratio", "    filter_good: g_total{env=\"${ENV}\"}[${window}]\n    filter_valid: v_total\n"));
    EXPECT_EQ(got.converted.slos, 0);
    EXPECT_TRUE(got.dropped("spec.service_level_indicator.filter_good")) << got.report();
    const Imported window = imported(slo("good_bad_ratio", "    filter_good: g_total[${window}]\n    filter_valid: v_total\n"));
    EXPECT_EQ(window.converted.slos, 1) << window.report();
}

TEST(FromSloGenerator, TheFirstVersionSaysTheSame) {
    const Imported got = imported({{"policy.yaml", R"(- error_budget_policy_step_name: b. Last 12 hours
  measurement_window_seconds: 43200
  alerting_burn_rate_threshold: 3
  urgent_notification: true
  overburned_consequence_message: Page.
  achieved_consequence_message: Fine.
- {error_budget_policy_step_name: d. Last 28 days, measurement_window_seconds: 2419200, alerting_burn_rate_threshold: 1, urgent_notification: false}
)"},
                                   {"slo.yaml", R"(service_name: shop
feature_name: front
slo_name: requests
slo_description: Requests that succeed.
slo_target: 0.95
backend:
  class: Prometheus
  url: http://localhost:9090
  method: good_bad_ratio
  measurement: {filter_good: 'g_total[window]', filter_bad: 'b_total[window]'}
exporters: [{class: Pubsub}]
)"}});
    const catalog::Slo& slo = got.slo("shop-front-requests");
    EXPECT_EQ(slo.objective, *Ratio::of(95, 100));
    EXPECT_EQ(slo.period, Duration::days(28));
    ASSERT_EQ(slo.rules.size(), 2U);
    EXPECT_EQ(slo.rules[0].name, "b-last-12-hours");
    EXPECT_TRUE(got.dropped("exporters"));
    EXPECT_EQ(got.converted.objects, 3);
}

}  // namespace
}  // namespace plimsoll::convert

// Nobl9, Grafana, Backstage and CODEOWNERS.
#include <gtest/gtest.h>

#include "convert/imported_for_tests.h"

namespace plimsoll::convert {
namespace {

constexpr const char* kNobl9 = R"(- apiVersion: n9/v1alpha
  kind: SLO
  metadata: {name: shop-requests, project: default, displayName: Shop requests}
  spec:
    service: shop
    budgetingMethod: Timeslices
    indicator: {metricSource: {name: prom, project: default, kind: Agent}}
    timeWindows: [{unit: Month, count: 1, isRolling: false, calendar: {startTime: '2026-01-01 00:00:00', timeZone: UTC}}]
    objectives:
      - name: good
        displayName: Good
        value: 1
        target: 0.995
        timeSliceTarget: 0.9
        primary: true
        countMetrics:
          incremental: true
          good: {prometheus: {promql: 'sum(rate(g[5m]))'}}
          total: {prometheus: {promql: 'sum(rate(t[5m]))'}}
      - name: slow
        value: 0.5
        op: lte
        target: 0.9
        timeSliceTarget: 0.8
        rawMetric: {query: {prometheus: {promql: 'latency_seconds{q="0.9"}'}}}
    alertPolicies: [fast-burn, other]
    anomalyConfig: {noData: {alertAfter: 1h, alertMethods: [{name: x}]}}
- apiVersion: n9/v1alpha
  kind: AlertPolicy
  metadata: {name: fast-burn, project: default}
  spec:
    severity: High
    coolDown: 10m
    conditions:
      - {measurement: averageBurnRate, value: 10, alertingWindow: 1h, op: gte}
      - {measurement: averageBurnRate, value: 10, alertingWindow: 5m, op: gte}
    alertMethods: [{metadata: {name: pager}}]
- apiVersion: n9/v1alpha
  kind: AlertPolicy
  metadata: {name: drop, project: default}
  spec: {severity: Low, conditions: [{measurement: budgetDrop, value: 0.1, alertingWindow: 1h, op: gte}]}
- apiVersion: n9/v1alpha
  kind: SLO
  metadata: {name: journey, project: default}
  spec:
    service: shop
    budgetingMethod: Occurrences
    timeWindows: [{unit: Day, count: 28, isRolling: true}]
    objectives:
      - name: all
        target: 0.98
        composite:
          maxDelay: 5m
          aggregation: Reliability
          components:
            objectives:
              - {project: default, slo: shop-requests, objective: good, weight: 3, whenDelayed: CountAsGood}
              - {project: default, slo: shop-requests, objective: slow, weight: 1, whenDelayed: Ignore}
- apiVersion: n9/v1alpha
  kind: Service
  metadata: {name: shop, project: default, displayName: The Shop}
  spec: {responsibleUsers: [{id: ada}]}
)";

TEST(FromNobl9, EveryObjectiveIsAnSloOfItsOwn) {
    const Imported got = imported(kNobl9);
    const catalog::Slo& good = got.slo("shop-requests-good");
    EXPECT_EQ(good.display_name, "Shop requests: Good");
    EXPECT_EQ(good.objective, *Ratio::of(995, 1000));
    EXPECT_EQ(good.method, catalog::BudgetingMethod::timeslices);
    ASSERT_TRUE(good.slicing);
    EXPECT_EQ(good.slicing->length, Duration::minutes(1));
    EXPECT_EQ(good.slicing->target, *Ratio::of(9, 10));
    ASSERT_TRUE(good.calendar);
    EXPECT_EQ(good.calendar->unit, catalog::CalendarUnit::month);
    EXPECT_EQ(good.indicator.good, "sum(rate(g[5m]))");
    EXPECT_EQ(good.stale_after, Duration::hours(1));
    const catalog::Slo& slow = got.slo("shop-requests-slow");
    EXPECT_EQ(slow.indicator.kind, catalog::IndicatorKind::threshold);
    EXPECT_TRUE(got.changed("[0].spec.alertPolicies[0]")) << "10 is out of reach at 90 %\n" << got.report();
    EXPECT_DOUBLE_EQ(slow.indicator.bound, 0.5);
    EXPECT_EQ(got.catalog.services.at("shop").owner, "ada");
    EXPECT_EQ(got.catalog.services.at("shop").display_name, "The Shop");
}

TEST(FromNobl9, TwoConditionsOfOneRateAreAPair) {
    const Imported got = imported(kNobl9);
    const auto& rules = got.slo("shop-requests-good").rules;
    ASSERT_EQ(rules.size(), 1U) << got.report();
    EXPECT_EQ(rules[0].long_window, Duration::hours(1));
    EXPECT_EQ(rules[0].short_window, Duration::minutes(5));
    EXPECT_DOUBLE_EQ(rules[0].factor, 10);
    EXPECT_EQ(rules[0].clear_delay, Duration::minutes(10));
    EXPECT_EQ(rules[0].severity, catalog::Severity::page);
    EXPECT_TRUE(got.dropped("[2].spec.conditions[0]")) << "of the policy on a drop\n" << got.report();
    EXPECT_TRUE(got.dropped("[0].spec.alertPolicies[1]"));
    EXPECT_TRUE(got.dropped("[1].spec.alertMethods"));
    const auto& slow = got.slo("shop-requests-slow").rules;
    EXPECT_EQ(slow.size(), 4U) << "its policy is out of reach: the workbook's pairs";
    EXPECT_TRUE(got.changed("[0].spec.alertPolicies")) << got.report();
}

TEST(FromNobl9, ACompositeWeighsItsMembers) {
    const Imported got = imported(kNobl9);
    const catalog::Slo& journey = got.slo("journey");
    ASSERT_TRUE(journey.composite) << got.report();
    EXPECT_EQ(journey.composite->rule, catalog::CompositeRule::weighted);
    ASSERT_EQ(journey.composite->members.size(), 2U);
    EXPECT_EQ(journey.composite->members[0], (catalog::Member{"shop-requests-good", 3}));
    EXPECT_TRUE(got.dropped("[3].spec.objectives[0].composite.maxDelay")) << got.report();
    EXPECT_TRUE(got.dropped("[3].spec.objectives[0].composite.components.objectives[0].whenDelayed"));
}

constexpr const char* kGrafana = R"({"slos": [{
  "uuid": "u1", "name": "Kubelet requests", "description": "Requests that succeed",
  "query": {"type": "ratio", "ratio": {
    "successMetric": {"prometheusMetric": "kubelet_requests_total{status!~\"5..\"}"},
    "totalMetric": {"prometheusMetric": "kubelet_requests_total"},
    "groupByLabels": ["instance"]}},
  "objectives": [{"value": 0.995, "window": "28d"}],
  "labels": [{"key": "service_name", "value": "kubelet"}],
  "alerting": {"fastBurn": {"annotations": [{"key": "a", "value": "b"}]}, "advancedOptions": {"minFailures": 5}},
  "destinationDatasource": {"uid": "prom"}, "readOnly": {"status": {"type": "created"}}, "surprise": 1
}]})";

TEST(FromGrafana, ARatioWithFastBurnOnly) {
    const Imported got = imported(kGrafana);
    const catalog::Slo& slo = got.slo("kubelet-requests");
    EXPECT_EQ(slo.display_name, "Kubelet requests");
    EXPECT_EQ(slo.service, "kubelet");
    EXPECT_EQ(slo.period, Duration::days(28));
    EXPECT_EQ(slo.objective, *Ratio::of(995, 1000));
    EXPECT_EQ(slo.indicator.good, "sum(increase(kubelet_requests_total{status!~\"5..\"}[5m]))");
    ASSERT_TRUE(slo.grouping);
    EXPECT_EQ(slo.grouping->by, std::vector<std::string>{"instance"});
    ASSERT_EQ(slo.rules.size(), 2U);
    EXPECT_DOUBLE_EQ(slo.rules[0].factor, 14.4) << "whatever the window is";
    EXPECT_TRUE(slo.low_traffic.interval);
    EXPECT_TRUE(got.changed("slos[0].alerting.advancedOptions.minFailures")) << got.report();
    EXPECT_TRUE(got.dropped("slos[0].surprise"));
    EXPECT_TRUE(got.dropped("slos[0].destinationDatasource"));
    EXPECT_EQ(got.converted.format, Format::grafana);
}

TEST(FromGrafana, OtherQueriesKeepWhichSideIsGood) {
    const auto one = [](const std::string& query) {
        return "{\"name\": \"a\", \"query\": " + query + ", \"objectives\": [{\"value\": 0.9, \"window\": \"7d\"}]}";
    };
    const Imported free = imported(one(R"j({"type": "freeform", "freeform": {"query": "sum(rate(g[$__rate_interval])) / sum(rate(t[$__rate_interval]))"}})j"));
    EXPECT_EQ(free.slo("a").indicator.good, "sum(rate(g[5m]))");
    const Imported fails = imported(one(R"j({"type": "failureRatio", "failureRatio": {"failureMetric": {"prometheusMetric": "f"}, "totalMetric": {"prometheusMetric": "t"}}})j"));
    EXPECT_EQ(fails.slo("a").indicator.bad, "sum(increase(f[5m]))");
    const Imported below = imported(one(R"j({"type": "threshold", "threshold": {"thresholdExpression": "cpu", "threshold": {"value": 0.8, "operator": "<="}}})j"));
    EXPECT_EQ(below.slo("a").indicator.comparison, catalog::Comparison::lte);
    const Imported failing = imported(one(R"j({"type": "failureThreshold", "failureThreshold": {"failureThresholdExpression": "cpu", "threshold": {"value": 0.8, "operator": ">"}}})j"));
    EXPECT_EQ(failing.slo("a").indicator.comparison, catalog::Comparison::lte) << "above is a failure, so at or below is good";
    const Imported sources = imported(one(R"j({"type": "grafanaQueries", "grafanaQueries": {"grafanaQueries": []}})j"));
    EXPECT_EQ(sources.converted.slos, 0);
    EXPECT_TRUE(sources.dropped("query")) << sources.report();
}

constexpr const char* kBackstage = R"(apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  title: Checkout
  description: Takes money.
  links: [{url: https://runbooks.example.com/checkout, title: Runbook}, {url: https://x.example.com, title: Code}]
spec:
  type: service
  lifecycle: production
  system: shop
  dependsOn: [component:default/payments, resource:default/db]
  consumesApis: [ledger-api]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: payments}
spec: {type: service, owner: group:default/team-money, providesApis: [ledger-api]}
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: {name: shop}
spec: {owner: team-shop}
)";

TEST(FromBackstage, ComponentsAreServicesWithOwnersAndDependencies) {
    const Imported got = imported(kBackstage);
    const catalog::Service& checkout = got.catalog.services.at("checkout");
    EXPECT_EQ(checkout.display_name, "Checkout");
    EXPECT_EQ(checkout.owner, "team-shop") << "its system's";
    EXPECT_EQ(checkout.dependencies, std::vector<std::string>{"payments"});
    EXPECT_EQ(checkout.runbook, "https://runbooks.example.com/checkout");
    EXPECT_EQ(got.catalog.services.at("payments").owner, "team-money");
    EXPECT_TRUE(got.dropped("spec.dependsOn[1]")) << got.report();
    EXPECT_TRUE(got.dropped("metadata.links[1]"));
}

TEST(FromCodeowners, TheLastLineNamesTheOwnerOfAService) {
    const Imported got = imported({{"CODEOWNERS", "# owners\n*            @acme/everyone\n/services/checkout/  @acme/first\n/services/checkout/  @acme/team-shop @ada\n*.md @docs\n"}});
    EXPECT_EQ(got.catalog.services.at("checkout").owner, "acme/team-shop, ada");
    EXPECT_EQ(got.catalog.services.size(), 1U);
    ASSERT_EQ(got.converted.losses.size(), 2U) << got.report();
    EXPECT_EQ(got.converted.losses[0].line, 2);
    EXPECT_EQ(got.converted.losses[0].file, "CODEOWNERS");
}

TEST(FromCodeowners, TenThousandLinesAreTheMost) {
    std::string text = "/services/shop/ @a\n";
    for (int i = 0; i < 10'000; ++i) text += "#\n";
    const Imported got = imported({{"CODEOWNERS", text + "/services/late/ @b\n"}});
    EXPECT_FALSE(got.catalog.services.contains("late"));
    ASSERT_EQ(got.converted.losses.size(), 1U) << got.report();
    EXPECT_EQ(got.converted.losses[0].line, 10'001);
}

TEST(FromCodeowners, BesideSlosItOnlyNamesOwners) {
    const Imported got = imported({{"CODEOWNERS", "/services/shop/ @acme/team-shop\n/services/other/ @acme/x\n"},
                                   {"sloth.yaml", "version: prometheus/v1\nservice: shop\nslos:\n- {name: a, objective: 99, sli: {events: {error_query: 'sum(rate(e[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}]))'}}}\n"}});
    EXPECT_EQ(got.catalog.services.at("shop").owner, "acme/team-shop");
    EXPECT_FALSE(got.catalog.services.contains("other"));
}

}  // namespace
}  // namespace plimsoll::convert

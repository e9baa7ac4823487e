// OpenSLO of three versions: copied where Plimsoll reads it as it stands, else mended with a report.
#include <gtest/gtest.h>

#include "convert/imported_for_tests.h"

namespace plimsoll::convert {
namespace {

constexpr const char* kOwn = R"(apiVersion: openslo/v1
kind: SLO
metadata: {displayName: Requests, name: requests}
spec:
  objectives: [{target: 0.999}]
  service: shop
  indicatorRef: requests
  timeWindow: [{isRolling: true, duration: 30d}]
  budgetingMethod: Occurrences
---
apiVersion: openslo/v1
kind: SLI
metadata: {name: requests}
spec:
  ratioMetric:
    counter: true
    bad: {metricSource: {type: prometheus, spec: {query: 'sum(rate(e[5m]))'}}}
    total: {metricSource: {type: prometheus, spec: {query: 'sum(rate(t[5m]))'}}}
---
apiVersion: openslo/v1
kind: Service
metadata: {name: shop}
spec: {description: The shop.}
---
apiVersion: plimsoll/v1
kind: Service
metadata: {name: shop}
spec: {owner: team-shop}
)";

TEST(FromOpenSlo, WhatIsReadAsItStandsIsCopiedInCanonicalOrder) {
    const Imported got = imported(kOwn);
    EXPECT_TRUE(got.converted.losses.empty()) << got.report();
    EXPECT_EQ(got.converted.slos, 1);
    EXPECT_EQ(got.converted.objects, 4);
    EXPECT_EQ(got.catalog.services.at("shop").owner, "team-shop");
    const auto slo = std::find_if(got.converted.documents.begin(), got.converted.documents.end(), [](const Document& d) { return d.path == "slos/requests.yaml"; });
    ASSERT_NE(slo, got.converted.documents.end());
    EXPECT_LT(slo->yaml.find("name: requests"), slo->yaml.find("displayName"));
    EXPECT_LT(slo->yaml.find("service:"), slo->yaml.find("objectives:"));
    EXPECT_LT(slo->yaml.find("duration:"), slo->yaml.find("isRolling:"));
}

TEST(FromOpenSlo, ADataSourceTakesThePlaceOfEverySource) {
    const Imported got = imported({{"own.yaml", kOwn}}, std::nullopt, {"prod", ""});
    bool found = false;
    for (const Document& document : got.converted.documents) {
        EXPECT_EQ(document.yaml.find("type: prometheus"), std::string::npos) << document.yaml;
        found = found || document.yaml.find("metricSourceRef: prod") != std::string::npos;
    }
    EXPECT_TRUE(found);
}

constexpr const char* kForeign = R"(apiVersion: openslo/v1
kind: SLO
metadata:
  name: requests
  labels: {team: [a, b]}
  annotations: {example.com/x: y}
spec:
  service: shop
  indicatorRef: requests
  budgetingMethod: Timeslices
  objectives:
    - {displayName: Fast, op: lte, value: 1, targetPercent: 99.5, timeSliceTarget: 0.95, timeSliceWindow: 5m}
  alertPolicies:
    - alertPolicyRef: burns
    - alertPolicyRef: nowhere
---
apiVersion: openslo/v1
kind: SLI
metadata: {name: requests}
spec:
  ratioMetric:
    good: {metricSource: {metricSourceRef: prom, spec: {query: 'sum(rate(g[5m]))'}}}
    total: {metricSource: {metricSourceRef: prom, spec: {query: 'sum(rate(t[5m]))'}}}
---
apiVersion: openslo/v1
kind: DataSource
metadata: {name: prom}
spec: {type: Prometheus, connectionDetails: {url: http://localhost:9090}}
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: burns}
spec:
  alertWhenBreaching: true
  alertWhenResolved: true
  conditions:
    - kind: AlertCondition
      metadata: {name: fast}
      spec:
        severity: page
        condition: {kind: burnrate, op: lte, threshold: 2, lookbackWindow: 1h, alertAfter: 5m}
  notificationTargets: [{targetRef: mail}]
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: {name: mail}
spec: {target: email}
)";

TEST(FromOpenSlo, WhatIsNotReadAsItStandsIsMendedAndTold) {
    const Imported got = imported(kForeign);
    const catalog::Slo& slo = got.slo("requests");
    EXPECT_EQ(slo.objective, *Ratio::of(995, 1000));
    EXPECT_EQ(slo.method, catalog::BudgetingMethod::timeslices);
    ASSERT_TRUE(slo.slicing);
    EXPECT_EQ(slo.slicing->length, Duration::minutes(5));
    EXPECT_EQ(slo.period, Duration::days(30)) << "no window was written";
    ASSERT_EQ(slo.rules.size(), 1U);
    EXPECT_EQ(slo.rules[0].name, "fast");
    EXPECT_EQ(slo.rules[0].severity, catalog::Severity::page);
    EXPECT_DOUBLE_EQ(slo.rules[0].factor, 2);
    EXPECT_EQ(slo.rules[0].entry_delay, Duration::minutes(5));
    EXPECT_TRUE(slo.rules[0].notify_resolved);
    EXPECT_EQ(slo.labels.at("team"), "a,b");
    EXPECT_EQ(slo.stale_after, Duration{}) << "its policy does not ask for an alert without data";
    for (const char* field : {"spec.objectives[0].op", "spec.objectives[0].value", "spec.alertPolicies[1]", "spec.notificationTargets", "metadata.annotations"}) {
        EXPECT_TRUE(got.dropped(field)) << field << "\n" << got.report();
    }
    EXPECT_TRUE(got.changed("spec")) << "the window\n" << got.report();
    EXPECT_TRUE(got.changed("spec.conditions[0].spec.condition.op")) << got.report();
}

TEST(FromOpenSlo, TheFirstAlphaHasItsQueriesInTheObjectives) {
    const Imported got = imported(R"(apiVersion: openslo/v1alpha
kind: SLO
metadata: {name: requests, displayName: Requests}
spec:
  service: shop
  description: Requests that succeed.
  budgetingMethod: Occurrences
  timeWindows: [{unit: Day, count: 28, isRolling: true}]
  objectives:
    - displayName: ok
      target: 0.98
      ratioMetrics:
        incremental: true
        good: {source: prometheus, queryType: promql, query: 'sum(rate(g[5m]))'}
        total: {source: prometheus, queryType: promql, query: 'sum(rate(t[5m]))'}
)");
    const catalog::Slo& slo = got.slo("requests");
    EXPECT_EQ(slo.period, Duration::days(28));
    EXPECT_EQ(slo.objective, *Ratio::of(98, 100));
    EXPECT_EQ(slo.indicator.good, "sum(rate(g[5m]))");
    EXPECT_EQ(slo.description, "Requests that succeed.");
    ASSERT_EQ(got.converted.losses.size(), 1U) << got.report();
    EXPECT_TRUE(got.changed("spec.alertPolicies")) << "it had no alerts; here it has the workbook's";
    EXPECT_EQ(slo.rules.size(), 4U);
    EXPECT_EQ(got.converted.format, Format::openslo_v1alpha);
}

TEST(FromOpenSlo, TheSecondAlphaNamesSlisAndSourcesItsOwnWay) {
    const Imported got = imported(R"(- apiVersion: openslo.com/v2alpha
  kind: SLO
  metadata: {name: requests}
  spec:
    serviceRef: shop
    sliRef: requests
    budgetingMethod: RatioTimeslices
    timeWindow: [{duration: 1M, isRolling: false, calendar: {startTime: '2026-01-01 00:00:00', timeZone: Europe/Berlin}}]
    objectives: [{target: 0.98, timeSliceWindow: 1m}]
- apiVersion: openslo.com/v2alpha
  kind: SLI
  metadata: {name: requests}
  spec:
    ratioMetric:
      counter: true
      good: {dataSourceSpec: {type: prometheus}, spec: {query: 'sum(rate(g[5m]))'}}
      total: {dataSourceRef: prom, spec: {query: 'sum(rate(t[5m]))'}}
)");
    const catalog::Slo& slo = got.slo("requests");
    EXPECT_EQ(slo.method, catalog::BudgetingMethod::ratio_timeslices);
    ASSERT_TRUE(slo.calendar);
    EXPECT_EQ(slo.calendar->unit, catalog::CalendarUnit::month);
    EXPECT_EQ(slo.calendar->zone, "Europe/Berlin");
    EXPECT_EQ(slo.service, "shop");
    EXPECT_TRUE(got.changed("[1].spec.ratioMetric.total.dataSourceRef")) << got.report();
}

TEST(FromOpenSlo, ThresholdsAndCompositesKeepTheirShape) {
    const Imported got = imported(R"(apiVersion: openslo.com/v2alpha
kind: SLO
metadata: {name: slow}
spec:
  service: shop
  sli: {spec: {thresholdMetric: {dataSourceSpec: {type: prometheus}, spec: {query: 'latency_seconds{q="0.9"}'}}}}
  budgetingMethod: Occurrences
  timeWindow: [{duration: 1M, isRolling: true}]
  objectives: [{displayName: A, op: lt, value: 0.3, target: 0.9}, {displayName: B, op: lt, value: 2, target: 0.99}]
---
apiVersion: openslo.com/v2alpha
kind: SLO
metadata: {name: both}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 30d, isRolling: true}]
  objectives:
    - {displayName: one, target: 0.95, compositeWeight: 2, sli: {spec: {ratioMetric: {good: {spec: {query: 'sum(rate(g[5m]))'}}, total: {spec: {query: 'sum(rate(t[5m]))'}}}}}}
    - {displayName: two, target: 0.99, sli: {spec: {ratioMetric: {bad: {spec: {query: 'sum(rate(b[5m]))'}}, total: {spec: {query: 'sum(rate(u[5m]))'}}}}}}
)");
    EXPECT_EQ(got.slo("slow.a").indicator.comparison, catalog::Comparison::lt);
    EXPECT_DOUBLE_EQ(got.slo("slow.b").indicator.bound, 2);
    EXPECT_EQ(got.slo("slow.a").period, Duration::days(30)) << "a rolling month";
    EXPECT_TRUE(got.changed("spec.timeWindow[0].duration")) << got.report();
    ASSERT_TRUE(got.slo("both").composite);
    EXPECT_EQ(got.slo("both").composite->members.size(), 2U);
    EXPECT_DOUBLE_EQ(got.slo("both").composite->members[0].weight, 2);
    EXPECT_EQ(got.slo("both.two").indicator.bad, "sum(rate(b[5m]))");
}

TEST(FromOpenSlo, OtherSourcesAreLeftOutAndNamed) {
    std::string text = kForeign;
    text.replace(text.find("type: Prometheus"), 16, "type: Datadog   ");
    const Imported got = imported(text);
    EXPECT_EQ(got.converted.slos, 0);
    bool named = false;
    for (const Loss& loss : got.converted.losses) named = named || loss.why.find("Datadog") != std::string::npos;
    EXPECT_TRUE(named) << got.report();
}

}  // namespace
}  // namespace plimsoll::convert

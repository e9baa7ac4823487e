// Sloth's files and objects, read as what they promise.
#include <gtest/gtest.h>

#include "convert/imported_for_tests.h"

namespace plimsoll::convert {
namespace {

constexpr const char* kFile = R"(version: "prometheus/v1"
service: "Shop Front"
labels:
  owner: team-shop
  tier: "1"
slo_plugins:
  chain: [{id: x}]
slos:
  - name: requests
    objective: 99.9
    description: Requests that succeed.
    labels: {tier: "0", category: availability}
    sli:
      events:
        error_query: sum(rate(http_requests_total{job="shop",code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total{job="shop"}[{{ .window }}]))
    alerting:
      name: ShopErrors
      annotations: {runbook: https://runbooks.example.com/shop, summary: too many}
      page_alert: {labels: {severity: pageteam}}
      ticket_alert: {disable: true}
    alertnig: {typo: true}
)";

TEST(FromSloth, EventsKeepTheirQueriesObjectiveAndLabels) {
    const Imported got = imported(kFile);
    const catalog::Slo& slo = got.slo("shop-front-requests");
    EXPECT_EQ(slo.service, "shop-front");
    EXPECT_EQ(slo.objective, *Ratio::of(999, 1000));
    EXPECT_EQ(slo.period, Duration::days(30));
    EXPECT_EQ(slo.indicator.bad, R"(sum(rate(http_requests_total{job="shop",code=~"5.."}[5m])))");
    EXPECT_EQ(slo.indicator.total, R"(sum(rate(http_requests_total{job="shop"}[5m])))");
    EXPECT_EQ(slo.labels, (std::map<std::string, std::string>{{"owner", "team-shop"}, {"tier", "0"}, {"category", "availability"}}));
    EXPECT_EQ(slo.description, "Requests that succeed.");
    EXPECT_EQ(slo.runbook, "https://runbooks.example.com/shop");
    EXPECT_EQ(got.converted.format, Format::sloth);
    EXPECT_EQ(got.converted.slos, 1);
}

TEST(FromSloth, ADisabledTicketLeavesThePages) {
    const catalog::Slo slo = imported(kFile).slo("shop-front-requests");
    ASSERT_EQ(slo.rules.size(), 2U);
    EXPECT_EQ(slo.rules[0].severity, catalog::Severity::page);
    EXPECT_EQ(slo.rules[0].long_window, Duration::hours(1));
    EXPECT_EQ(slo.rules[0].short_window, Duration::minutes(5));
    EXPECT_DOUBLE_EQ(slo.rules[0].factor, 14.4);
    EXPECT_EQ(slo.rules[1].long_window, Duration::hours(6));
    EXPECT_EQ(slo.rules[1].short_window, Duration::minutes(30));
    EXPECT_DOUBLE_EQ(slo.rules[1].factor, 6);
}

TEST(FromSloth, WhatDoesNotCarryIsToldWithItsLine) {
    const Imported got = imported(kFile);
    EXPECT_TRUE(got.dropped("slos[0].alertnig")) << got.report();
    EXPECT_EQ(got.told("slos[0].alertnig").front().line, 22);
    EXPECT_TRUE(got.dropped("slo_plugins")) << got.report();
    EXPECT_TRUE(got.dropped("slos[0].alerting.page_alert.labels")) << got.report();
    EXPECT_TRUE(got.dropped("slos[0].alerting.annotations.summary")) << got.report();
    EXPECT_TRUE(got.changed("service")) << "its name became a DNS label\n" << got.report();
    EXPECT_TRUE(got.changed("slos[0]")) << "the period is assumed\n" << got.report();
    EXPECT_TRUE(got.told("slos[0].sli.events.error_query").empty()) << "a query that is carried is not told";
}

std::string with_sli(const std::string& sli, const std::string& objective = "99.5") {
    return "version: prometheus/v1\nservice: shop\nslos:\n  - name: requests\n    objective: " + objective + "\n    sli:\n      " + sli + "\n";
}

TEST(FromSloth, BothAlertsAreTheFourPairsOfThirtyDays) {
    const Imported got = imported(with_sli("events: {error_query: 'sum(rate(e[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}]))'}"));
    std::vector<std::pair<double, Duration>> pairs;
    for (const auto& rule : got.slo("shop-requests").rules) pairs.emplace_back(rule.factor, rule.long_window);
    EXPECT_EQ(pairs, (std::vector<std::pair<double, Duration>>{{14.4, Duration::hours(1)}, {6, Duration::hours(6)}, {3, Duration::days(1)}, {1, Duration::days(3)}}));
}

struct RawCase {
    const char* query;
    const char* good;
    const char* bad;
    const char* total;
    catalog::IndicatorKind kind;
};

TEST(FromSloth, RatiosBecomeCountsOrAGauge) {
    using catalog::IndicatorKind;
    const RawCase cases[] = {
        {"sum(rate(e[{{.window}}])) / sum(rate(t[{{.window}}]))", "", "sum(rate(e[5m]))", "sum(rate(t[5m]))", IndicatorKind::ratio},
        {"(sum(rate(e{path=\"/a/b\"}[{{.window}}]))) / (sum(rate(t[{{.window}}])))", "", "sum(rate(e{path=\"/a/b\"}[5m]))", "sum(rate(t[5m]))", IndicatorKind::ratio},
        {"1 - (sum(rate(g[{{.window}}])) / sum(rate(t[{{.window}}])))", "sum(rate(g[5m]))", "", "sum(rate(t[5m]))", IndicatorKind::ratio},
        {"(sum(rate(e[{{.window}}])) or vector(0)) / sum(rate(t[{{.window}}]))", "", "sum(rate(e[5m]))", "sum(rate(t[5m]))", IndicatorKind::ratio},
        {"shop:error_ratio{job=\"shop\"}", "", "", "shop:error_ratio{job=\"shop\"}", IndicatorKind::raw_ratio},
    };
    for (const RawCase& c : cases) {
        const Imported got = imported(with_sli("raw:\n        error_ratio_query: '" + std::string(c.query) + "'"));
        const catalog::Indicator& indicator = got.slo("shop-requests").indicator;
        EXPECT_EQ(indicator.kind, c.kind) << c.query << "\n" << got.report();
        EXPECT_EQ(indicator.good, c.good) << c.query;
        EXPECT_EQ(indicator.bad, c.bad) << c.query;
        EXPECT_EQ(indicator.total, c.total) << c.query;
        EXPECT_EQ(indicator.raw_is_bad, c.kind == IndicatorKind::raw_ratio) << c.query;
    }
}

TEST(FromSloth, WhatCannotBeJudgedIsLeftOutAsAWhole) {
    const std::string events = "events: {error_query: 'sum(rate(e[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}]))'}";
    const std::pair<std::string, const char*> cases[] = {
        {with_sli("raw: {error_ratio_query: 'avg_over_time(x[5m]) > 3'}"), "slos[0].sli.raw.error_ratio_query"},
        {with_sli("plugin: {id: sloth-common/x}"), "slos[0].sli.plugin"},
        {with_sli("events: {error_query: 'max(e)', total_query: 'sum(rate(t[5m]))'}"), "slos[0].sli.events.error_query"},
        {with_sli(events, "100"), "slos[0].objective"},
        {with_sli(events, "0"), "slos[0].objective"},
        {with_sli(events, "nine"), "slos[0].objective"},
    };
    for (const auto& [text, field] : cases) {
        const Imported got = imported(text);
        EXPECT_EQ(got.converted.slos, 0) << text;
        ASSERT_EQ(got.converted.losses.size(), 1U) << got.report();
        EXPECT_EQ(got.converted.losses[0].field, field);
        EXPECT_EQ(got.converted.losses[0].object, "slo/shop-requests");
        EXPECT_TRUE(got.converted.losses[0].why.starts_with("left out: ")) << got.report();
        EXPECT_FALSE(got.converted.losses[0].instead.empty()) << got.report();
    }
    EXPECT_NE(imported(with_sli(events, "100")).converted.losses[0].instead.find("99.999"), std::string::npos);
}

TEST(FromSloth, AnObjectOfKubernetesSaysTheSame) {
    const Imported got = imported(R"(apiVersion: sloth.slok.dev/v1
kind: PrometheusServiceLevel
metadata: {name: shop, namespace: monitoring}
spec:
  service: shop
  labels: {owner: team-shop}
  slos:
    - name: requests
      objective: 99.95
      sli:
        events:
          errorQuery: sum(rate(e[{{.window}}]))
          totalQuery: sum(rate(t[{{.window}}]))
      alerting:
        name: Shop
        pageAlert: {disable: true}
        ticketAlert: {disable: true}
status: {processedSLOs: 1}
)");
    const catalog::Slo& slo = got.slo("shop-requests");
    EXPECT_EQ(slo.objective, *Ratio::of(9995, 10000));
    ASSERT_EQ(slo.rules.size(), 1U) << "every SLO has a rule; here the slowest";
    EXPECT_EQ(slo.rules[0].severity, catalog::Severity::ticket);
    EXPECT_TRUE(got.dropped("metadata.namespace")) << got.report();
    EXPECT_TRUE(got.changed("spec.slos[0].alerting")) << got.report();
    EXPECT_EQ(got.converted.format, Format::sloth_kubernetes);
}

TEST(FromSloth, RulesThatALowObjectiveCannotReachAreToldAndLeftOut) {
    const Imported got = imported(with_sli("events: {error_query: 'sum(rate(e[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}]))'}", "90"));
    std::vector<double> factors;
    for (const auto& rule : got.slo("shop-requests").rules) factors.push_back(rule.factor);
    EXPECT_EQ(factors, (std::vector<double>{6, 3, 1})) << "14.4 is above 1 / (1 - 0.9)";
    EXPECT_TRUE(got.changed("slos[0].alerting")) << got.report();
}

TEST(FromSloth, NamesThatMeetAreKeptApart) {
    const Imported got = imported(R"(version: prometheus/v1
service: shop
slos:
  - {name: a.b, objective: 99, sli: {events: {error_query: 'sum(rate(e[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}]))'}}}
  - {name: a_b, objective: 99, sli: {events: {error_query: 'sum(rate(f[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}]))'}}}
)");
    EXPECT_EQ(got.slo("shop-a-b").indicator.bad, "sum(rate(e[5m]))");
    EXPECT_EQ(got.slo("shop-a-b-2").indicator.bad, "sum(rate(f[5m]))");
}

}  // namespace
}  // namespace plimsoll::convert

#include "convert/to_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/yaml.h"
#include "convert/window_query.h"
#include "domain/catalog/reading.h"

namespace plimsoll::convert {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kService = "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: checkout}\nspec: {owner: shop, channels: [pager]}\n---\n"
                             "apiVersion: plimsoll/v1\nkind: Channel\nmetadata: {name: pager}\nspec: {type: webhook, url: 'https://p.example/', secret: 'env:S'}\n";

std::string slo(const std::string& name, const std::string& indicator, const std::string& annotations = "", const std::string& method = "Occurrences",
                const std::string& objective = "{target: 0.999}", const std::string& window = "{duration: 30d, isRolling: true}") {
    return "---\napiVersion: openslo/v1\nkind: SLO\nmetadata: {name: " + name + ", labels: {team-name: shop}, annotations: {" + annotations + "}}\nspec:\n  service: checkout\n  indicatorRef: " +
           indicator + "\n  budgetingMethod: " + method + "\n  timeWindow: [" + window + "]\n  objectives: [" + objective + "]\n";
}
std::string indicator(const std::string& spec, const std::string& name = "i") {
    return "---\napiVersion: plimsoll/v1\nkind: Indicator\nmetadata: {name: " + name + "}\nspec: {" + spec + "}\n";
}
const std::string kRequests = indicator("ratio: {total: 'sum(rate(req_total[5m]))', bad: 'sum(rate(req_total{code=\"500\"}[5m]))'}");

catalog::Catalog read(const std::string& text) {
    catalog::Reading reading = catalog::read_catalog({{"a.yaml", kService + text}});
    for (const auto& problem : reading.errors) ADD_FAILURE() << problem.where() << " " << problem.rule;
    return reading.catalog;
}

RuleOptions options() { return {{}, RuleFiles::one, "plimsoll test"}; }

/// The only file as YAML: group name to its rules.
std::map<std::string, std::vector<yaml::Node>> groups(const Exported& exported) {
    std::map<std::string, std::vector<yaml::Node>> out;
    for (const ExportedFile& file : exported.files) {
        const auto documents = yaml::parse_documents(file.text, file.path);
        EXPECT_TRUE(documents) << file.text;
        for (const yaml::Node& group : (*documents)[0]["groups"].items()) out[group["name"].text()] = group["rules"].items();
    }
    return out;
}

/// Expression of the rule recorded under this name.
std::string recorded(const std::vector<yaml::Node>& rules, const std::string& name) {
    for (const yaml::Node& rule : rules) {
        if (rule["record"].text() == name) return rule["expr"].text();
    }
    return "none";
}

std::vector<std::string> told(const std::vector<Loss>& losses, const std::string& object) {
    std::vector<std::string> out;
    for (const Loss& loss : losses) {
        if (loss.object == object) out.push_back((loss.fate == Fate::dropped ? "dropped " : "changed ") + loss.field);
    }
    return out;
}

TEST(Rules, AnSloHasThreeGroupsAndEveryRecordingOfSloths) {
    const auto all = groups(to_rules(read(kRequests + slo("web", "i")), options()));
    std::vector<std::string> names;
    for (const auto& [name, rules] : all) names.push_back(name);
    EXPECT_THAT(names, ElementsAre("sloth-slo-alerts-checkout-web", "sloth-slo-meta-recordings-checkout-web", "sloth-slo-sli-recordings-checkout-web"));
    std::vector<std::string> recordings;
    for (const char* group : {"sloth-slo-sli-recordings-checkout-web", "sloth-slo-meta-recordings-checkout-web"}) {
        for (const yaml::Node& rule : all.at(group)) recordings.push_back(rule["record"].text());
    }
    EXPECT_THAT(recordings, ElementsAre("plimsoll:slo_bad_events:rate5m", "plimsoll:slo_valid_events:rate5m", "slo:sli_error:ratio_rate5m", "slo:sli_error:ratio_rate30m",
                                        "slo:sli_error:ratio_rate1h", "slo:sli_error:ratio_rate2h", "slo:sli_error:ratio_rate6h", "slo:sli_error:ratio_rate1d",
                                        "slo:sli_error:ratio_rate3d", "slo:sli_error:ratio_rate30d", "slo:objective:ratio", "slo:error_budget:ratio", "slo:time_period:days",
                                        "slo:current_burn_rate:ratio", "slo:period_burn_rate:ratio", "slo:period_error_budget_remaining:ratio", "sloth_slo_info"));
    const auto& sli = all.at("sloth-slo-sli-recordings-checkout-web");
    EXPECT_EQ(recorded(sli, "slo:sli_error:ratio_rate1h"), "((sum(rate(req_total{code=\"500\"}[1h])) or vector(0)))\n/\n((sum(rate(req_total[1h]))) > 0)");
    EXPECT_THAT(recorded(sli, "slo:sli_error:ratio_rate30d"), HasSubstr("sum_over_time(plimsoll:slo_bad_events:rate5m{sloth_id=\"checkout-web\", sloth_service=\"checkout\", sloth_slo=\"web\"}[30d])"));
    EXPECT_EQ(sli[3]["labels"].json(), R"({"sloth_id":"checkout-web","sloth_service":"checkout","sloth_slo":"web","sloth_window":"30m","team_name":"shop"})");
    const auto& meta = all.at("sloth-slo-meta-recordings-checkout-web");
    EXPECT_EQ(recorded(meta, "slo:error_budget:ratio"), "vector(0.001)") << "exact, not 1 - 0.999";
    EXPECT_EQ(recorded(meta, "slo:time_period:days"), "vector(30)");
}

TEST(Rules, TheTwoAlertsHaveOneNameAndTheWorkbooksFactors) {
    const auto all = groups(to_rules(read(kRequests + slo("web", "i")), options()));
    const auto& alerts = all.at("sloth-slo-alerts-checkout-web");
    ASSERT_EQ(alerts.size(), 2U);
    for (const yaml::Node& alert : alerts) EXPECT_EQ(alert["alert"].text(), "WebErrorBudgetBurn");
    EXPECT_EQ(alerts[0]["labels"]["sloth_severity"].text(), "page");
    EXPECT_EQ(alerts[1]["labels"]["sloth_severity"].text(), "ticket");
    const std::string page = alerts[0]["expr"].text();
    EXPECT_THAT(page, HasSubstr("max without (sloth_window) (slo:sli_error:ratio_rate5m{sloth_id=\"checkout-web\", sloth_service=\"checkout\", sloth_slo=\"web\"} > (14.4 * 0.001))"));
    EXPECT_THAT(page, HasSubstr("ratio_rate1h{"));
    EXPECT_THAT(page, HasSubstr("\nor\n"));
    EXPECT_THAT(page, HasSubstr("> (6 * 0.001)"));
    EXPECT_FALSE(alerts[0]["for"]);
}

TEST(Rules, HaveTheWindowsThatDashboardsAskForWhateverTheBurnRules) {
    const std::string policy = "---\napiVersion: plimsoll/v1\nkind: BurnPolicy\nmetadata: {name: ours}\nspec: {rules: [{name: quick, severity: page, long: 45m, factor: 2}]}\n";
    const auto recordings = [&](const std::string& window) {
        std::vector<std::string> out;
        const auto all = groups(to_rules(read(kRequests + policy + slo("web", "i", "plimsoll.dev/burn-policy: ours", "Occurrences", "{target: 0.9}", "{duration: " + window + ", isRolling: true}")), options()));
        for (const yaml::Node& rule : all.at("sloth-slo-sli-recordings-checkout-web")) {
            if (rule["record"].text().starts_with("slo:")) out.push_back(rule["labels"]["sloth_window"].text());
        }
        return out;
    };
    EXPECT_THAT(recordings("28d"), ElementsAre("5m", "30m", "45m", "1h", "2h", "6h", "1d", "3d", "4w"));
    EXPECT_THAT(recordings("2h"), ElementsAre("5m", "30m", "45m", "1h", "2h")) << "none is longer than the period";
}

TEST(Rules, DelaysBecomeForAndKeepFiringFor) {
    const std::string policy = "---\napiVersion: plimsoll/v1\nkind: BurnPolicy\nmetadata: {name: ours}\nspec:\n  rules:\n"
                               "  - {name: quick, severity: page, long: 1h, short: 5m, factor: 14.4, entryDelay: 1m, clearDelay: 3m}\n"
                               "  - {name: slow, severity: page, long: 6h, factor: 6}\n";
    const auto all = groups(to_rules(read(kRequests + slo("web", "i", "plimsoll.dev/burn-policy: ours") + policy), options()));
    const auto& alerts = all.at("sloth-slo-alerts-checkout-web");
    ASSERT_EQ(alerts.size(), 2U);
    EXPECT_EQ(alerts[0]["labels"]["plimsoll_rules"].text(), "slow") << "two alerts of one name and severity are kept apart";
    EXPECT_THAT(alerts[0]["expr"].text(), Not(HasSubstr(" and"))) << "a rule of one window";
    EXPECT_EQ(alerts[1]["for"].text(), "1m");
    EXPECT_EQ(alerts[1]["keep_firing_for"].text(), "3m");
}

struct QueryCase {
    const char* indicator;
    const char* bad;
    const char* valid;
};

TEST(WindowQueries, SayWhatEachKindCounts) {
    const std::vector<QueryCase> cases{
        {"ratio: {total: 'sum(rate(a[5m])) - sum(rate(h[5m]))', good: 'sum by (x) (rate(g[1m]))'}",
         "clamp_min((sum(rate(a[$__step])) - (sum(rate(h[$__step])) or vector(0))) - ((sum(rate(g[$__step])) or vector(0))), 0)",
         "sum(rate(a[$__step])) - (sum(rate(h[$__step])) or vector(0))"},
        {"latency: {histogram: took_seconds, within: 1}",
         "clamp_min((sum(rate(took_seconds_bucket{le=\"+Inf\"}[$__step]))) - ((sum(rate(took_seconds_bucket{le=~\"1([.]0)?\"}[$__step])) or vector(0))), 0)",
         "sum(rate(took_seconds_bucket{le=\"+Inf\"}[$__step]))"},
        {"threshold: {gauge: depth, op: lt, value: 10}", "(count((depth) >= 10) or vector(0))", "count((depth))"},
        {"rawRatio: {gauge: hits, of: good}", "sum(1 - clamp((hits), 0, 1))", "count((hits))"},
        {"rawRatio: {gauge: hits, of: bad}", "sum(clamp((hits), 0, 1))", "count((hits))"},
        {"freshness: {timestamp: done, within: 2h}", "(count((time() - (done)) > 7200) or vector(0))", "count((done))"},
        {"alert: {name: Down, heartbeat: up}", "(count(ALERTS{alertname=\"Down\",alertstate=\"firing\"}) or vector(0))", "count((up))"},
    };
    for (const QueryCase& c : cases) {
        const auto catalog = read(indicator(c.indicator) + slo("web", "i"));
        const auto query = window_query(catalog.slos.at("web").indicator);
        ASSERT_TRUE(query) << c.indicator;
        EXPECT_EQ(query->bad, c.bad) << c.indicator;
        EXPECT_EQ(query->valid, c.valid) << c.indicator;
    }
    EXPECT_FALSE(window_query(catalog::Indicator{.kind = catalog::IndicatorKind::composite}));
}

TEST(WindowQueries, OfBucketsBetweenTwoAreInterpolated) {
    const auto catalog = read(indicator("latency: {histogram: took_seconds, within: 500ms, buckets: [0.25, 0.75], between: interpolate}") + slo("web", "i"));
    EXPECT_THAT(window_query(catalog.slos.at("web").indicator)->bad, HasSubstr(" + 0.5 * (((sum(rate(took_seconds_bucket{le=\"0.75\"}[$__step])) or vector(0))) - "));
}

TEST(WindowQueries, ThatStandAsTheyAreTakeTheWindow) {
    catalog::Indicator asked{.total = "sum(increase(a[$__step]))", .bad = "max(b) * sum(increase(c[$__step]))"};
    asked.verbatim = true;
    const auto query = window_query(asked);
    EXPECT_EQ(over(query->bad, Duration::hours(1)), "((max(b) * sum(increase(c[1h]))) or vector(0))");
    EXPECT_EQ(over(query->valid, Duration::days(28)), "(sum(increase(a[4w])))");
}

TEST(Windows, AreNamedAsPrometheusNamesThem) {
    for (const auto& [window, name] : std::vector<std::pair<Duration, std::string>>{{Duration::seconds(90), "1m30s"}, {Duration::minutes(90), "1h30m"}, {Duration::days(3), "3d"},
                                                                                   {Duration::days(7), "1w"}, {Duration::days(28), "4w"}, {Duration::days(30), "30d"},
                                                                                   {Duration::days(365), "1y"}, {Duration::ms(1), "1ms"}, {Duration{}, "0s"}}) {
        EXPECT_EQ(window_name(window), name);
    }
}

TEST(Rules, WhatTheyCannotSayIsToldAndNeverExportedByHalves) {
    const std::string sliced = slo("sliced", "i", "", "Timeslices", "{target: 0.99, timeSliceTarget: 0.9, timeSliceWindow: 5m}");
    const std::string calendar = slo("calendar", "i", "plimsoll.dev/stale-after: 0s", "Occurrences", "{target: 0.999}", "{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}");
    const std::string quiet = slo("quiet", "i", "plimsoll.dev/least-events: '10', plimsoll.dev/burn-policy: outage");
    const std::string grouped = slo("grouped", "i", "plimsoll.dev/group-by: region");
    const std::string worst = slo("worst", "i", "plimsoll.dev/group-by: region, plimsoll.dev/group-roll-up: worst");
    const std::string gauge = indicator("threshold: {gauge: depth, op: lt, value: 10}", "depth") + slo("gauge", "depth");
    const std::string composite = "---\napiVersion: plimsoll/v1\nkind: Composite\nmetadata: {name: both}\nspec: {service: checkout, rule: all, members: [{slo: quiet}, {slo: gauge}], target: 0.9, timeWindow: [{duration: 30d, isRolling: true}]}\n";
    const Exported exported = to_rules(read(kRequests + sliced + calendar + quiet + grouped + worst + gauge + composite), options());
    EXPECT_EQ(exported.slos, 4);
    EXPECT_THAT(told(exported.losses, "slo/sliced"), ElementsAre("dropped budgetingMethod"));
    EXPECT_THAT(told(exported.losses, "slo/worst"), ElementsAre("dropped plimsoll.dev/group-roll-up"));
    EXPECT_THAT(told(exported.losses, "slo/both"), ElementsAre("dropped composite"));
    EXPECT_THAT(told(exported.losses, "slo/calendar"), ElementsAre("changed timeWindow.calendar"));
    EXPECT_THAT(told(exported.losses, "slo/quiet"), ElementsAre("changed plimsoll.dev/least-events", "dropped rules.page-5m-1m", "dropped plimsoll.dev/stale-after"));
    EXPECT_THAT(told(exported.losses, "slo/grouped"), ElementsAre("changed plimsoll.dev/group-by", "dropped plimsoll.dev/stale-after"));
    EXPECT_THAT(told(exported.losses, "slo/gauge"), ElementsAre("changed indicator", "dropped plimsoll.dev/stale-after"));
    EXPECT_THAT(told(exported.losses, "every SLO"), ElementsAre("changed counts", "changed timeWindow", "dropped exclusions", "dropped channels"));
    const std::string& text = exported.files.at(0).text;
    EXPECT_THAT(text, Not(HasSubstr("sliced")));
    EXPECT_THAT(text, HasSubstr("  # quiet: rules.page-5m-1m (left out): rules cannot tell"));
    EXPECT_FALSE(groups(exported).contains("sloth-slo-alerts-checkout-quiet")) << "its only rule is guarded";
}

TEST(Rules, AreOneFileOrOneForEachService) {
    const std::string other = "---\napiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: search}\nspec: {owner: o, channels: [pager]}\n";
    std::string on_search = slo("find", "i");
    on_search.replace(on_search.find("service: checkout"), 17, "service: search");
    const auto catalog = read(kRequests + slo("web", "i") + other + on_search);
    RuleOptions each = options();
    each.files = RuleFiles::one_per_service;
    std::vector<std::string> paths;
    for (const ExportedFile& file : to_rules(catalog, each).files) paths.push_back(file.path);
    EXPECT_THAT(paths, ElementsAre("checkout.rules.yaml", "search.rules.yaml"));
    EXPECT_EQ(to_rules(catalog, options()).files.size(), 1U);
    RuleOptions one = options();
    one.wanted.service = "search";
    EXPECT_EQ(to_rules(catalog, one).slos, 1);
    one.wanted = {"", "web"};
    EXPECT_EQ(to_rules(catalog, one).slos, 1);
    one.wanted = {"search", "web"};
    EXPECT_THAT(to_rules(catalog, one).files, IsEmpty());
}

TEST(AlertNames, AreInCamelCase) {
    EXPECT_EQ(alert_name("checkout-availability"), "CheckoutAvailabilityErrorBudgetBurn");
    EXPECT_EQ(alert_name("search.fast.30d"), "SearchFast30dErrorBudgetBurn");
    EXPECT_EQ(alert_name("3d-print"), "Slo3dPrintErrorBudgetBurn");
}

}  // namespace
}  // namespace plimsoll::convert

// OpenSLO, Grafana, CSV and OpenMetrics out: each read again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <set>

#include "convert/to_csv.h"
#include "convert/to_grafana.h"
#include "convert/to_metrics.h"
#include "convert/to_openslo.h"
#include "domain/catalog/reading.h"

namespace plimsoll::convert {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// The catalogue of docs/catalogue.md: every kind and field there is.
catalog::Catalog documented() {
    std::ifstream file(std::string(PLIMSOLL_SOURCE_DIR) + "/docs/catalogue.md");
    std::string text;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("```")) {
            inside = !inside && line == "```yaml";
            if (inside) text += "---\n";
        } else if (inside) {
            text += line + "\n";
        }
    }
    catalog::Reading reading = catalog::read_catalog({{"docs.yaml", text}});
    for (const auto& problem : reading.errors) ADD_FAILURE() << problem.where() << " " << problem.rule;
    return reading.catalog;
}

/// The exported files and, beside them, the channels: OpenSLO has no kind for those.
catalog::Reading read_again(const Exported& exported) {
    std::vector<catalog::FileText> files;
    for (const ExportedFile& file : exported.files) files.push_back({file.path, file.text});
    files.push_back({"channels.yaml", "apiVersion: plimsoll/v1\nkind: Channel\nmetadata: {name: pager}\nspec: {type: webhook, url: 'https://p.example/', secret: 'env:S'}\n"});
    return catalog::read_catalog(std::move(files));
}

TEST(OpenSlo, KeepsIndicatorsObjectivesAndWindows) {
    const catalog::Catalog before = documented();
    const Exported exported = to_openslo(before, {});
    const catalog::Reading again = read_again(exported);
    std::string problems;
    for (const auto& problem : again.errors) problems += problem.where() + ": " + problem.rule + "\n";
    ASSERT_EQ(problems, "");
    int compared = 0;
    for (const auto& [name, was] : before.slos) {
        std::string label = name;
        std::replace(label.begin(), label.end(), '.', '-');
        const auto now = again.catalog.slos.find(label);
        if (now == again.catalog.slos.end()) continue;
        ++compared;
        EXPECT_EQ(now->second.objective, was.objective) << name;
        EXPECT_EQ(now->second.period, was.period) << name;
        EXPECT_EQ(now->second.calendar, was.calendar) << name;
        EXPECT_EQ(now->second.method, was.method) << name;
        EXPECT_EQ(now->second.indicator.data_source, was.indicator.data_source) << name;
        EXPECT_EQ(now->second.indicator.verbatim, was.indicator.verbatim) << name;
        EXPECT_EQ(now->second.indicator.total, was.indicator.total) << name;
        EXPECT_EQ(now->second.indicator.good, was.indicator.good) << name;
        EXPECT_EQ(now->second.indicator.bad, was.indicator.bad) << name;
        EXPECT_EQ(now->second.indicator.bound, was.indicator.kind == catalog::IndicatorKind::latency ? 0 : was.indicator.bound) << name;
    }
    EXPECT_GE(compared, 8);
    EXPECT_EQ(compared, exported.slos);
}

std::vector<std::string> told(const Exported& exported, const std::string& object) {
    std::vector<std::string> out;
    for (const Loss& loss : exported.losses) {
        if (loss.object == object) out.push_back(loss.field);
    }
    return out;
}

TEST(OpenSlo, TellsWhatItHasNoFieldFor) {
    const Exported exported = to_openslo(documented(), {});
    EXPECT_THAT(told(exported, "slo/buying"), ElementsAre("rule")) << "every member must work: no composite of OpenSLO's";
    EXPECT_THAT(told(exported, "slo/payment-latency"), Contains("latency.between"));
    EXPECT_THAT(told(exported, "slo/payment-latency"), Contains("plimsoll.dev/group-by"));
    EXPECT_THAT(told(exported, "slo/search.fast.30d"), Contains("name"));
    std::string text;
    for (const ExportedFile& file : exported.files) text += file.text;
    EXPECT_THAT(text, HasSubstr("export.plimsoll.dev/short-window: 5m"));
    EXPECT_THAT(text, Not(HasSubstr("THANOS_TOKEN"))) << "references to secrets mean nothing elsewhere";
}

std::string metric(const std::string& name) { return "{metricSource: {type: prometheus, spec: {query: 'sum(increase(" + name + "[5m]))'}}}"; }
std::string two_objectives(const std::string& method, const std::string& slices) {
    const auto objective = [&](const std::string& name, const std::string& weight) {
        return "    - {displayName: " + name + ", target: 0.95" + slices + ", compositeWeight: " + weight + ", indicator: {metadata: {name: i}, spec: {ratioMetric: {good: " +
               metric(name + "_good") + ", total: " + metric(name + "_all") + "}}}}\n";
    };
    return "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: s}\nspec: {owner: o, channels: [pager]}\n---\napiVersion: openslo/v1\nkind: SLO\nmetadata: {name: both}\n"
           "spec:\n  service: s\n  budgetingMethod: " + method + "\n  timeWindow: [{duration: 30d, isRolling: true}]\n  objectives:\n" + objective("Fast", "2") + objective("Right", "1");
}

TEST(OpenSlo, KeepsItsOwnCompositesWhole) {
    for (const auto& [method, slices] : {std::pair{"Occurrences", ""}, std::pair{"Timeslices", ", timeSliceTarget: 0.9, timeSliceWindow: 5m"}, std::pair{"RatioTimeslices", ", timeSliceWindow: 5m"}}) {
        const catalog::Reading before = catalog::read_catalog({{"a.yaml", two_objectives(method, slices)},
            {"channel.yaml", "apiVersion: plimsoll/v1\nkind: Channel\nmetadata: {name: pager}\nspec: {type: webhook, url: 'https://p.example/', secret: 'env:S'}\n"}});
        ASSERT_TRUE(before.errors.empty()) << before.errors.front().rule;
        const Exported exported = to_openslo(before.catalog, {});
        EXPECT_EQ(exported.slos, 1) << "its members are its objectives";
        if (std::string_view(method) == "Timeslices") {
            EXPECT_THAT(told(exported, "slo/both"), Contains("rules.page-1h-10m")) << "it could never fire";
        }
        const catalog::Reading again = read_again(exported);
        ASSERT_TRUE(again.errors.empty()) << again.errors.front().rule << exported.files.front().text;
        ASSERT_EQ(again.catalog.slos.size(), 3U);
        for (const auto& [name, was] : before.catalog.slos) {
            ASSERT_TRUE(again.catalog.slos.contains(name)) << name;
            EXPECT_EQ(again.catalog.slos.at(name).sli_version, was.sli_version) << name;
            EXPECT_EQ(again.catalog.slos.at(name).objective, was.objective) << name;
        }
    }
}

TEST(OpenSlo, NamesOfUnfoldedDocumentsStayApart) {
    catalog::Catalog catalog;
    for (const char* name : {"a.b", "a-b"}) {
        catalog::Slo& slo = catalog.slos[name];
        slo.name = name;
        slo.service = "s";
        slo.objective = *Ratio::parse_decimal("0.9");
        slo.period = Duration::days(30);
        slo.indicator.total = "sum(increase(t[5m]))";
        slo.indicator.good = "sum(increase(g[5m]))";
    }
    const std::string text = to_openslo(catalog, {}).files.at(0).text;
    EXPECT_THAT(text, HasSubstr("name: a-b\n"));
    EXPECT_THAT(text, HasSubstr("name: 'a-b-2'\n"));
}

TEST(OpenSlo, SaysFreshnessAsAnAge) {
    catalog::Catalog one;
    catalog::Slo& slo = one.slos["fresh"];
    slo.name = "fresh";
    slo.service = "export";
    slo.objective = *Ratio::parse_decimal("0.99");
    slo.period = Duration::days(30);
    slo.indicator.kind = catalog::IndicatorKind::freshness;
    slo.indicator.total = "done_seconds";
    slo.indicator.bound = 3600;
    const Exported exported = to_openslo(one, {});
    ASSERT_EQ(exported.files.size(), 1U);
    EXPECT_THAT(exported.files[0].text, HasSubstr("query: 'time() - done_seconds'"));
    EXPECT_THAT(exported.files[0].text, HasSubstr("value: 3600"));
    EXPECT_THAT(told(exported, "slo/fresh"), ElementsAre("freshness"));
}

TEST(Grafana, IsOneDashboardAServiceAndJson) {
    const Exported exported = to_grafana(documented(), {});
    ASSERT_EQ(exported.files.size(), 2U);
    std::set<std::string> uids;
    for (const ExportedFile& file : exported.files) {
        const auto dashboard = boost::json::parse(file.text).as_object();
        uids.insert(std::string(dashboard.at("uid").as_string()));
        EXPECT_EQ(dashboard.at("schemaVersion").as_int64(), 38);
        std::set<std::int64_t> ids;
        for (const auto& panel : dashboard.at("panels").as_array()) {
            EXPECT_TRUE(ids.insert(panel.as_object().at("id").as_int64()).second) << "ids of panels are their own";
            const auto& at = panel.as_object().at("gridPos").as_object();
            EXPECT_LE(at.at("x").as_int64() + at.at("w").as_int64(), 24) << "Grafana's grid";
        }
        EXPECT_EQ(dashboard.at("templating").as_object().at("list").as_array().size(), 2U);
        EXPECT_THAT(file.text, HasSubstr("slo:period_error_budget_remaining:ratio{sloth_service="));
    }
    EXPECT_THAT(uids, ElementsAre("plimsoll-checkout", "plimsoll-payments"));
    EXPECT_EQ(to_grafana(documented(), {}).files[0].text, exported.files[0].text) << "stable";
    EXPECT_LE(dashboard_uid(std::string(63, 'a')).size(), 40U);
    EXPECT_NE(dashboard_uid(std::string(63, 'a')), dashboard_uid(std::string(62, 'a')));
}

TEST(CsvTables, QuoteWhatNeedsItAndRunNothing) {
    Csv csv({"a", "b", "c"});
    csv.text("x, \"y\"\n").number(0.1).integer(-5).end();
    csv.text("=cmd()").number(std::nullopt).integer(std::nullopt).end();
    csv.text("-x").number(-1).time(Timestamp::from_seconds(0)).end();
    EXPECT_EQ(csv.take(), "a,b,c\r\n\"x, \"\"y\"\"\n\",0.1,-5\r\n'=cmd(),,\r\n'-x,-1,1970-01-01T00:00:00Z\r\n");
    EXPECT_EQ(Csv({"only"}).take(), "only\r\n");
}

TEST(Metrics, SayWhatIsKnownAndNothingElse) {
    SloFigures known{"checkout", "web", 0.999, Duration::days(30), -0.5, {{Duration::hours(1), 14.5}}, 1000, 2, 0.99, {{"page", 1}, {"ticket", 0}}, "burning", Timestamp::from_seconds(1'790'000'000)};
    SloFigures unknown;
    unknown.service = "a";
    unknown.slo = "b";
    unknown.objective = 0.5;
    unknown.period = Duration::days(7);
    unknown.state = "no_data";
    const std::string page = to_metrics({known, unknown});
    for (const char* line : {"plimsoll_slo_objective{service=\"checkout\",slo=\"web\"} 0.999\n", "plimsoll_slo_error_budget_remaining_ratio{service=\"checkout\",slo=\"web\"} -0.5\n",
                             "plimsoll_slo_burn_rate{service=\"checkout\",slo=\"web\",window=\"1h\"} 14.5\n", "plimsoll_slo_valid_events{service=\"checkout\",slo=\"web\"} 1000\n",
                             "plimsoll_slo_bad_events{service=\"checkout\",slo=\"web\"} 2\n", "plimsoll_slo_coverage_ratio{service=\"checkout\",slo=\"web\"} 0.99\n",
                             "plimsoll_slo_alerts_firing{service=\"checkout\",slo=\"web\",severity=\"page\"} 1\n", "plimsoll_slo_state{service=\"a\",slo=\"b\",state=\"no_data\"} 1\n",
                             "plimsoll_slo_period_seconds{service=\"a\",slo=\"b\"} 604800\n"}) {
        EXPECT_THAT(page, HasSubstr(line));
    }
    EXPECT_THAT(page, Not(HasSubstr("plimsoll_slo_error_budget_remaining_ratio{service=\"a\"")));
    EXPECT_THAT(page, Not(HasSubstr("nan")));
    EXPECT_TRUE(page.ends_with("# EOF\n"));
    EXPECT_EQ(to_metrics({}).find('{'), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::convert

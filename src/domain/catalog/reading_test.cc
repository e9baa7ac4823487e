#include "domain/catalog/reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kAllSeven = R"(apiVersion: openslo/v1
kind: DataSource
metadata: {name: prom}
spec:
  type: prometheus
  connectionDetails: {url: "http://127.0.0.1:9090"}
---
apiVersion: openslo/v1
kind: Service
metadata: {name: search, displayName: Search}
spec: {description: Finds things}
---
apiVersion: openslo/v1
kind: SLI
metadata: {name: answered}
spec:
  description: Answers that are not errors
  ratioMetric:
    counter: true
    good:
      metricSource:
        metricSourceRef: prom
        spec: {query: 'sum(rate(search_total{code!~"5.."}[5m]))'}
    total:
      metricSource:
        metricSourceRef: prom
        spec:
          query: sum(rate(search_total[5m]))
---
apiVersion: openslo/v1
kind: AlertNotificationTarget
metadata: {name: on-call}
spec: {target: pager}
---
apiVersion: openslo/v1
kind: AlertCondition
metadata: {name: fast-burn}
spec:
  severity: page
  condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m}
---
apiVersion: openslo/v1
kind: AlertPolicy
metadata: {name: wake}
spec:
  alertWhenBreaching: true
  alertWhenResolved: true
  conditions: [{conditionRef: fast-burn}]
  notificationTargets: [{targetRef: on-call}]
---
apiVersion: openslo/v1
kind: SLO
metadata:
  name: search-answers
  displayName: Search answers
  labels: {team: [a, b], env: prod}
  annotations: {plimsoll.dev/runbook: "https://wiki.example/search"}
spec:
  description: Searches get an answer
  service: search
  indicatorRef: answered
  budgetingMethod: Occurrences
  timeWindow: [{duration: 4w, isRolling: true}]
  objectives: [{displayName: Answered, targetPercent: 99.95}]
  alertPolicies: [{alertPolicyRef: wake}]
)";

TEST(Reading, AllSevenKindsBecomeOneSlo) {
    const Reading reading = read_catalog({{"all.yaml", kAllSeven}, {"channel.yaml", fixture::kChannel}});
    ASSERT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_EQ(reading.objects, 8);
    EXPECT_EQ(reading.catalog.services.at("search").display_name, "Search");
    EXPECT_EQ(reading.catalog.services.at("search").description, "Finds things");
    const Slo& slo = reading.catalog.slos.at("search-answers");
    EXPECT_EQ(slo.objective.numerator(), 1999);
    EXPECT_EQ(slo.objective.denominator(), 2000);
    EXPECT_EQ(slo.period, Duration::days(28));
    EXPECT_EQ(slo.objective_name, "Answered");
    EXPECT_EQ(slo.indicator.good, "sum(rate(search_total{code!~\"5..\"}[5m]))");
    EXPECT_EQ(slo.indicator.total, "sum(rate(search_total[5m]))");
    EXPECT_EQ(slo.indicator.bad, "");
    EXPECT_EQ(slo.runbook, "https://wiki.example/search");
    EXPECT_EQ(slo.labels, (std::map<std::string, std::string>{{"env", "prod"}, {"team", "a,b"}}));
    EXPECT_EQ(slo.source, (Source{"all.yaml", 54}));
    ASSERT_EQ(slo.rules.size(), 1U);
    EXPECT_EQ(slo.rules[0].name, "fast-burn");
    EXPECT_EQ(slo.rules[0].severity, Severity::page);
    EXPECT_EQ(slo.rules[0].long_window, Duration::hours(1));
    EXPECT_EQ(slo.rules[0].short_window, Duration{});
    EXPECT_EQ(slo.rules[0].factor, 14.4);
    EXPECT_TRUE(slo.rules[0].at_or_above);
    EXPECT_EQ(slo.rules[0].entry_delay, Duration::minutes(5));
    EXPECT_THAT(slo.rules[0].channels, ElementsAre("pager"));
    EXPECT_TRUE(slo.rules[0].notify_resolved);
    EXPECT_EQ(slo.stale_after, Duration{}) << "no policy says alertWhenNoData";
}

TEST(Reading, AnSloWithoutPolicyGetsTheWorkbooksPairs) {
    const Reading reading = fixture::read(fixture::slo("availability"));
    ASSERT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_EQ(reading.catalog.slos.at("availability").rules, workbook_rules(Duration::days(30)));
    EXPECT_EQ(reading.catalog.slos.at("availability").stale_after, Duration::minutes(10));
}

TEST(Reading, AListOfObjectsAndJsonReadAsDocumentsDo) {
    const std::string list = "- apiVersion: openslo/v1\n  kind: Service\n  metadata: {name: a}\n  spec: {}\n"
                             "- apiVersion: openslo/v1\n  kind: Service\n  metadata: {name: b}\n";
    const std::string json = R"([{"apiVersion": "openslo/v1", "kind": "Service", "metadata": {"name": "c"}, "spec": {"description": "C"}}])";
    const Reading reading = read_catalog({{"list.yaml", list}, {"c.json", json}, {"empty.yaml", "# nothing\n"}, {"x.yml", "---\n---\n"}});
    ASSERT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_EQ(reading.catalog.services.size(), 3U);
    EXPECT_EQ(reading.catalog.services.at("c").description, "C");
    EXPECT_EQ(reading.files, 4);
}

TEST(Reading, OurServiceWinsOverOpenSlosOfTheSameName) {
    const std::string theirs = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: shop, displayName: Theirs}\nspec: {description: Kept}\n";
    const std::string ours = "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: shop, displayName: Ours}\nspec: {owner: me, tier: tier-0, dependencies: [bank]}\n"
                             "---\napiVersion: plimsoll/v1\nkind: Tier\nmetadata: {name: tier-0}\nspec: {rank: 0, rto: 30m, rpo: 5m, controls: [canary]}\n"
                             "---\napiVersion: openslo/v1\nkind: Service\nmetadata: {name: bank}\n";
    for (const bool first : {true, false}) {
        const Reading reading = read_catalog({{first ? "a.yaml" : "z.yaml", theirs}, {"m.yaml", ours}});
        ASSERT_THAT(fixture::lines(reading.errors), IsEmpty());
        const Service& shop = reading.catalog.services.at("shop");
        EXPECT_EQ(shop.display_name, "Ours");
        EXPECT_EQ(shop.description, "Kept");
        EXPECT_EQ(shop.owner, "me");
        EXPECT_THAT(shop.dependencies, ElementsAre("bank"));
        EXPECT_EQ(shop.source, (Source{"m.yaml", 1}));
        EXPECT_EQ(reading.catalog.tiers.at("tier-0").rto, Duration::minutes(30));
    }
}

TEST(Reading, TwoOfTheSameKindAndNameNameBothPlaces) {
    const std::string one = "apiVersion: openslo/v1\nkind: Service\nmetadata:\n  name: a\n";
    const Reading reading = read_catalog({{"2.yaml", "\n" + one}, {"1.yaml", one}});
    EXPECT_THAT(fixture::lines(reading.errors), ElementsAre("2.yaml:5:9: Service `a` stands twice: first at 1.yaml:4:9"));
    EXPECT_TRUE(reading.catalog.services.empty()) << "nothing is made of half a folder";
}

TEST(Reading, EveryErrorOfEveryFileComesAtOnce) {
    const Reading reading = read_catalog({{"a.yaml", "apiVersion: openslo/v1\nkind: Servise\nmetadata: {name: A b}\n"},
                                          {"b.yaml", "key: [unclosed\n"},
                                          {"c.yaml", "just text\n"},
                                          {"d.yaml", "apiVersion: openslo/v2\nkind: SLO\nmetadata: {}\nspecs: {}\n"},
                                          {"e.yaml", "kind: Service\nmetadata: {name: x}\n"},
                                          {"f.yaml", "apiVersion: openslo/v1\nkind: Tier\nmetadata: {name: x}\n"}});
    const auto lines = fixture::lines(reading.errors);
    EXPECT_THAT(lines, testing::Contains("a.yaml:2:7: `kind` is not a kind of openslo/v1"));
    EXPECT_THAT(lines, testing::Contains("a.yaml:3:18: `metadata.name` is not a DNS label: \"A b\""));
    EXPECT_THAT(lines, testing::Contains(HasSubstr("b.yaml:")));
    EXPECT_THAT(lines, testing::Contains("c.yaml:1:1: an object must be a map with apiVersion, kind, metadata and spec"));
    EXPECT_THAT(lines, testing::Contains("d.yaml:1:13: `apiVersion` is openslo/v2; this version reads openslo/v1"));
    EXPECT_THAT(lines, testing::Contains("d.yaml:3:11: `metadata.name` is missing"));
    EXPECT_THAT(lines, testing::Contains("d.yaml:4:1: `specs` is not a known field"));
    EXPECT_THAT(lines, testing::Contains("e.yaml:1:1: `apiVersion` is missing"));
    const auto tier = std::find_if(reading.errors.begin(), reading.errors.end(), [](const Problem& p) { return p.file == "f.yaml"; });
    EXPECT_EQ(tier->remedy, "write apiVersion: plimsoll/v1");
}

TEST(Reading, HostileNamesAreMadePrintable) {
    const Reading reading = read_catalog({{"a.yaml", "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: \"a\\e[31mred\"}\n"}});
    ASSERT_EQ(reading.errors.size(), 1U);
    EXPECT_EQ(reading.errors[0].rule.find('\x1b'), std::string::npos);
}

TEST(Reading, BoundsAreToldNotMet) {
    std::vector<FileText> many(kMostFiles + 1, FileText{"x.yaml", ""});
    EXPECT_THAT(read_catalog(many).errors.at(0).rule, HasSubstr("10001 files"));
    EXPECT_THAT(read_catalog({{"x.yaml", std::string((1 << 20) + 1, '#')}}).errors.at(0).rule, HasSubstr("1 MiB"));
    std::string services;
    for (std::size_t i = 0; i < 10'001; ++i) services += "- {apiVersion: openslo/v1, kind: Service, metadata: {name: s" + std::to_string(i) + "}}\n";
    std::string others = services;
    std::replace(others.begin(), others.end(), 's', 't');
    std::vector<FileText> files;
    for (int i = 0; i < 20; ++i) files.push_back({std::to_string(i) + ".yaml", services});
    const Reading reading = read_catalog(files);
    EXPECT_TRUE(std::any_of(reading.errors.begin(), reading.errors.end(), [](const Problem& p) { return p.code == "catalog.too_large"; }));
    EXPECT_LE(reading.errors.size(), Problems::kLimit + 1);
}

TEST(Reading, ProblemsMetWhileFetchingStopTheCatalogue) {
    const Reading reading = read_catalog({{"s.yaml", fixture::kService}, {"c.yaml", fixture::kChannel}}, {{"x.yaml", 0, 0, "catalog.unreadable", "gone", ""}});
    EXPECT_THAT(fixture::lines(reading.errors), ElementsAre("x.yaml: gone"));
    EXPECT_TRUE(reading.catalog.services.empty());
}

TEST(Reading, DoesNotDependOnTheOrderOfFiles) {
    const std::vector<FileText> files{{"all.yaml", kAllSeven},
                                      {"channel.yaml", fixture::kChannel},
                                      {"dup.yaml", fixture::kChannel},
                                      {"service.yaml", fixture::kService},
                                      {"slo.yaml", fixture::slo("a")},
                                      {"bad.yaml", fixture::slo("b", "", "target: 1")}};
    const auto whole = [](const Reading& r) { return std::make_tuple(r.catalog, r.errors, r.warnings, r.objects); };
    rc::check([&] {
        std::vector<FileText> some = *rc::gen::nonEmpty(rc::gen::container<std::vector<FileText>>(rc::gen::map(
            rc::gen::inRange<std::size_t>(0, files.size()), [&](std::size_t i) { return files[i]; })));
        std::sort(some.begin(), some.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
        some.erase(std::unique(some.begin(), some.end(), [](const auto& a, const auto& b) { return a.path == b.path; }), some.end());
        const auto expected = whole(read_catalog(some));
        const std::string hash = content_hash(some);
        for (std::size_t i = some.size(); i > 1; --i) std::swap(some[i - 1], some[*rc::gen::inRange<std::size_t>(0, i)]);
        RC_ASSERT(whole(read_catalog(some)) == expected);
        RC_ASSERT(content_hash(some) == hash);
    });
}

TEST(Reading, AThousandFilesAreRead) {
    std::vector<FileText> files{{"service.yaml", fixture::kService}, {"channel.yaml", fixture::kChannel}};
    for (int i = 0; i < 998; ++i) files.push_back({"slo-" + std::to_string(i) + ".yaml", fixture::slo("slo-" + std::to_string(i))});
    const Reading reading = read_catalog(files);
    EXPECT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_EQ(reading.catalog.slos.size(), 998U);
}

TEST(Docs, TheExamplesOfTheCatalogueAreOneCatalogue) {
    const Reading reading = read_catalog({{"docs.yaml", fixture::examples_of("docs/catalogue.md")}});
    EXPECT_THAT(fixture::lines(reading.errors), IsEmpty());
    EXPECT_THAT(fixture::lines(reading.warnings), IsEmpty());
    EXPECT_TRUE(reading.catalog.slos.contains("search.steady.1m"));
    EXPECT_EQ(reading.catalog.slos.at("buying").service, "checkout");
    EXPECT_EQ(reading.catalog.policies.size(), 1U);
    EXPECT_EQ(reading.catalog.slas.size(), 1U);
}

TEST(ContentHash, ChangesWithPathsAndBytes) {
    const std::string base = content_hash({{"a.yaml", "x"}, {"b.yaml", "y"}});
    EXPECT_NE(base, content_hash({{"a.yaml", "x"}, {"b.yaml", "z"}}));
    EXPECT_NE(base, content_hash({{"a.yaml", "x"}, {"c.yaml", "y"}}));
    EXPECT_NE(base, content_hash({{"a.yaml", "y"}, {"b.yaml", "x"}}));
    EXPECT_NE(base, content_hash({{"a.yaml", "x"}}));
}

}  // namespace
}  // namespace plimsoll::catalog

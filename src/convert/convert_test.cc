// What holds for every format: nothing is lost in silence, what is made applies, bounds, and errors with their places.
#include <gtest/gtest.h>

#include "convert/formats.h"
#include "convert/imported_for_tests.h"
#include "convert/losses.h"

namespace plimsoll::convert {
namespace {

constexpr const char* kSloth = "version: prometheus/v1\nservice: shop\nslos:\n- {name: a, objective: 99, sli: {events: {error_query: 'sum(rate(e[{{.window}}]))', total_query: 'sum(rate(t[{{.window}}]))'}}}\n";

TEST(Convert, KnowsEachFormatByWhatItSays) {
    const std::pair<const char*, Format> cases[] = {{"apiVersion: openslo/v1\nkind: SLO", Format::openslo_v1},
                                                    {"apiVersion: plimsoll/v1\nkind: Service", Format::openslo_v1},
                                                    {"apiVersion: openslo/v1alpha\nkind: SLO", Format::openslo_v1alpha},
                                                    {"- apiVersion: openslo.com/v2alpha\n  kind: SLO", Format::openslo_v2alpha},
                                                    {"version: prometheus/v1\nslos: []", Format::sloth},
                                                    {"apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel", Format::sloth_kubernetes},
                                                    {"kind: List\napiVersion: v1\nitems: [{apiVersion: pyrra.dev/v1alpha1}]", Format::pyrra},
                                                    {"apiVersion: sre.google.com/v2\nkind: ServiceLevelObjective", Format::slo_generator_v2},
                                                    {"slo_name: a\nslo_target: 0.9", Format::slo_generator_v1},
                                                    {"apiVersion: n9/v1alpha\nkind: SLO", Format::nobl9},
                                                    {"{\"slos\": [{\"name\": \"a\", \"query\": {}, \"objectives\": []}]}", Format::grafana},
                                                    {"apiVersion: backstage.io/v1alpha1\nkind: Component", Format::backstage}};
    for (const auto& [text, format] : cases) {
        const auto found = detect({"x.yaml", text});
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(*found, format) << text;
    }
    EXPECT_EQ(detect({".github/CODEOWNERS", "* @a"}), Format::codeowners);
    EXPECT_FALSE(detect({"x.yaml", "apiVersion: apps/v1\nkind: Deployment"}));
    EXPECT_FALSE(detect({"x.yaml", "a: ["}));
    EXPECT_FALSE(detect({"x.yaml", ""}));
}

/// Every scalar of a document, by path, set beside what is told: each is read or told, never neither.
TEST(Convert, AFieldThatNobodyKnowsIsToldWhereverItStands) {
    const std::pair<std::string, std::vector<std::string>> cases[] = {
        {"version: prometheus/v1\nservice: shop\nnew_a: {b: [1, {c: 2}]}\nslos:\n- {name: a, objective: 99, new_d: x, sli: {new_e: 1, events: {new_f: 1, error_query: 'sum(rate(e[5m]))', total_query: 'sum(rate(t[5m]))'}}}\n",
         {"new_a", "slos[0].new_d", "slos[0].sli.new_e", "slos[0].sli.events.new_f"}},
        {"apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: a, new_a: 1, \"new.b\": 2}\nspec: {target: '99', window: 4w, new_c: {d: 1}, indicator: {new_e: 1, bool_gauge: {metric: up, new_f: []}}}\n",
         {"metadata.new_a", "metadata[\"new.b\"]", "spec.new_c", "spec.indicator.new_e", "spec.indicator.bool_gauge.new_f"}},
        {"apiVersion: sre.google.com/v2\nkind: ServiceLevelObjective\nnew_a: 1\nmetadata: {name: a, new_b: 1}\nspec: {description: d, backend: prometheus, new_c: 1, method: good_bad_ratio, goal: 0.9, service_level_indicator: {filter_good: g, filter_bad: b, new_d: 1}}\n",
         {"new_a", "metadata.new_b", "spec.new_c", "spec.service_level_indicator.new_d"}},
        {"{\"name\": \"a\", \"new_a\": 1, \"query\": {\"type\": \"ratio\", \"new_b\": 1, \"ratio\": {\"successMetric\": {\"prometheusMetric\": \"g\", \"new_c\": 1}, \"totalMetric\": {\"prometheusMetric\": \"t\"}}}, \"objectives\": [{\"value\": 0.9, \"window\": \"7d\", \"new_d\": 1}]}",
         {"new_a", "query.new_b", "query.ratio.successMetric.new_c", "objectives[0].new_d"}},
        {"apiVersion: n9/v1alpha\nkind: SLO\nnew_a: 1\nmetadata: {name: a, new_b: 1}\nspec: {service: s, new_c: 1, budgetingMethod: Occurrences, timeWindows: [{unit: Day, count: 28, isRolling: true, new_d: 1}], objectives: [{name: o, target: 0.9, new_e: 1, countMetrics: {new_f: 1, good: {prometheus: {promql: 'sum(rate(g[5m]))', new_g: 1}}, total: {prometheus: {promql: 'sum(rate(t[5m]))'}}}}]}\n",
         {"new_a", "metadata.new_b", "spec.new_c", "spec.timeWindows[0].new_d", "spec.objectives[0].new_e", "spec.objectives[0].countMetrics.new_f", "spec.objectives[0].countMetrics.good.prometheus.new_g"}},
        {"apiVersion: openslo/v1alpha\nkind: SLO\nnew_a: 1\nmetadata: {name: a, new_b: 1}\nspec: {service: s, new_c: 1, budgetingMethod: Occurrences, timeWindows: [{unit: Day, count: 28, isRolling: true, new_d: 1}], objectives: [{target: 0.9, new_e: 1, ratioMetrics: {new_f: 1, good: {source: prometheus, query: 'sum(rate(g[5m]))', new_g: 1}, total: {source: prometheus, query: 'sum(rate(t[5m]))'}}}]}\n",
         {"new_a", "metadata.new_b", "spec.new_c", "spec.timeWindows[0].new_d", "spec.objectives[0].new_e", "spec.objectives[0].ratioMetrics.new_f", "spec.objectives[0].ratioMetrics.good.new_g"}},
        {"apiVersion: backstage.io/v1alpha1\nkind: Component\nnew_a: 1\nmetadata: {name: a, new_b: 1}\nspec: {owner: x, new_c: {d: 1}}\n", {"new_a", "metadata.new_b", "spec.new_c"}},
    };
    for (const auto& [text, fields] : cases) {
        const Imported got = imported(text);
        for (const std::string& field : fields) EXPECT_TRUE(got.dropped(field)) << field << "\n" << text << got.report();
    }
}

TEST(Convert, NullIsNothingSaid) {
    std::string text = kSloth;
    text += "labels: null\nslo_plugins: ~\n";
    EXPECT_TRUE(imported(text).told("slo_plugins").empty());
}

TEST(Convert, LossesStandInTheOrderOfTheInput) {
    const Imported got = imported({{"b.yaml", std::string(kSloth) + "x: 1\n"}, {"a.yaml", "version: prometheus/v1\nservice: two\ny: 1\nslos: []\n"}});
    std::vector<std::pair<std::string, int>> places;
    for (const Loss& loss : got.converted.losses) places.emplace_back(loss.file, loss.line);
    EXPECT_TRUE(std::is_sorted(places.begin(), places.end(), [](const auto& x, const auto& y) { return x.first != y.first ? x.first > y.first : x.second < y.second; })) << got.report();
}

TEST(Convert, OptionsNameOwnersAndTheSource) {
    const Imported got = imported({{"a.yaml", kSloth}}, std::nullopt, {"prod", "team-shop"});
    EXPECT_EQ(got.catalog.services.at("shop").owner, "team-shop");
    bool found = false;
    for (const Document& document : got.converted.documents) found = found || document.yaml.find("metricSourceRef: prod") != std::string::npos;
    EXPECT_TRUE(found);
    const auto refused = to_catalogue({{"a.yaml", kSloth}}, std::nullopt, {"Not A Name", ""});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields()[0].where, "/data_source");
    EXPECT_EQ(refused.error().fields()[0].remedy, "write not-a-name");
}

TEST(Convert, UnreadableInputIsToldWithEveryPlace) {
    const auto got = to_catalogue({{"a.yaml", "a: ["}, {"b.yaml", "x: 1\nx: 2\n"}, {"c.yaml", kSloth}}, std::nullopt, {});
    ASSERT_FALSE(got);
    EXPECT_TRUE(got.error().is(errors::unreadable));
    ASSERT_EQ(got.error().fields().size(), 2U);
    EXPECT_TRUE(got.error().fields()[0].where.starts_with("a.yaml:")) << got.error().report();
    EXPECT_TRUE(got.error().fields()[1].where.starts_with("b.yaml:2:")) << got.error().report();
}

TEST(Convert, UnknownFormatsAreToldAndOthersBesideThemConverted) {
    const auto none = to_catalogue({{"a.yaml", "apiVersion: apps/v1\nkind: Deployment\n"}}, std::nullopt, {});
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().is(errors::unknown_format));
    EXPECT_EQ(none.error().fields()[0].where, "a.yaml:1:1");
    EXPECT_FALSE(to_catalogue({}, std::nullopt, {}));
    EXPECT_FALSE(to_catalogue({{"a.yaml", ""}}, std::nullopt, {}));
    const Imported mixed = imported({{"a.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\n"}, {"b.yaml", kSloth}});
    EXPECT_EQ(mixed.converted.slos, 1);
    EXPECT_EQ(mixed.converted.losses[0].object, "Deployment/x");
    const auto other = to_catalogue({{"b.yaml", kSloth}}, Format::pyrra, {});
    ASSERT_FALSE(other);
    EXPECT_TRUE(other.error().is(errors::unknown_format));
}

TEST(Convert, ALargeFileOfManyDocumentsKeepsItsPlaces) {
    std::string text;
    int lines = 0;
    while (text.size() < (1u << 20) + (1u << 19)) {
        text += "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + std::string(4000, 'x') + "}\n";
        lines += 4;
    }
    text += std::string("---\n") + kSloth + "surprise: 1\n";
    const Imported got = imported({{"big.yaml", text}});
    EXPECT_EQ(got.converted.slos, 1);
    ASSERT_TRUE(got.dropped("surprise"));
    EXPECT_EQ(got.told("surprise").front().line, lines + 6);
}

TEST(Convert, BoundsAreTold) {
    const auto large = to_catalogue({{"big.yaml", std::string(kMostFileBytes + 1, ' ')}}, std::nullopt, {});
    ASSERT_FALSE(large);
    EXPECT_EQ(large.error().fields()[0].rule, "is larger than 4 MiB");
    std::string objects;
    for (std::size_t i = 0; i <= kMostObjects; ++i) objects += "- {apiVersion: n9/v1alpha}\n";
    const auto many = to_catalogue({{"many.yaml", objects}}, std::nullopt, {});
    ASSERT_FALSE(many);
    EXPECT_NE(many.error().fields()[0].rule.find("more than 10,000"), std::string::npos);
    const auto files = to_catalogue(std::vector<Input>(kMostFiles + 1, Input{"a.yaml", "x: 1"}), std::nullopt, {});
    ASSERT_FALSE(files);
    EXPECT_NE(files.error().detail().find("1,000"), std::string::npos);
}

TEST(Convert, MoreFilesThanACatalogueTakesAreRefused) {
    std::string text;
    for (int i = 0; i <= 9'000; ++i) {
        if (i % 1'000 == 0) text += "---\n";
        text += "- {apiVersion: backstage.io/v1alpha1, kind: Component, metadata: {name: a" + std::to_string(i) + "}}\n";
    }
    const auto many = to_catalogue({{"many.yaml", text}}, std::nullopt, {});
    ASSERT_FALSE(many);
    EXPECT_NE(many.error().detail().find("more than 9,000"), std::string::npos) << many.error().report();
}

TEST(Losses, AreCountedBeyondTenThousand) {
    Losses losses;
    for (int i = 0; i < 10'005; ++i) losses.add({"o", "f", i, Fate::dropped, "w", "", "a.yaml"});
    const auto told = losses.in_order();
    ASSERT_EQ(told.size(), 10'001U);
    EXPECT_EQ(told.back().why, "5 more fields do not carry over");
}

TEST(Losses, AreToldOnceAndTakenBackWithTheirObject) {
    Losses losses({"b.yaml", "a.yaml"});
    const std::size_t one = losses.owner(), two = losses.owner();
    losses.add({"o", "f", 1, Fate::changed, "w", "", "a.yaml"}, one);
    losses.add({"o", "f", 1, Fate::changed, "w", "", "a.yaml"}, one);
    losses.add({"o", "f", 1, Fate::changed, "w", "", "a.yaml"}, two);
    losses.add({"o", "f", 9, Fate::changed, "w", "", "b.yaml"}, two);
    ASSERT_EQ(losses.in_order().size(), 3U);
    EXPECT_EQ(losses.in_order().front().file, "b.yaml") << "in the order of the files";
    losses.forget(two);
    EXPECT_EQ(losses.in_order().size(), 1U);
    losses.forget(0);
    EXPECT_EQ(losses.in_order().size(), 1U) << "what belongs to no object stays";
}

TEST(Convert, WhatTheCatalogueRefusesIsLeftOutWithItsWords) {
    // Twelve labels are more than an SLO may be grouped by; only the catalogue's reader knows.
    const Imported got = imported("apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: a}\nspec: {target: '99', window: 4w, indicator: {ratio: {errors: {metric: e}, total: {metric: t}, grouping: [a, b, c, d, f]}}}\n");
    EXPECT_EQ(got.converted.slos, 0);
    ASSERT_EQ(got.converted.losses.size(), 1U) << got.report();
    EXPECT_NE(got.converted.losses[0].why.find("group-by"), std::string::npos) << got.report();
    EXPECT_EQ(got.converted.losses[0].object, "slo/a");
}

TEST(Convert, MoreThanTheReaderListsAreLeftOutToo) {
    // The catalogue's reader names its first 1,000 problems and counts the others.
    std::string text = kSloth;
    for (int i = 0; i < 1100; ++i) {
        text += "---\napiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: a" + std::to_string(i) +
                "}\nspec: {target: '99', window: 4w, indicator: {ratio: {errors: {metric: e}, total: {metric: t}, grouping: [a, b, c, d, f]}}}\n";
    }
    const Imported got = imported(text);
    EXPECT_EQ(got.converted.slos, 1);
    EXPECT_EQ(std::count_if(got.converted.losses.begin(), got.converted.losses.end(), [](const Loss& loss) { return loss.why.find("group-by") != std::string::npos; }), 1100);
}

TEST(Convert, OfTwoObjectsWithOneNameEachIsToldOf) {
    const std::string pyrra = "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\nmetadata: {name: a}\nspec: {target: '99', window: 4w, ";
    const Imported got = imported(pyrra + "surprise: 1, indicator: {bool_gauge: {metric: up}}}\n---\n" + pyrra + "indicator: {}}\n---\n" + pyrra + "surprise: 2, indicator: {bool_gauge: {metric: up}}}\n");
    EXPECT_EQ(got.told("spec.surprise").size(), 2U) << "the one that is left out takes nothing from the others\n" << got.report();
    EXPECT_EQ(got.converted.slos, 2);
}

TEST(Convert, TheSameInputMakesTheSameOutput) {
    const auto once = to_catalogue({{"a.yaml", kSloth}}, std::nullopt, {});
    const auto twice = to_catalogue({{"a.yaml", kSloth}}, std::nullopt, {});
    ASSERT_TRUE(once && twice);
    for (std::size_t i = 0; i < once->documents.size(); ++i) EXPECT_EQ(once->documents[i].yaml, twice->documents[i].yaml);
}

}  // namespace
}  // namespace plimsoll::convert

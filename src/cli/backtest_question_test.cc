#include "cli/backtest_question.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "base/temp_folder_for_tests.h"
#include "base/text.h"

namespace plimsoll::cli {
namespace {

const Timestamp kNow = *text::parse_rfc3339("2026-11-21T12:00:00Z");

std::vector<std::string> said(const Error& error) {
    std::vector<std::string> out;
    for (const FieldError& field : error.fields()) out.push_back(field.where);
    return out;
}

std::vector<catalog::BurnRule> rules() { return catalog::workbook_rules(Duration::days(30)); }

TEST(BacktestQuestion, RangesAreTimesOrLengths) {
    BacktestOptions options;
    auto asked = question_of(options, kNow);
    ASSERT_TRUE(asked);
    EXPECT_FALSE(asked->from) << "the replay knows how far counts reach";
    EXPECT_FALSE(asked->to);
    options.last = "30d";
    EXPECT_EQ(*question_of(options, kNow)->from, kNow - Duration::days(30));
    options.to = "2026-11-20T12:00:00Z";
    EXPECT_EQ(*question_of(options, kNow)->from, kNow - Duration::days(31)) << "back from the end";
    options.last.clear();
    options.from = "-2h";
    options.to = "now";
    options.step = "5m";
    asked = question_of(options, kNow);
    EXPECT_EQ(*asked->from, kNow - Duration::hours(2));
    EXPECT_EQ(*asked->to, kNow);
    EXPECT_EQ(*asked->step, Duration::minutes(5));
}

TEST(BacktestQuestion, EveryOptionThatIsWrongIsNamedAtOnce) {
    BacktestOptions options;
    options.from = "once";
    options.last = "long";
    options.step = "0s";
    options.data = options.source = "x";
    const auto asked = question_of(options, kNow);
    ASSERT_FALSE(asked);
    EXPECT_EQ(said(asked.error()), (std::vector<std::string>{"--from", "--last", "--step", "--source"}));
    options = {};
    options.from = "now";
    options.to = "-1h";
    EXPECT_EQ(said(question_of(options, kNow).error()), (std::vector<std::string>{"--to"}));
}

TEST(BacktestVariants, TrafficThatIsNoNumberIsNamed) {
    for (const double traffic : {std::nan(""), HUGE_VAL}) {
        BacktestOptions options;
        options.traffic = {1, traffic};
        const auto variants = variants_of(options, rules());
        ASSERT_FALSE(variants);
        EXPECT_EQ(said(variants.error()), (std::vector<std::string>{"--traffic"}));
    }
}

TEST(BacktestVariants, OneOfEachThingThatIsTried) {
    BacktestOptions options;
    EXPECT_TRUE(variants_of(options, rules())->empty());
    options.objectives = {"99", "99.95"};
    options.windows = {"7d"};
    options.traffic = {0.1};
    options.leave_out = {"2026-11-20T10:00:00Z/2026-11-20T11:00:00Z", "2026-11-21T10:00:00Z/2026-11-21T11:00:00Z"};
    const auto variants = variants_of(options, rules());
    ASSERT_TRUE(variants);
    ASSERT_EQ(variants->size(), 5U);
    EXPECT_EQ(*(*variants)[1].objective, "99.95");
    EXPECT_EQ(*(*variants)[2].window, Duration::days(7));
    EXPECT_EQ((*variants)[3].traffic, 0.1);
    EXPECT_EQ((*variants)[4].leave_out.size(), 2U);
}

TEST(BacktestVariants, FactorsChangeTogetherUntilARuleIsNamedAgain) {
    BacktestOptions options;
    options.factors = {"page-1h-5m=6", "page-6h-30m=2.5", "page-1h-5m=8"};
    const auto variants = variants_of(options, rules());
    ASSERT_TRUE(variants) << variants.error().report();
    ASSERT_EQ(variants->size(), 2U);
    const auto factor = [&](std::size_t variant, const std::string& name) {
        for (const catalog::BurnRule& rule : *(*variants)[variant].rules)
            if (rule.name == name) return rule.factor;
        return 0.0;
    };
    EXPECT_EQ(factor(0, "page-1h-5m"), 6);
    EXPECT_EQ(factor(0, "page-6h-30m"), 2.5);
    EXPECT_EQ(factor(1, "page-1h-5m"), 8);
    EXPECT_EQ(factor(1, "page-6h-30m"), 6) << "as the SLO has it";
    EXPECT_EQ((*variants)[0].name, "page-1h-5m at 6x, page-6h-30m at 2.5x");
    EXPECT_EQ((*variants)[0].rules->size(), rules().size());
}

TEST(BacktestVariants, SayWhichRulesThereAreAndWhatARangeIs) {
    BacktestOptions options;
    options.factors = {"fast=6", "page-1h-5m=much", "page-1h-5m"};
    options.windows = {"week"};
    options.leave_out = {"2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z/2026-11-20T10:00:00Z"};
    const auto variants = variants_of(options, rules());
    ASSERT_FALSE(variants);
    EXPECT_EQ(said(variants.error()), (std::vector<std::string>{"--window", "--factor", "--factor", "--factor", "--leave-out", "--leave-out"}));
    EXPECT_NE(variants.error().fields()[1].remedy.find("page-6h-30m"), std::string::npos);
}

TEST(BacktestDrafts, StandAloneButForTheirServices) {
    const TempFolder folder("drafts");
    const std::string slo = R"(apiVersion: openslo/v1
kind: SLO
metadata: {name: orders}
spec:
  service: "shop"
  budgetingMethod: Occurrences
  timeWindow: [{duration: 1d, isRolling: true}]
  objectives: [{target: 0.99}]
  indicatorRef: counted
)";
    const std::string indicator = R"(apiVersion: openslo/v1
kind: SLI
metadata: {name: counted}
spec:
  ratioMetric:
    counter: true
    bad: {metricSource: {type: prometheus, spec: {query: 'sum(increase(bad_total[5m]))'}}}
    total: {metricSource: {type: prometheus, spec: {query: 'sum(increase(all_total[5m]))'}}}
)";
    std::ofstream(folder / "slo.yaml") << slo;
    auto lacking = drafts_of(folder / "slo.yaml");
    ASSERT_TRUE(lacking);
    EXPECT_EQ(lacking->text, slo);
    const auto refused = catalog_of(std::move(*lacking));
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields().size(), 1U) << "the service is taken for granted, the indicator is not";
    EXPECT_NE(refused.error().fields()[0].rule.find("counted"), std::string::npos);
    std::ofstream(folder / "sli.yaml") << indicator;
    auto whole = drafts_of(folder.path());
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->text, indicator + "\n---\n" + slo) << "by path";
    const auto catalog = catalog_of(std::move(*whole));
    ASSERT_TRUE(catalog) << catalog.error().report();
    EXPECT_EQ((*catalog)->slos.at("orders").service, "shop");
}

}  // namespace
}  // namespace plimsoll::cli

// One document, many promises: how they are called, and what each holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kRatio = fixture::own("Indicator", "  ratio: {total: 'sum(rate(a[5m]))', bad: 'sum(rate(b[5m]))'}\n", "requests");
const std::string kLoad = "---\napiVersion: openslo/v1\nkind: SLI\nmetadata: {name: load}\nspec:\n  thresholdMetric: {metricSource: {type: Prometheus, spec: {query: 'load{job=\"a\"}'}}}\n";
const std::string kMonth = "{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: Europe/Berlin}}";

Catalog read(const std::string& text) {
    const Reading reading = fixture::read(kRatio + text);
    EXPECT_THAT(fixture::told(reading.errors), IsEmpty()) << text;
    return reading.catalog;
}

std::vector<std::string> names(const Catalog& catalog) {
    std::vector<std::string> out;
    for (const auto& [name, slo] : catalog.slos) {
        EXPECT_EQ(slo.name, name);
        out.push_back(name);
    }
    return out;
}

TEST(Unfold, OneObjectiveAndOneWindowKeepTheDocumentsName) {
    const Catalog catalog = read(fixture::slo_on("requests", "a", "[{displayName: Fast, target: 0.99}]"));
    EXPECT_THAT(names(catalog), ElementsAre("a"));
    EXPECT_EQ(catalog.slos.at("a").document, "a");
    EXPECT_EQ(catalog.slos.at("a").objective_name, "Fast");
}

TEST(Unfold, ObjectivesAreCalledByTheirDisplayNamesElseByTheirPlace) {
    const Catalog catalog = read(fixture::slo_on("requests", "a", "[{displayName: Very Fast, target: 0.9}, {target: 0.99}, {displayName: '…', target: 0.999}]",
                                                 "[{duration: 30d, isRolling: true}]", "Occurrences", ", displayName: Shop"));
    EXPECT_THAT(names(catalog), ElementsAre("a.o2", "a.o3", "a.very-fast"));
    const Slo& fast = catalog.slos.at("a.very-fast");
    EXPECT_EQ(fast.document, "a");
    EXPECT_EQ(fast.display_name, "Shop: Very Fast");
    EXPECT_EQ(fast.objective, *Ratio::parse_decimal("0.9"));
    EXPECT_EQ(catalog.slos.at("a.o2").display_name, "Shop: o2");
    EXPECT_EQ(fast.sli_version, catalog.slos.at("a.o2").sli_version);
    EXPECT_NE(fast.definition_version, catalog.slos.at("a.o2").definition_version);
}

TEST(Unfold, WindowsAreCalledAsTheyAreWritten) {
    const Catalog catalog = read(fixture::slo_on("requests", "a", "[{target: 0.99}]", "[{duration: 30d, isRolling: true}, " + kMonth + "]"));
    EXPECT_THAT(names(catalog), ElementsAre("a.1m", "a.30d"));
    const Slo& month = catalog.slos.at("a.1m");
    EXPECT_EQ(month.calendar, (CalendarWindow{CalendarUnit::month, 1, "2026-01-01 00:00:00", "Europe/Berlin"}));
    EXPECT_EQ(month.period, Duration::days(30));
    EXPECT_FALSE(catalog.slos.at("a.30d").calendar);
    EXPECT_NE(month.definition_version, catalog.slos.at("a.30d").definition_version) << "a month is not 30 days";
}

TEST(Unfold, ObjectivesAndWindowsMakeTheirProduct) {
    const Catalog catalog = read(fixture::slo_on("requests", "a", "[{displayName: x, target: 0.9}, {displayName: y, target: 0.99}]", "[{duration: 7d, isRolling: true}, {duration: 4w, isRolling: true}]"));
    EXPECT_THAT(names(catalog), ElementsAre("a.x.4w", "a.x.7d", "a.y.4w", "a.y.7d"));
    EXPECT_EQ(catalog.slos.at("a.x.7d").period, Duration::days(7));
}

TEST(Unfold, CalendarWindowsHaveNominalLengths) {
    const std::vector<std::pair<std::string, int>> cases{{"1d", 1}, {"2w", 14}, {"1M", 30}, {"1Q", 90}, {"2Y", 730}};
    for (const auto& [duration, days] : cases) {
        const Catalog catalog = read(fixture::slo_on("requests", "a", "[{target: 0.9}]", "[{duration: " + duration + ", calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}]"));
        EXPECT_EQ(catalog.slos.at("a").period, Duration::days(days)) << duration;
    }
}

TEST(Unfold, SlicesComeWithTheirMethod) {
    const Slo slices = read(fixture::slo_on("requests", "a", "[{target: 0.99, timeSliceTarget: 0.95, timeSliceWindow: 5m}]", "[{duration: 30d, isRolling: true}]", "Timeslices")).slos.at("a");
    EXPECT_EQ(slices.method, BudgetingMethod::timeslices);
    EXPECT_EQ(slices.slicing, (Slicing{Duration::minutes(5), *Ratio::parse_decimal("0.95"), EmptySlice::gap}));
    EXPECT_EQ(slices.rules.front().name, "page-1h-10m");
    const Slo shares = read(fixture::slo_on("requests", "a", "[{target: 0.99, timeSliceWindow: 1m}]", "[{duration: 30d, isRolling: true}]", "RatioTimeslices")).slos.at("a");
    EXPECT_EQ(shares.method, BudgetingMethod::ratio_timeslices);
    EXPECT_EQ(shares.slicing->length, Duration::minutes(1));
    EXPECT_NE(shares.definition_version, slices.definition_version);
    EXPECT_EQ(shares.sli_version, slices.sli_version) << "the same events are counted";
}

TEST(Unfold, EachObjectiveOfAThresholdHasItsOwnBound) {
    const Catalog catalog = read(kLoad + fixture::slo_on("load", "a", "[{displayName: high, op: lte, value: 2.5, target: 0.9}, {displayName: extreme, op: lt, value: 10, target: 0.999}]"));
    const Indicator& high = catalog.slos.at("a.high").indicator;
    EXPECT_EQ(high.kind, IndicatorKind::threshold);
    EXPECT_EQ(high.total, "load{job=\"a\"}");
    EXPECT_EQ(high.comparison, Comparison::lte);
    EXPECT_EQ(high.bound, 2.5);
    EXPECT_EQ(catalog.slos.at("a.extreme").indicator.comparison, Comparison::lt);
    EXPECT_NE(catalog.slos.at("a.high").sli_version, catalog.slos.at("a.extreme").sli_version);
}

TEST(Unfold, ASingleObjectiveWithAnIndicatorIsAnSlo) {
    const Catalog catalog = read(fixture::slo_on("", "a", "[{target: 0.9, indicatorRef: requests}]"));
    EXPECT_THAT(names(catalog), ElementsAre("a"));
    EXPECT_FALSE(catalog.slos.at("a").composite);
    EXPECT_EQ(catalog.slos.at("a").indicator.total, "sum(rate(a[5m]))");
}

TEST(Unfold, ObjectivesWithIndicatorsMakeACompositeAndItsMembers) {
    const Catalog catalog = read(fixture::slo_on("", "a", "[{displayName: x, target: 0.99, indicatorRef: requests}, {displayName: y, target: 0.98, indicatorRef: requests, compositeWeight: 2}]"));
    EXPECT_THAT(names(catalog), ElementsAre("a", "a.x", "a.y"));
    const Slo& whole = catalog.slos.at("a");
    ASSERT_TRUE(whole.composite);
    EXPECT_EQ(whole.composite->rule, CompositeRule::burn);
    EXPECT_EQ(whole.composite->members, (std::vector<Member>{{"a.x", 1}, {"a.y", 2}}));
    EXPECT_EQ(whole.indicator.kind, IndicatorKind::composite);
    // S = 1/0.01 + 2/0.02 = 200: with both members wholly bad the budget burns at 200 = 1 / (1 - objective).
    EXPECT_EQ(whole.objective, *Ratio::of(199, 200));
    EXPECT_EQ(whole.rules, workbook_rules(Duration::days(30)));
    EXPECT_EQ(whole.stale_after, Duration{}) << "its members tell, each by its name";
    EXPECT_THAT(catalog.slos.at("a.x").rules, IsEmpty()) << "the composite pages";
    EXPECT_EQ(catalog.slos.at("a.x").stale_after, Duration::minutes(10));
    EXPECT_EQ(catalog.slos.at("a.x").document, "a");
}

TEST(Unfold, ACompositesObjectiveFollowsItsMethod) {
    const auto of = [](const std::string& method) {
        return read(fixture::slo_on("", "a", "[{target: 0.95, timeSliceTarget: 0.9, timeSliceWindow: 5m, indicatorRef: requests}, {target: 0.95, timeSliceTarget: 0.9, timeSliceWindow: 5m, compositeWeight: 0.5, indicatorRef: requests}]",
                                    "[{duration: 30d, isRolling: true}]", method)).slos.at("a");
    };
    const Slo worst = of("Timeslices");
    EXPECT_EQ(worst.composite->rule, CompositeRule::worst);
    EXPECT_EQ(worst.objective, *Ratio::of(9, 10)) << "each slice may be bad for one or the other";
    EXPECT_EQ(worst.slicing->length, Duration::minutes(5));
    const Slo shortfall = of("RatioTimeslices");
    EXPECT_EQ(shortfall.composite->rule, CompositeRule::shortfall);
    EXPECT_EQ(shortfall.objective, *Ratio::parse_decimal("0.925")) << "1 - (0.05 + 0.5 x 0.05)";
    EXPECT_FALSE(of("Occurrences").slicing);
    EXPECT_NE(worst.sli_version, shortfall.sli_version);
}

TEST(Unfold, ACompositeOfManyDigitsIsRefusedAndNotRounded) {
    std::string objectives;
    for (int i = 0; i < 12; ++i) objectives += (i == 0 ? "" : ", ") + std::string("{target: 0.") + std::to_string(900000000 + 7919 * i * i + 11) + "1, compositeWeight: 1.0000" + std::to_string(1000 + 37 * i) + "3, indicatorRef: requests}";
    const Reading reading = fixture::read(kRatio + fixture::slo_on("", "a", "[" + objectives + "]"));
    EXPECT_THAT(fixture::told(reading.errors), ElementsAre(HasSubstr("have no common objective of at most 18 digits")));
}

TEST(Unfold, TheMembersOfACompositeAreNotCalledUnwatched) {
    const Reading reading = fixture::read(kRatio + fixture::slo_on("", "a", "[{target: 0.99, indicatorRef: requests}, {target: 0.99, indicatorRef: requests}]"));
    EXPECT_THAT(fixture::lines(reading.warnings), testing::Not(testing::Contains(HasSubstr("has no burn alert"))));
}

TEST(Unfold, RuleWindowsHoldTwoSlicesAtLeast) {
    const std::string policy = fixture::own("BurnPolicy", "  rules: [{name: quick, severity: page, long: 1h, short: 5m, factor: 10}]\n", "ours");
    const auto with = [&](const std::string& slice) {
        return fixture::told(fixture::read(policy + "---\n" + kRatio + fixture::slo_on("requests", "a", "[{target: 0.99, timeSliceTarget: 0.9, timeSliceWindow: " + slice + "}]", "[{duration: 30d, isRolling: true}]", "Timeslices",
                                                                                       ", annotations: {plimsoll.dev/burn-policy: ours}")).errors);
    };
    EXPECT_THAT(with("2m"), IsEmpty());
    EXPECT_THAT(with("3m"), ElementsAre(HasSubstr("rule `quick` of SLO `a` looks back 5m, which holds fewer than two slices of 3m (write a window of 6m or more")));
}

TEST(Unfold, PresetsAreNamedLikePoliciesOfTheFiles) {
    const auto rules = [](const std::string& policies, const std::string& metadata, const std::string& more = "") {
        std::vector<std::string> out;
        const Slo slo = read(fixture::slo_on("requests", "a", "[{target: 0.999}]", "[{duration: 30d, isRolling: true}]", "Occurrences", metadata) + policies + more).slos.at("a");
        for (const BurnRule& r : slo.rules) out.push_back(r.name);
        return out;
    };
    EXPECT_THAT(rules("  alertPolicies: [{alertPolicyRef: outage}, {alertPolicyRef: budget-2-5}]\n", ""), ElementsAre("page-5m-1m", "page-1h-5m", "ticket-1d-2h"));
    EXPECT_THAT(rules("", ", annotations: {plimsoll.dev/burn-policy: 'workbook, outage'}"), ElementsAre("page-1h-5m", "page-6h-30m", "ticket-1d-2h", "ticket-3d-6h", "page-5m-1m"));
    const std::string own = "---\n" + fixture::own("BurnPolicy", "  rules: [{name: mine, severity: page, long: 10m, short: 2m, factor: 20, guarded: true}]\n", "outage");
    EXPECT_THAT(rules("", ", annotations: {plimsoll.dev/burn-policy: outage}", own), ElementsAre("mine")) << "the files' own policy wins";
    const Reading wrong = fixture::read(kRatio + fixture::slo_on("requests", "a", "[{target: 0.999}]", "[{duration: 30d, isRolling: true}]", "Occurrences", ", annotations: {plimsoll.dev/burn-policy: 'workbook, outge'}"));
    EXPECT_THAT(fixture::told(wrong.errors), ElementsAre(HasSubstr("there is no BurnPolicy `outge` (did you mean `outage`?)")));
}

TEST(Unfold, APresetThatFitsNowhereIsRefused) {
    const Reading reading = fixture::read(kRatio + fixture::slo_on("requests", "a", "[{target: 0.999, timeSliceTarget: 1, timeSliceWindow: 5m}]", "[{duration: 30d, isRolling: true}]", "Timeslices",
                                                                   ", annotations: {plimsoll.dev/burn-policy: outage}"));
    EXPECT_THAT(fixture::told(reading.errors), ElementsAre(HasSubstr("no rule of burn policy `outage` fits SLO `a`")));
}

}  // namespace
}  // namespace plimsoll::catalog

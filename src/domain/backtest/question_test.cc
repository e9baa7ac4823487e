// What may be asked: every field that is wrong is named at once, and a variant is the SLO with just what it changes.
#include "domain/backtest/question.h"

#include <gtest/gtest.h>

#include "domain/catalog/presets.h"
#include "domain/slo/fixture_for_tests.h"

namespace plimsoll::backtest {
namespace {

catalog::Slo checkout() { return slo::fixture::shop().slos.at("checkout"); }

std::string wrong(const catalog::Slo& slo, const Variant& variant) {
    const auto out = slo_of(slo, variant, 3);
    if (out) return "";
    std::string all;
    for (const FieldError& field : out.error().fields()) {
        EXPECT_FALSE(field.remedy.empty()) << field.where;
        all += (all.empty() ? "" : " ") + field.where;
    }
    return all;
}

std::string wrong(const BacktestRequest& request) {
    const auto out = check(request);
    if (out) return "";
    std::string all;
    for (const FieldError& field : out.error().fields()) {
        EXPECT_FALSE(field.remedy.empty()) << field.where;
        all += (all.empty() ? "" : " ") + field.where;
    }
    return all;
}

TEST(Question, AnEmptyVariantIsTheSloItself) { EXPECT_EQ(*slo_of(checkout(), {}, 0), checkout()); }

TEST(Question, AnObjectiveIsExactAndMayBeWrittenWithItsSign) {
    for (const char* text : {"99.95", "99.95 %", "99.95%"}) {
        Variant variant;
        variant.objective = text;
        const auto out = slo_of(checkout(), variant, 0);
        ASSERT_TRUE(out) << text;
        EXPECT_EQ(out->objective, *Ratio::of(9995, 10000)) << text;
    }
    for (const char* text : {"100", "0", "-1", "abc", "", "%"}) {
        Variant variant;
        variant.objective = text;
        EXPECT_EQ(wrong(checkout(), variant), "/variants/3/objective") << text;
    }
}

TEST(Question, AnotherWindowTakesThePresetsRulesAlong) {
    catalog::Slo slo = checkout();
    slo.rules = *catalog::preset_rules("workbook", slo.period, {});
    Variant variant;
    variant.window = Duration::days(7);
    const auto out = slo_of(slo, variant, 0);
    ASSERT_TRUE(out) << out.error().report();
    EXPECT_EQ(out->period, Duration::days(7));
    EXPECT_EQ(out->rules, *catalog::preset_rules("workbook", Duration::days(7), {}));
    EXPECT_NE(out->rules, slo.rules);
}

TEST(Question, RulesOfOnesOwnStayAndMustFit) {
    catalog::Slo slo = checkout();
    slo.rules = {slo::fixture::rule("mine", Duration::days(3), Duration::hours(6), 1.1)};
    Variant variant;
    variant.window = Duration::days(7);
    EXPECT_EQ(slo_of(slo, variant, 0)->rules, slo.rules);
    variant.window = Duration::days(1);
    EXPECT_EQ(wrong(slo, variant), "/variants/3/window");
}

TEST(Question, ACalendarWindowBecomesARollingOne) {
    catalog::Slo slo = checkout();
    slo.calendar = catalog::CalendarWindow{catalog::CalendarUnit::month, 1, "2024-01-01 00:00:00", "UTC"};
    Variant variant;
    variant.window = Duration::days(28);
    EXPECT_FALSE(slo_of(slo, variant, 0)->calendar);
}

TEST(Question, EveryBoundOfAWindowAndARuleIsNamed) {
    Variant variant;
    for (const Duration window : {Duration::minutes(59), Duration::days(401), Duration::hours(2) + Duration::ms(1)}) {
        variant.window = window;
        EXPECT_EQ(wrong(checkout(), variant), "/variants/3/window");
    }
    variant.window.reset();
    const auto with = [&](catalog::BurnRule rule) {
        variant.rules = std::vector<catalog::BurnRule>{std::move(rule)};
        return wrong(checkout(), variant);
    };
    const auto rule = [](Duration a, Duration b, double factor) { return slo::fixture::rule("r", a, b, factor); };
    EXPECT_EQ(with(rule(Duration::hours(1), Duration::minutes(5), 14.4)), "");
    EXPECT_EQ(with(rule(Duration::hours(1), Duration{}, 14.4)), "");
    EXPECT_EQ(with(rule(Duration::hours(1), Duration::hours(1), 14.4)), "/variants/3/rules/0/short_window");
    EXPECT_EQ(with(rule(Duration::seconds(15), Duration{}, 14.4)), "/variants/3/rules/0/long_window");
    EXPECT_EQ(with(rule(Duration::days(31), Duration::minutes(5), 2)), "/variants/3/rules/0/long_window");
    EXPECT_EQ(with(rule(Duration::hours(1), Duration::minutes(5), 0)), "/variants/3/rules/0/factor");
    EXPECT_EQ(with(rule(Duration::hours(1), Duration::minutes(5), std::nan(""))), "/variants/3/rules/0/factor");
    catalog::BurnRule late = rule(Duration::hours(1), Duration::minutes(5), 2);
    late.entry_delay = Duration::days(8);
    late.clear_delay = Duration::ms(-1);
    EXPECT_EQ(with(late), "/variants/3/rules/0/entry_delay /variants/3/rules/0/clear_delay");
    variant.rules = std::vector<catalog::BurnRule>(kMostRules + 1, rule(Duration::hours(1), Duration::minutes(5), 2));
    EXPECT_TRUE(wrong(checkout(), variant).starts_with("/variants/3/rules "));
}

TEST(Question, ARuleWithoutANameIsCalledByItsWindows) {
    Variant variant;
    variant.rules = std::vector<catalog::BurnRule>{slo::fixture::rule("", Duration::hours(2), Duration::minutes(10), 3)};
    EXPECT_EQ(slo_of(checkout(), variant, 0)->rules.front().name, "page-2h-10m");
    variant.rules->push_back(variant.rules->front());
    EXPECT_EQ(wrong(checkout(), variant), "/variants/3/rules/1/name");
}

TEST(Question, SlicesNeedTwoInEveryWindow) {
    catalog::Slo slo = checkout();
    slo.slicing = catalog::Slicing{Duration::minutes(5), *Ratio::of(99, 100), catalog::EmptySlice::gap};
    Variant variant;
    variant.rules = std::vector<catalog::BurnRule>{slo::fixture::rule("r", Duration::hours(1), Duration::minutes(5), 2)};
    EXPECT_EQ(wrong(slo, variant), "/variants/3/rules/0/long_window");
    variant.rules->front().short_window = Duration::minutes(10);
    EXPECT_EQ(wrong(slo, variant), "");
}

TEST(Question, EveryComplaintComesAtOnce) {
    BacktestRequest request;
    request.step = Duration::minutes(7);
    request.from = Timestamp::from_seconds(200);
    request.to = Timestamp::from_seconds(100);
    request.points = kMostPoints + 1;
    request.variants.resize(1);
    request.variants[0].traffic = 0;
    request.variants[0].leave_out = {{Timestamp::from_seconds(5), Timestamp::from_seconds(5)}};
    request.incidents = {{"a", "", Timestamp::from_seconds(1), Timestamp::from_seconds(2)}, {"a", "", Timestamp::from_seconds(4), Timestamp::from_seconds(3)}};
    EXPECT_EQ(wrong(request), "/slo /from /step /variants/0/traffic /variants/0/leave_out/0 /incidents/1/end /incidents/1/id /points");
}

TEST(Question, TrafficOfTooManyDigitsNamesItsField) {
    BacktestRequest request;
    request.slo = "checkout";
    request.variants.resize(1);
    request.variants[0].traffic = 0.1 * 3;  // 0.30000000000000004
    EXPECT_EQ(wrong(request), "/variants/0/traffic");
    request.variants[0].traffic = 0.3;
    EXPECT_EQ(wrong(request), "");
}

TEST(Question, AnIncidentMayNotTakeTheNameOfOneWithout) {
    BacktestRequest request;
    request.slo = "checkout";
    request.incidents = {{"incident-2", "", Timestamp::from_seconds(1), Timestamp::from_seconds(2)}, {"", "", Timestamp::from_seconds(1), Timestamp::from_seconds(2)}};
    EXPECT_EQ(wrong(request), "/incidents/1/id");
}

TEST(Question, NothingIsAskedForWithoutABound) {
    BacktestRequest request;
    request.slo = "checkout";
    EXPECT_EQ(wrong(request), "");
    request.variants.resize(kMostVariants);
    request.incidents.assign(kMostIncidents, {"", "", Timestamp::from_seconds(1), Timestamp::from_seconds(2)});
    request.variants[0].leave_out.assign(kMostLeftOut, {Timestamp::from_seconds(1), Timestamp::from_seconds(2)});
    EXPECT_EQ(wrong(request), "");
    request.variants.resize(kMostVariants + 1);
    EXPECT_EQ(wrong(request), "/variants");
    request.variants.resize(1);
    request.variants[0].leave_out.push_back({Timestamp::from_seconds(1), Timestamp::from_seconds(2)});
    EXPECT_EQ(wrong(request), "/variants/0/leave_out");
    request.variants.clear();
    request.incidents.push_back(request.incidents.back());
    EXPECT_EQ(wrong(request), "/incidents");
    request.incidents.clear();
    request.text.assign((1u << 20) + 1, ' ');
    EXPECT_EQ(wrong(request), "/text");
}

}  // namespace
}  // namespace plimsoll::backtest

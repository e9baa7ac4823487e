#include "domain/catalog/change_text.h"

#include <gtest/gtest.h>

namespace plimsoll::catalog {
namespace {

Slo promise() {
    Slo slo;
    slo.name = "checkout";
    slo.service = "shop";
    slo.objective = *Ratio::parse_decimal("0.999");
    slo.period = Duration::days(30);
    slo.indicator = {"sum(rate(http_requests_total[5m]))", "", "sum(rate(http_requests_total{code=~\"5..\"}[5m]))"};
    slo.rules = workbook_rules(slo.period);
    return slo;
}

std::vector<FieldChange> changed(const Slo& before, const Slo& after) {
    Catalog from;
    Catalog to;
    from.slos["checkout"] = before;
    to.slos["checkout"] = after;
    return in_words(difference(from, to).changes.at(0)).fields;
}

TEST(ChangeText, SaysObjectiveAndPeriodAsPeopleDo) {
    Slo after = promise();
    after.objective = *Ratio::parse_decimal("0.9995");
    after.period = Duration::days(28);
    EXPECT_EQ(changed(promise(), after), (std::vector<FieldChange>{{"objective", "99.9 %", "99.95 %"}, {"period", "30d", "28d"}}));
}

TEST(ChangeText, NamesTheQueryThatChanged) {
    Slo after = promise();
    after.indicator.good = "sum(rate(http_requests_total{code!~\"5..\"}[5m]))";
    after.indicator.bad.clear();
    const auto fields = changed(promise(), after);
    ASSERT_EQ(fields.size(), 2U);
    EXPECT_EQ(fields[0], (FieldChange{"indicator.good", std::nullopt, after.indicator.good}));
    EXPECT_EQ(fields[1], (FieldChange{"indicator.bad", promise().indicator.bad, std::nullopt}));
}

TEST(ChangeText, TellsEachRuleThatCameChangedOrWent) {
    Slo after = promise();
    ASSERT_EQ(after.rules[0].name, "page-1h-5m");
    after.rules[0].factor = 10;
    after.rules[0].channels = {"pager", "mail"};
    const std::string gone = after.rules.back().name;
    after.rules.pop_back();
    const auto fields = changed(promise(), after);
    ASSERT_EQ(fields.size(), 2U);
    EXPECT_EQ(fields[0], (FieldChange{"rules.page-1h-5m", "page above 14.4x over 1h and 5m", "page above 10x over 1h and 5m, to pager, mail"}));
    EXPECT_EQ(fields[1].field, "rules." + gone);
    EXPECT_TRUE(fields[1].before);
    EXPECT_FALSE(fields[1].after);
}

TEST(ChangeText, SaysSlicesCalendarsGroupsAndCompositesAloud) {
    Slo after = promise();
    after.method = BudgetingMethod::timeslices;
    after.slicing = Slicing{Duration::minutes(5), *Ratio::parse_decimal("0.95"), EmptySlice::bad};
    after.calendar = CalendarWindow{CalendarUnit::month, 1, "2026-01-01", "Europe/Berlin"};
    after.grouping = Grouping{{"region", "tier"}, 50, RollUp::worst};
    after.low_traffic = {1200, true};
    after.coverage_floor = 0.8;
    after.rules[0].guarded = true;
    EXPECT_EQ(changed(promise(), after),
              (std::vector<FieldChange>{{"rules.page-1h-5m", "page above 14.4x over 1h and 5m", "page above 14.4x over 1h and 5m, if it is more than chance"},
                                        {"method", "occurrences", "timeslices"},
                                        {"slicing", std::nullopt, "slices of 5m, good from 95 % of good events on, empty ones are bad"},
                                        {"calendar", std::nullopt, "month from 2026-01-01, Europe/Berlin"},
                                        {"grouping", std::nullopt, "one per region, tier, at most 50, rolled up as the worst"},
                                        {"low_traffic", "any number of events", "at least 1,200 events, more than chance"},
                                        {"coverage_floor", "0.9", "0.8"}}));
}

TEST(ChangeText, SaysWhatAnIndicatorAndACompositeAre) {
    Slo before = promise();
    before.indicator.kind = IndicatorKind::latency;
    before.indicator.bound = 0.3;
    Slo after = before;
    after.indicator.bound = 0.25;
    EXPECT_EQ(changed(before, after), (std::vector<FieldChange>{{"indicator", "latency within 0.3 s", "latency within 0.25 s"}}));
    before.composite = Composite{CompositeRule::weighted, {{"web", 2}, {"pay.fast", 1}}, "shop/buy"};
    after = before;
    after.composite->members[0].weight = 1;
    EXPECT_EQ(changed(before, after), (std::vector<FieldChange>{{"composite", "weighted of 2 x web, pay.fast, journey shop/buy", "weighted of web, pay.fast, journey shop/buy"}}));
    Indicator gauge;
    gauge.kind = IndicatorKind::threshold;
    gauge.comparison = Comparison::lt;
    gauge.bound = 100;
    EXPECT_EQ(in_words(gauge), "samples < 100");
}

TEST(ChangeText, SaysPoliciesAndContractsAloud) {
    Catalog from;
    Catalog to;
    from.policies["p"] = {};
    to.policies["p"].consequences = {{"freeze", {"no releases", "one person repairs"}}};
    to.policies["p"].channels = {{"breach", {"pager"}}};
    to.policies["p"].caution = 0.3;
    from.slas["s"] = {};
    to.slas["s"].credits = {{*Ratio::parse_decimal("0.995"), 0.1}};
    to.slas["s"].window = {CalendarUnit::quarter, 2, "2026-01-01", "UTC"};
    const auto changes = difference(from, to).changes;
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].kind, "ErrorBudgetPolicy");
    EXPECT_EQ(in_words(changes[0]).fields, (std::vector<FieldChange>{{"caution", "0.25", "0.3"}, {"consequences", "none", "freeze: no releases, one person repairs"}, {"channels", "none", "breach: pager"}}));
    EXPECT_EQ(in_words(changes[1]).fields, (std::vector<FieldChange>{{"window", "month from , ", "2 quarters from 2026-01-01, UTC"}, {"credits", "none", "10 % of the fee below 99.5 %"}}));
    EXPECT_EQ(in_words(std::vector<FieldChange>{{"dependency_budgets", "[]", R"([{"service":"bank","slo":"transfer","share":0.4},{"service":"mail","slo":"","share":0}])"}}).at(0).after, "bank (transfer) 40.0 %, mail an equal part");
}

TEST(ChangeText, SaysSourcesAndProbesFieldByField) {
    Catalog from;
    Catalog to;
    from.data_sources["prom"].connection.url = "https://a.example";
    to.data_sources["prom"].connection.url = "https://b.example";
    to.data_sources["prom"].connection.headers = {{"X-Scope-OrgID", "shop"}};
    from.data_sources["prom"].pull = PullSettings{};
    to.data_sources["prom"].pull = PullSettings{.step = Duration::seconds(30)};
    ProbeStep front;
    front.target = "https://shop.example/";
    from.probes["front"].steps = {front};
    front.assertions.resize(1);
    to.probes["front"].steps = {front};
    from.probes["same-words"].steps = {front};
    front.body = "b";
    to.probes["same-words"].steps = {front};
    const auto changes = difference(from, to).changes;
    ASSERT_EQ(changes.size(), 3U);
    EXPECT_EQ(in_words(changes[0]).fields, (std::vector<FieldChange>{{"connection.url", "https://a.example", "https://b.example"},
                                                                     {"connection.headers", "none", "X-Scope-OrgID=shop"},
                                                                     {"pull.step", "1m", "30s"}}));
    EXPECT_EQ(in_words(changes[1]).fields, (std::vector<FieldChange>{{"steps", "GET https://shop.example/", "GET https://shop.example/, 1 expectation"}}));
    ASSERT_EQ(in_words(changes[2]).fields.size(), 1U) << "a change that the words do not show is shown whole";
    EXPECT_NE(in_words(changes[2]).fields[0].after->find("\"body\":\"b\""), std::string::npos);
    Indicator asked;
    asked.data_source = "prom";
    asked.verbatim = true;
    EXPECT_EQ(in_words(asked), "ratio of events, asked of prom as it stands");
}

TEST(ChangeText, LeavesOutHashesThatFollowFromTheRest) {
    Slo after = promise();
    after.definition_version = "0123456789abcdef";
    after.sli_version = "fedcba9876543210";
    after.display_name = "Checkout";
    EXPECT_EQ(changed(promise(), after), (std::vector<FieldChange>{{"display_name", "", "Checkout"}}));
}

TEST(ChangeText, KeepsWhatItCannotRead) {
    EXPECT_EQ(in_words(std::vector<FieldChange>{{"objective", "\"high\"", "{\"numerator\":2,\"denominator\":1}"}}),
              (std::vector<FieldChange>{{"objective", "\"high\"", "{\"numerator\":2,\"denominator\":1}"}}));
    EXPECT_EQ(in_words(std::vector<FieldChange>{{"journeys", "[]", "[{\"name\":\"buy\"}]"}}).at(0).after, "[{\"name\":\"buy\"}]");
}

TEST(ChangeText, CountsByKindAndAction) {
    EXPECT_EQ(counted({}), "nothing");
    EXPECT_EQ(counted({{"SLO", "a", ChangeAction::changed, {}}, {"SLO", "b", ChangeAction::changed, {}}, {"Service", "c", ChangeAction::added, {}}}),
              "2 SLOs changed, 1 Service added");
}

}  // namespace
}  // namespace plimsoll::catalog

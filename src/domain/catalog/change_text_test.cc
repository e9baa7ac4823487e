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

TEST(ChangeText, LeavesOutHashesThatFollowFromTheRest) {
    Slo after = promise();
    after.definition_version = "0123456789abcdef";
    after.sli_version = "fedcba9876543210";
    after.display_name = "Checkout";
    EXPECT_EQ(changed(promise(), after), (std::vector<FieldChange>{{"display_name", "", "Checkout"}}));
}

TEST(ChangeText, KeepsWhatItCannotRead) {
    EXPECT_EQ(in_words({{"objective", "\"high\"", "{\"numerator\":2,\"denominator\":1}"}}),
              (std::vector<FieldChange>{{"objective", "\"high\"", "{\"numerator\":2,\"denominator\":1}"}}));
    EXPECT_EQ(in_words({{"journeys", "[]", "[{\"name\":\"buy\"}]"}}).at(0).after, "[{\"name\":\"buy\"}]");
}

TEST(ChangeText, CountsByKindAndAction) {
    EXPECT_EQ(counted({}), "nothing");
    EXPECT_EQ(counted({{"SLO", "a", ChangeAction::changed, {}}, {"SLO", "b", ChangeAction::changed, {}}, {"Service", "c", ChangeAction::added, {}}}),
              "2 SLOs changed, 1 Service added");
}

}  // namespace
}  // namespace plimsoll::catalog

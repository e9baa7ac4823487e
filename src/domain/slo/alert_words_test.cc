#include "domain/slo/alert_words.h"

#include <gtest/gtest.h>

#include "domain/slo/fixture_for_tests.h"
#include "domain/slo/judge.h"

namespace plimsoll::slo {
namespace {

/// An alert of this rule, as decide fires it.
AlertFired fired_by(const catalog::BurnRule& rule) {
    AlertFired fired;
    fired.factor = rule.factor;
    fired.condition = condition_of(fixture::shop().slos.at("checkout"), rule);
    fired.evidence.push_back({rule.long_window, 1000, 20, 0, 20.0});
    if (rule.short_window > Duration()) fired.evidence.push_back({rule.short_window, 100, 2, 0, 20.0});
    return fired;
}

/// Seen on the Paging page: "burn over 1h and 5m > 14.4 at objective 999/1000, indicator d7b364cc…".
TEST(AlertWords, AnAlertSaysWhatBurnedWithoutAFingerprint) {
    const catalog::BurnRule pair = fixture::rule("page", Duration::hours(1), Duration::minutes(5), 14.4);
    EXPECT_EQ(condition_words(pair), "burn over 1 h and 5 min above 14.4x");
    EXPECT_EQ(condition_words(fired_by(pair)), "burn over 1 h and 5 min above 14.4x");
    catalog::BurnRule one = fixture::rule("ticket", Duration::days(3), Duration(), 1);
    one.at_or_above = true;
    EXPECT_EQ(condition_words(one), "burn over 3 d at or above 1x");
    EXPECT_EQ(condition_words(fired_by(one)), "burn over 3 d at or above 1x");
}

TEST(AlertWords, SayWhereARuleMustBeSure) {
    catalog::BurnRule outage = fixture::rule("outage", Duration::minutes(5), Duration::minutes(1), 43.2);
    outage.guarded = true;
    EXPECT_EQ(condition_words(outage), "burn over 5 min and 1 min above 43.2x, by more than chance");
    EXPECT_EQ(condition_words(fired_by(outage)), "burn over 5 min and 1 min above 43.2x, by more than chance");
    EXPECT_EQ(condition_words(outage, {100, false}), "burn over 5 min and 1 min above 43.2x, by more than chance, of at least 100 events");
}

TEST(AlertWords, OfAStaleAlertSayHowLongNothingCame) {
    AlertFired stale;
    stale.kind = AlertKind::stale;
    stale.condition = "no sample for 10m";
    EXPECT_EQ(condition_words(stale), "no sample for 10 min");
    stale.condition = "silent";
    EXPECT_EQ(condition_words(stale), "silent");
}

TEST(AlertWords, SayWhatBecameOfADefinition) {
    const Definition before{"d1", "s1", fixture::ratio(999, 1000), "occurrences", "30 d rolling", Duration::days(30)};
    Definition after = before;
    after.objective = fixture::ratio(9995, 10'000);
    const TimeRange month{fixture::kNoon - Duration::days(30), fixture::kNoon};
    DefinitionChanged change{"checkout", DefinitionChange::created, 1, fixture::kNoon, std::nullopt, before, {}, {}, {}};
    EXPECT_EQ(change_words(change), "is judged from now on: 99.9 % over 30 d rolling");
    change = {"checkout", DefinitionChange::target, 1, fixture::kNoon, before, after, 0.7, 0.4, month};
    EXPECT_EQ(change_words(change), "has a new target, 99.95 % instead of 99.9 %, and its history is judged anew; its budget stands at 40.0 % instead of 70.0 %");
    change = {"checkout", DefinitionChange::definition, 2, fixture::kNoon, before, after, 0.7, {}, {}};
    EXPECT_EQ(change_words(change), "has a new indicator: generation 2 begins; its budget stood at 70.0 %");
    change = {"checkout", DefinitionChange::removed, 2, fixture::kNoon, after, std::nullopt, {}, {}, {}};
    EXPECT_EQ(change_words(change), "is no longer judged");
}

TEST(AlertWords, SayWhyItEnded) {
    EXPECT_EQ(ending_words("slo removed"), "the SLO was removed from the catalogue");
    EXPECT_EQ(ending_words("rule changed"), "its rule was changed in the catalogue");
    EXPECT_EQ(ending_words("burn below threshold"), "burn below threshold");
}

}  // namespace
}  // namespace plimsoll::slo

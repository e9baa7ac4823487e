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

TEST(AlertWords, OfAStaleAlertSayHowLongNothingCame) {
    AlertFired stale;
    stale.kind = AlertKind::stale;
    stale.condition = "no sample for 10m";
    EXPECT_EQ(condition_words(stale), "no sample for 10 min");
    stale.condition = "silent";
    EXPECT_EQ(condition_words(stale), "silent");
}

TEST(AlertWords, SayWhyItEnded) {
    EXPECT_EQ(ending_words("slo removed"), "the SLO was removed from the catalogue");
    EXPECT_EQ(ending_words("rule changed"), "its rule was changed in the catalogue");
    EXPECT_EQ(ending_words("burn below threshold"), "burn below threshold");
}

}  // namespace
}  // namespace plimsoll::slo

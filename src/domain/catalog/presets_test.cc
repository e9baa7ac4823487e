#include "domain/catalog/presets.h"

#include <gtest/gtest.h>

namespace plimsoll::catalog {
namespace {

const Duration kMonth = Duration::days(30);

TEST(Presets, TheOutagePresetSeesATotalOutageInThirteenSeconds) {
    const auto rules = preset_rules("outage", kMonth, {});
    ASSERT_TRUE(rules);
    ASSERT_EQ(rules->size(), 1U);
    const BurnRule& rule = rules->front();
    EXPECT_EQ(rule.name, "page-5m-1m");
    EXPECT_EQ(rule.long_window, Duration::minutes(5));
    EXPECT_EQ(rule.short_window, Duration::minutes(1));
    EXPECT_EQ(rule.factor, 43.2);
    EXPECT_TRUE(rule.guarded);
    // A share 43.2 x 0.1 % of the window must be bad.
    EXPECT_NEAR(rule.factor * 0.001 * rule.long_window.in_seconds(), 12.96, 1e-9);
    const BurnRule workbook = workbook_rules(kMonth).front();
    EXPECT_NEAR(workbook.factor * 0.001 * workbook.long_window.in_seconds(), 51.84, 1e-9);
    EXPECT_FALSE(workbook.guarded);
}

TEST(Presets, ScaleWithThePeriod) {
    EXPECT_EQ(preset_rules("outage", Duration::days(7), {})->front().factor, 10.08);
    EXPECT_EQ(preset_rules("budget-2-5", kMonth, {})->at(0).factor, 14.4);
    EXPECT_EQ(preset_rules("budget-2-5", kMonth, {})->at(1).factor, 1.5) << "5 % in a day";
    EXPECT_EQ(preset_rules("budget-2-5", Duration::hours(20), {})->size(), 1U);
    EXPECT_EQ(*preset_rules("workbook", kMonth, {}), workbook_rules(kMonth));
    EXPECT_FALSE(preset_rules("patient", kMonth, {}));
}

TEST(Presets, WindowsHoldTwoSlicesAtLeast) {
    const auto rules = preset_rules("workbook", kMonth, Duration::minutes(5));
    ASSERT_EQ(rules->size(), 4U);
    EXPECT_EQ(rules->at(0).name, "page-1h-10m");
    EXPECT_EQ(rules->at(0).short_window, Duration::minutes(10));
    EXPECT_EQ(rules->at(0).factor, 14.4);
    EXPECT_EQ(rules->at(1).name, "page-6h-30m");
    EXPECT_EQ(preset_rules("workbook", kMonth, Duration::hours(1))->front().name, "page-6h-2h") << "an hour holds one slice only";
    EXPECT_TRUE(preset_rules("outage", kMonth, Duration::minutes(5))->empty());
    EXPECT_EQ(preset_rules("outage", kMonth, Duration::minutes(1))->front().name, "page-5m-2m");
}

}  // namespace
}  // namespace plimsoll::catalog

#include "ingest/otlp/quiet_targets.h"

#include <gtest/gtest.h>

namespace plimsoll::ingest::otlp {
namespace {

Timestamp at(std::int64_t second) { return Timestamp::from_seconds(second); }

TEST(QuietTargets, OnlyWhatWasSaidBeforeCanBeSilent) {
    QuietTargets targets(10, 10, 100);
    EXPECT_EQ(targets.find("shop"), nullptr);
    const auto shop = targets.find_or_add("shop");
    EXPECT_FALSE(shop->spoke({1, 0}, at(10)));
    shop->remember({1, 0}, at(10), {{"__name__", "orders"}});
    EXPECT_TRUE(shop->spoke({1, 0}, at(20)));
    EXPECT_TRUE(shop->silent_at(at(20)).empty());
    const auto silent = shop->silent_at(at(30));
    ASSERT_EQ(silent.size(), 1u);
    EXPECT_EQ(silent[0].series, (SeriesHash{1, 0}));
    EXPECT_EQ(silent[0].labels->front().second, "orders");
    EXPECT_EQ(shop->silent_at(at(30)).size(), 1u) << "asked again it is silent still: the first time may not have been stored";
    EXPECT_TRUE(shop->spoke({1, 0}, at(15))) << "late words";
    EXPECT_TRUE(shop->silent_at(at(20)).empty());
    EXPECT_EQ(targets.find("shop"), shop);
}

TEST(QuietTargets, ATargetHasABoundOfSeries) {
    QuietTargets targets(10, 2, 100);
    const auto shop = targets.find_or_add("shop");
    for (std::uint32_t i = 1; i <= 3; ++i) {
        if (!shop->spoke({i, 0}, at(1))) shop->remember({i, 0}, at(1), {});
    }
    EXPECT_EQ(shop->silent_at(at(2)).size(), 2u);
    EXPECT_EQ(targets.series(), 2u);
}

TEST(QuietTargets, TheOneThatWasSilentForLongestIsForgottenFirst) {
    QuietTargets targets(2, 10, 100);
    (void)targets.find_or_add("a");
    (void)targets.find_or_add("b");
    EXPECT_NE(targets.find("a"), nullptr);
    (void)targets.find_or_add("c");
    EXPECT_EQ(targets.size(), 2u);
    EXPECT_EQ(targets.find("b"), nullptr);
    EXPECT_NE(targets.find("a"), nullptr);
}

TEST(QuietTargets, AllTargetsTogetherHaveABoundOfSeries) {
    QuietTargets targets(100, 10, 5);
    for (const char* name : {"a", "b", "c"}) {
        const auto target = targets.find_or_add(name);
        for (std::uint32_t i = 1; i <= 3; ++i) target->remember({i, 0}, at(1), {});
    }
    EXPECT_EQ(targets.find("a"), nullptr);
    EXPECT_LE(targets.series(), 6u);
    EXPECT_NE(targets.find("c"), nullptr);
}

}  // namespace
}  // namespace plimsoll::ingest::otlp

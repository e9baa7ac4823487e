#include "domain/catalog/reload_timer.h"

#include <gtest/gtest.h>

namespace plimsoll::catalog {
namespace {

Duration at(std::int64_t ms) { return Duration::ms(ms); }

TEST(ReloadTimer, WaitsForTwoQuietSeconds) {
    ReloadTimer timer;
    EXPECT_FALSE(timer.due());
    EXPECT_FALSE(timer.take(at(0)));
    timer.changed(at(1000));
    timer.changed(at(2500));
    EXPECT_EQ(timer.due(), at(4500));
    EXPECT_FALSE(timer.take(at(4499)));
    EXPECT_TRUE(timer.take(at(4500)));
    EXPECT_FALSE(timer.take(at(9000))) << "once";
    EXPECT_FALSE(timer.due());
}

TEST(ReloadTimer, AFolderThatNeverRestsIsReadAllTheSame) {
    ReloadTimer timer;
    for (int ms = 0; ms <= 29'000; ms += 1000) {
        timer.changed(at(ms));
        EXPECT_FALSE(timer.take(at(ms)));
    }
    EXPECT_EQ(timer.due(), at(30'000));
    timer.changed(at(29'999));
    EXPECT_TRUE(timer.take(at(30'000)));
}

TEST(ReloadTimer, ADemandIsDueAtOnce) {
    ReloadTimer timer;
    timer.changed(at(1000));
    timer.demanded(at(1500));
    EXPECT_TRUE(timer.take(at(1500)));
    EXPECT_FALSE(timer.take(at(5000))) << "the change was read with it";
}

}  // namespace
}  // namespace plimsoll::catalog

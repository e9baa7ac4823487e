// What harmed users: found in the counts, or given.
#include "domain/backtest/losses.h"

#include <gtest/gtest.h>

#include "domain/backtest/past_for_tests.h"

namespace plimsoll::backtest {
namespace {

using fixture::kMinute;
using fixture::kMonday;

const TimeRange kRange{kMonday, kMonday + Duration::days(7)};

class Losses : public ::testing::Test {
protected:
    Losses() : past(7) {}
    [[nodiscard]] ledger::Ledger::Series series() const {
        const auto reel = Reel::of(*past.world.counts, past.slo(), kRange, kMinute, Duration{});
        return *reel->series(past.slo(), kRange);
    }
    fixture::DrawnPast past;
};

// The budget of 30 days is 259,200 events; a minute has 6,000 of which 6 may fail.
TEST_F(Losses, AreEpisodesOfAtLeastAHundredthOfTheBudget) {
    past.fail(kMonday + Duration::hours(5), Duration::minutes(10), 43);   // 2,580: under it
    past.fail(kMonday + Duration::hours(20), Duration::minutes(10), 44);  // 2,640
    const std::vector<Loss> out = found_losses(past.slo(), series(), kRange);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].id, "loss-1");
    EXPECT_FALSE(out[0].known);
    EXPECT_EQ(out[0].start, kMonday + Duration::hours(20));
    EXPECT_EQ(out[0].end, kMonday + Duration::hours(20) + Duration::minutes(10));
    EXPECT_EQ(out[0].bad, 2640);
    EXPECT_EQ(out[0].valid, 60'000);
    EXPECT_DOUBLE_EQ(out[0].share, 2640 / 259'200.0);
    EXPECT_NEAR(out[0].peak_burn, 44, 1e-9);
}

TEST_F(Losses, GivenOnesAreCountedWhateverTheySpent) {
    const Timestamp begin = kMonday + Duration::hours(5) + Duration::seconds(30);
    past.fail(begin, Duration::seconds(30), 100);  // three slots of 100 within one minute
    const std::vector<KnownIncident> incidents{
        {"late", "", kMonday + Duration::days(6), kMonday + Duration::days(6) + kMinute},
        {"", "the queue", begin, begin + Duration::seconds(30)},
        {"before", "", kMonday - Duration::hours(2), kMonday},
        {"after", "", kRange.end, kRange.end + kMinute},
    };
    const std::vector<Loss> out = known_losses(past.slo(), series(), kRange, incidents);
    ASSERT_EQ(out.size(), 2U);
    EXPECT_EQ(out[0].id, "incident-2");
    EXPECT_EQ(out[0].title, "the queue");
    EXPECT_TRUE(out[0].known);
    EXPECT_EQ(out[0].bad, 300) << "its minute is counted whole";
    EXPECT_EQ(out[0].start, begin) << "and its time is as it was told";
    EXPECT_EQ(out[1].id, "late");
    EXPECT_EQ(out[1].bad, 0);
}

TEST_F(Losses, ThePeakIsOfFiveMinutesThatEndWithinAndTheEdgesOfTheRangeAreNone) {
    past.fail(kMonday, Duration::minutes(2), 500);
    past.fail(kRange.end - kMinute, kMinute, 500);
    const std::vector<Loss> out = known_losses(past.slo(), series(), kRange, std::vector<KnownIncident>{
        {"over the begin", "", kMonday - Duration::hours(1), kMonday + kMinute * 2},
        {"just after", "", kMonday + kMinute * 2, kMonday + kMinute * 3},
        {"over the end", "", kRange.end - kMinute, kRange.end + Duration::hours(1)},
    });
    ASSERT_EQ(out.size(), 3U);
    EXPECT_EQ(out[0].bad, 2 * 6 * 500);
    EXPECT_NEAR(out[0].peak_burn, 500, 1e-9);
    EXPECT_EQ(out[1].bad, 0);
    EXPECT_NEAR(out[1].peak_burn, 500 * 2 / 3.0, 1e-9) << "what burnt just before lies in its five minutes";
    EXPECT_EQ(out[2].bad, 6 * 500);
    EXPECT_NEAR(out[2].peak_burn, 100, 1e-9);
}

TEST_F(Losses, AQuietPastHasNone) { EXPECT_TRUE(found_losses(past.slo(), series(), kRange).empty()); }

}  // namespace
}  // namespace plimsoll::backtest

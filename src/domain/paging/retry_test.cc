#include "domain/paging/retry.h"

#include <gtest/gtest.h>

namespace plimsoll::paging {
namespace {

const Timestamp now = Timestamp::from_seconds(1'795'000'000);

TEST(Retry, TheLongestDelayDoublesFromASecondToFiveMinutes) {
    EXPECT_EQ(backoff(1, 1.0), Duration::seconds(1));
    EXPECT_EQ(backoff(2, 1.0), Duration::seconds(2));
    EXPECT_EQ(backoff(9, 1.0), Duration::seconds(256));
    EXPECT_EQ(backoff(10, 1.0), Duration::minutes(5));
    EXPECT_EQ(backoff(1000, 1.0), Duration::minutes(5));
}

TEST(Retry, TheJitterIsFull) {
    EXPECT_EQ(backoff(5, 0.0), Duration());
    EXPECT_EQ(backoff(5, 0.5), Duration::seconds(8));
}

TEST(Retry, NeverBeforeRetryAfterAndThatAtMostAnHour) {
    EXPECT_EQ(next_attempt(now, now, 1, 0.5, Duration::seconds(90)), now + Duration::seconds(90));
    EXPECT_EQ(next_attempt(now, now, 5, 1.0, Duration::seconds(1)), now + Duration::seconds(16));
    EXPECT_EQ(next_attempt(now, now, 1, 0.5, Duration::days(2)), now + Duration::hours(1));
    EXPECT_EQ(next_attempt(now, now, 1, 0.5, Duration::seconds(-5)), now + Duration::ms(500));
}

TEST(Retry, GivesUpAfterADayOrAThousandAttempts) {
    EXPECT_TRUE(next_attempt(now + Duration::hours(23), now, 500, 1.0, {}));
    EXPECT_FALSE(next_attempt(now + Duration::hours(24), now, 500, 0.0, {}));
    EXPECT_FALSE(next_attempt(now + Duration::hours(24) - Duration::minutes(4), now, 500, 1.0, {}));
    EXPECT_TRUE(next_attempt(now, now, 999, 1.0, {}));
    EXPECT_FALSE(next_attempt(now, now, 1000, 1.0, {}));
}

}  // namespace
}  // namespace plimsoll::paging

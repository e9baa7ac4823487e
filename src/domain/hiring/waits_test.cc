// Lengths of which some are not over, against a naive curve.
#include "domain/hiring/waits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <set>

namespace plimsoll::hiring {
namespace {

using testing::HasSubstr;

Wait ended(int days) { return {Duration::days(days), true}; }
Wait open(int days) { return {Duration::days(days), false}; }

TEST(Waits, WithoutOpenOnesTheMedianIsTheMiddle) {
    EXPECT_EQ(median_wait({ended(10), ended(50), ended(30), ended(20), ended(40)}).median, Duration::days(30));
    EXPECT_EQ(median_wait({ended(10), ended(20), ended(30), ended(40), ended(50), ended(60)}).median, Duration::days(30)) << "the least length at which half is over";
}

TEST(Waits, OpenOnesPullTheMedianUp) {
    // At risk 6 at 10, 5 at 20, 3 at 40, 2 at 50: 5/6, 4/6, 4/6 x 2/3 = 4/9 at 40.
    const WaitFigure out = median_wait({ended(10), ended(20), open(30), ended(40), ended(50), open(60)});
    EXPECT_EQ(out.median, Duration::days(40));
    EXPECT_EQ(out.n, 6);
    EXPECT_EQ(out.ended, 4);
    EXPECT_EQ(median_wait({ended(10), ended(20), ended(40), ended(50), ended(50)}).median, Duration::days(40)) << "leaving them out would say 40 of five";
}

TEST(Waits, NotEnoughAndNotYetAreAnswers) {
    EXPECT_THAT(median_wait({ended(1), ended(2), ended(3), ended(4)}).why_empty, HasSubstr("n = 4, at least 5 are needed"));
    EXPECT_THAT(median_wait({}).why_empty, HasSubstr("not enough data"));
    EXPECT_THAT(median_wait({ended(1), open(9), open(9), open(9), open(9)}).why_empty, HasSubstr("more than half go on"));
}

TEST(Waits, WhatHasWaitedLongIsNotJudgedByTheQuickOnes) {
    const std::vector<Wait> waits = {ended(10), ended(10), ended(10), ended(60), ended(90), ended(120)};
    EXPECT_EQ(median_wait(waits).median, Duration::days(10));
    EXPECT_EQ(median_wait_after(waits, Duration::days(30)).median, Duration::days(90)) << "of three that went beyond 30 days, the second";
    EXPECT_FALSE(median_wait_after(waits, Duration::days(120)).median);
}

RC_GTEST_PROP(WaitProperties, IsTheCurveWorkedOutLengthByLength, ()) {
    std::vector<Wait> waits;
    const auto n = *rc::gen::inRange(5, 30);
    for (int i = 0; i < n; ++i) waits.push_back({Duration::days(*rc::gen::inRange(0, 20)), *rc::gen::arbitrary<bool>()});
    double left = 1;
    std::optional<Duration> naive;
    for (int day = 0; day < 20 && !naive; ++day) {
        int waiting = 0;
        int over = 0;
        for (const Wait& w : waits) {
            waiting += w.length >= Duration::days(day) ? 1 : 0;
            over += w.ended && w.length == Duration::days(day) ? 1 : 0;
        }
        if (over > 0) left *= 1 - static_cast<double>(over) / waiting;
        if (over > 0 && left <= 0.5 + 1e-12) naive = Duration::days(day);
    }
    RC_ASSERT(median_wait(waits).median == naive);
}

}  // namespace
}  // namespace plimsoll::hiring

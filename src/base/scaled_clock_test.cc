// scaled_clock_test.cc: faster time is the machine's time times a number, equal in every process, and waits are as much shorter.
#include "base/scaled_clock.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace plimsoll {
namespace {

using Machine = ScaledClock::Machine;
const Timestamp kStart = Timestamp::from_seconds(1'800'000'000);
const Machine::time_point kOrigin{std::chrono::hours(5)};

TEST(ScaledClock, IsTheStartAtTheOriginAndTwentyTimesAsFarAfterwards) {
    const ScaledClock clock(kStart, kOrigin, 20);
    EXPECT_EQ(clock.at(kOrigin), kStart);
    EXPECT_EQ(clock.at(kOrigin + std::chrono::hours(1)), kStart + Duration::hours(20));
    EXPECT_EQ(clock.at(kOrigin + std::chrono::microseconds(50)), kStart + Duration::ms(1));
    EXPECT_EQ(clock.at(kOrigin - std::chrono::seconds(1)), kStart - Duration::seconds(20));
}

TEST(ScaledClock, ReadsTheSameInTwoProcesses) {
    const ScaledClock first(kStart, kOrigin, 20);
    const ScaledClock second(kStart, kOrigin, 20);
    const Machine::time_point at = Machine::now();
    EXPECT_EQ(first.at(at), second.at(at));
}

TEST(ScaledClock, NeitherOfItsTimesStepsBack) {
    const ScaledClock clock(kStart, Machine::now(), 1000);
    Timestamp now = clock.now();
    Duration monotonic = clock.monotonic();
    for (int i = 0; i < 10'000; ++i) {
        const Timestamp next = clock.now();
        const Duration later = clock.monotonic();
        ASSERT_GE(next, now);
        ASSERT_GE(later, monotonic);
        now = next;
        monotonic = later;
    }
}

TEST(MachineTime, IsTheLengthItselfOnOtherClocks) {
    EXPECT_EQ(machine_time(SystemClock(), Duration::ms(1500)), std::chrono::milliseconds(1500));
    EXPECT_EQ(machine_time(ManualClock(kStart), Duration::ms(1500)), std::chrono::milliseconds(1500));
    EXPECT_EQ(machine_time(SystemClock(), Duration::ms(-3)), std::chrono::microseconds(0)) << "nobody waits for what is over";
}

RC_GTEST_PROP(MachineTime, LastsUntilTheTimeHasComeAndNotAMicrosecondLonger, ()) {
    const int speed = *rc::gen::inRange(1, 1001);
    const Duration length = Duration::ms(*rc::gen::inRange<std::int64_t>(1, 100'000'000));
    const ScaledClock clock(kStart, kOrigin, speed);
    const std::chrono::microseconds wait = machine_time(clock, length);
    RC_ASSERT(clock.at(kOrigin + wait) >= kStart + length);
    RC_ASSERT(clock.at(kOrigin + wait - std::chrono::microseconds(1)) < kStart + length);
}

}  // namespace
}  // namespace plimsoll

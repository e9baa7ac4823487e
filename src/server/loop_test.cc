#include "server/loop.h"

#include <gtest/gtest.h>

#include <future>

namespace plimsoll::server {
namespace {

constexpr Timestamp kNow = Timestamp::from_seconds(1'795'000'000);

TEST(Loop, RunsWhatWasPostedInOrder) {
    const ManualClock clock(kNow);
    Loop loop(clock);
    loop.start();
    std::vector<int> seen;
    std::promise<void> done;
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(loop.post([&seen, i] { seen.push_back(i); }));
    }
    ASSERT_TRUE(loop.post([&] { done.set_value(); }));
    done.get_future().wait();
    EXPECT_EQ(seen, (std::vector<int>{0, 1, 2}));
}

TEST(Loop, ADutyRunsWhenItIsDueAndNotBefore) {
    ManualClock clock(kNow);
    Loop loop(clock);
    std::atomic<int> ran{0};
    std::atomic<std::int64_t> due{(kNow + Duration::seconds(10)).in_ms()};
    std::promise<void> first;
    loop.add({"test", [&] { return Timestamp::from_ms(due); },
              [&](Timestamp) {
                  due = Timestamp::max().in_ms();
                  ++ran;
                  first.set_value();
              }});
    loop.start();
    std::promise<void> turned;
    loop.post([&] { turned.set_value(); });
    turned.get_future().wait();
    EXPECT_EQ(ran, 0);
    clock.advance(Duration::seconds(10));
    loop.wake();
    first.get_future().wait();
    EXPECT_EQ(ran, 1);
}

TEST(Loop, RefusesMoreThanItsBound) {
    const ManualClock clock(kNow);
    Loop loop(clock);  // not started: nothing drains
    for (int i = 0; i < 100'000; ++i) ASSERT_TRUE(loop.post([] {}));
    EXPECT_FALSE(loop.post([] {}));
}

}  // namespace
}  // namespace plimsoll::server

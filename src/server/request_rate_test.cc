#include "server/request_rate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

namespace plimsoll::server {
namespace {

constexpr Timestamp kStart = Timestamp::from_seconds(1'700'000'000);

TEST(RequestRate, AnHoursRequestsAtOnceThenEvenly) {
    RequestRate rate(60);
    for (int i = 0; i < 60; ++i) EXPECT_FALSE(rate.take("a", kStart)) << i;
    EXPECT_EQ(rate.take("a", kStart), Duration::minutes(1));
    EXPECT_EQ(rate.take("a", kStart + Duration::seconds(59)), Duration::seconds(1));
    EXPECT_FALSE(rate.take("a", kStart + Duration::minutes(1)));
    EXPECT_EQ(rate.take("a", kStart + Duration::minutes(1)), Duration::minutes(1));
}

TEST(RequestRate, SendersDoNotCostEachOther) {
    RequestRate rate(1);
    EXPECT_FALSE(rate.take("a", kStart));
    EXPECT_TRUE(rate.take("a", kStart));
    EXPECT_FALSE(rate.take("b", kStart));
}

TEST(RequestRate, AClockThatStepsBackKeepsNobodyOutForLonger) {
    RequestRate rate(2);
    EXPECT_FALSE(rate.take("a", kStart));
    EXPECT_FALSE(rate.take("a", kStart));
    EXPECT_EQ(rate.take("a", kStart - Duration::days(10)), Duration::minutes(30));
    EXPECT_FALSE(rate.take("a", kStart - Duration::days(10) + Duration::minutes(30)));
}

TEST(RequestRate, TheTableIsBounded) {
    RequestRate rate(2, 3);
    EXPECT_FALSE(rate.take("much", kStart));
    EXPECT_FALSE(rate.take("much", kStart));
    for (int i = 0; i < 10; ++i) EXPECT_FALSE(rate.take("sender " + std::to_string(i), kStart)) << i;
    // Who used most is remembered.
    EXPECT_TRUE(rate.take("much", kStart));
}

/// As many as a sliding count of returned requests allows: the bucket told in whole steps.
RC_GTEST_PROP(RequestRate, IsATokenBucket, ()) {
    const int per_hour = *rc::gen::inRange(1, 20);
    const auto waits = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1200));
    RequestRate rate(per_hour);
    const double step = static_cast<double>((Duration::hours(1) / per_hour).in_ms());
    double tokens = 3'600'000 / step;
    Timestamp now = kStart;
    for (const int wait : waits) {
        now = now + Duration::seconds(wait);
        tokens = std::min(3'600'000 / step, tokens + wait * 1000.0 / step);
        const bool granted = !rate.take("a", now);
        RC_ASSERT(granted == (tokens >= 1 - 1e-9));
        if (granted) tokens -= 1;
    }
}

TEST(RequestRate, ASenderIsAnAccountOrAnAddress) {
    const auto sender = [](std::string actor, std::string address) {
        api::Request request;
        request.actor.id = std::move(actor);
        request.remote_address = std::move(address);
        return sender_of(request);
    };
    EXPECT_EQ(sender("person:1", "10.0.0.1"), sender("person:1", "10.0.0.2"));
    EXPECT_NE(sender("anonymous", "10.0.0.1"), sender("anonymous", "10.0.0.2"));
    EXPECT_EQ(sender("anonymous", "2001:db8:1:2::1"), sender("anonymous", "2001:db8:1:2:ffff::9"));
    EXPECT_NE(sender("anonymous", "2001:db8:1:2::1"), sender("anonymous", "2001:db8:1:3::1"));
}

}  // namespace
}  // namespace plimsoll::server

#include "domain/access/slowdown.h"

#include <gtest/gtest.h>

#include "domain/access/failed_sign_ins.h"

namespace plimsoll::access {
namespace {

const Timestamp t0 = Timestamp::from_seconds(1'700'000'000);
const std::string home = "10.0.0.1";
const std::string away = "192.0.2.7";

std::int64_t seconds(Duration d) { return d.in_ms() / 1000; }

TEST(Slowdown, DoublesAfterSomeFreeFailuresUpToAMinute) {
    Slowdown slowdown;
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 11; ++i) {
        slowdown.failed("ada", away, t0);
        waits.push_back(seconds(slowdown.wait("ada", away, false, t0)));
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60}));
    EXPECT_EQ(seconds(slowdown.wait("ada", away, false, t0 + Duration::seconds(20))), 40);
    EXPECT_EQ(seconds(slowdown.wait("ada", away, false, t0 + Duration::seconds(60))), 0);
}

TEST(Slowdown, ManyAddressesTogetherSlowAnAccountButNotItsOwnerAtHome) {
    Slowdown slowdown;
    for (int i = 0; i < 16; ++i) slowdown.failed("ada", "192.0.2." + std::to_string(i), t0);
    EXPECT_EQ(seconds(slowdown.wait("ada", "192.0.2.200", false, t0)), 32) << "an address that did nothing yet";
    EXPECT_EQ(seconds(slowdown.wait("ada", home, true, t0)), 0) << "she signed in from here before";
    EXPECT_EQ(seconds(slowdown.wait("bob", "192.0.2.200", false, t0)), 0);
}

TEST(Slowdown, OneAddressThatTriesManyAccountsIsSlowedForAll) {
    Slowdown slowdown;
    for (int i = 0; i < 24; ++i) slowdown.failed("name" + std::to_string(i), away, t0);
    EXPECT_EQ(seconds(slowdown.wait("ada", away, false, t0)), 8);
    EXPECT_EQ(seconds(slowdown.wait("ada", home, false, t0)), 0);
}

TEST(Slowdown, SuccessBeginsAnewForThePairButNotForTheAddress) {
    Slowdown slowdown;
    for (int i = 0; i < 24; ++i) slowdown.failed("ada", away, t0);
    slowdown.succeeded("ada", away);
    EXPECT_EQ(seconds(slowdown.wait("ada", away, true, t0)), 0);
    EXPECT_EQ(seconds(slowdown.wait("bob", away, false, t0)), 8) << "a thief's own account does not wash the address clean";
}

TEST(Slowdown, ForgetsAfterAQuietWhile) {
    Slowdown slowdown;
    for (int i = 0; i < 8; ++i) slowdown.failed("ada", away, t0);
    slowdown.failed("ada", away, t0 + Duration::minutes(15));
    EXPECT_EQ(seconds(slowdown.wait("ada", away, false, t0 + Duration::minutes(15))), 0);
}

TEST(Slowdown, AClockThatStepsBackKeepsNobodyOutForLong) {
    Slowdown slowdown;
    for (int i = 0; i < 8; ++i) slowdown.failed("ada", away, t0);
    EXPECT_LE(seconds(slowdown.wait("ada", away, false, t0 - Duration::days(1))), 60);
}

TEST(Slowdown, RemembersABoundedNumberAndForgetsTheLongestUntouched) {
    SlowdownLimits limits;
    limits.entries = 10;
    Slowdown slowdown(limits);
    for (int i = 0; i < 5; ++i) slowdown.failed("ada", home, t0);
    for (int i = 0; i < 100; ++i) {
        slowdown.failed("name" + std::to_string(i), "192.0.2." + std::to_string(i), t0);
        if (i % 5 == 0) slowdown.failed("ada", home, t0);
    }
    EXPECT_EQ(slowdown.remembered(), 30u);
    EXPECT_GT(seconds(slowdown.wait("ada", home, true, t0)), 0) << "whoever keeps failing is kept";
}

TEST(Slowdown, AV6NetworkCountsAsOne) {
    EXPECT_EQ(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:2:ffff::9"));
    EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
    EXPECT_EQ(network_of("10.0.0.1"), "10.0.0.1");
    EXPECT_NE(network_of("::ffff:10.0.0.1"), network_of("::ffff:10.0.0.2"));
}

TEST(FailedSignIns, AreToldTogetherTheMostFirst) {
    FailedSignIns failures;
    EXPECT_FALSE(failures.any());
    failures.count("person:a", t0);
    for (int i = 0; i < 3; ++i) failures.count("person:b", t0 + Duration::seconds(i));
    failures.count("", t0 + Duration::seconds(9));
    const SignInFailed told = failures.take();
    EXPECT_EQ(told.attempts, 5u);
    EXPECT_EQ(told.unknown_names, 1u);
    EXPECT_EQ(told.since, t0);
    EXPECT_EQ(told.until, t0 + Duration::seconds(9));
    ASSERT_EQ(told.people.size(), 2u);
    EXPECT_EQ(told.people[0].person, "person:b");
    EXPECT_EQ(told.people[0].attempts, 3u);
    EXPECT_FALSE(failures.any());
    EXPECT_EQ(failures.take().attempts, 0u);
}

}  // namespace
}  // namespace plimsoll::access

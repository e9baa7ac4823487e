#include "http/host.h"

#include <gtest/gtest.h>

namespace plimsoll::http {
namespace {

TEST(Host, IsTakenApart) {
    EXPECT_EQ(parse_host("Example.COM:9095")->name, "example.com");
    EXPECT_EQ(parse_host("Example.COM:9095")->port, "9095");
    EXPECT_EQ(parse_host("[::1]:80")->name, "::1");
    EXPECT_EQ(parse_host("localhost.")->name, "localhost");
    for (const char* bad : {"", ":80", "a:", "a:b", "a:123456", "[::1", "[::1]x", "[zz]", "a b", "a,b", "a/b", "a@b", "::1"})
        EXPECT_FALSE(parse_host(bad)) << bad;
}

TEST(Host, OnlyLoopbackSpellingsAreLoopback) {
    for (const char* name : {"localhost", "LOCALHOST", "plimsoll.localhost", "127.0.0.1", "127.9.8.7", "::1"})
        EXPECT_TRUE(is_loopback_name(name)) << name;
    for (const char* name : {"localhost.evil.com", "evil-localhost", "127.0.0.1.nip.io", "128.0.0.1", "0.0.0.0", "127.1", "2130706433",
                             "::", "::2", "10.0.0.1", ""})
        EXPECT_FALSE(is_loopback_name(name)) << name;
    EXPECT_TRUE(is_loopback_address("::ffff:127.0.0.1"));
    EXPECT_FALSE(is_loopback_address("::ffff:10.0.0.1"));
}

TEST(Host, EveryProxyHeaderTells) {
    for (const char* name : {"forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded"})
        EXPECT_TRUE(was_forwarded({{"host", "localhost"}, {name, "x"}})) << name;
    EXPECT_FALSE(was_forwarded({{"host", "localhost"}, {"x-other", "x"}, {"user-agent", "x"}}));
}

TEST(Host, APageOfAnotherSiteIsToldByOriginOrFetchMetadata) {
    const auto same = [](const char* origin, const char* host) { return is_same_site({{"origin", origin}, {"host", host}}); };
    EXPECT_TRUE(is_same_site({{"host", "localhost"}}));
    EXPECT_TRUE(same("http://localhost:9095", "localhost:9095"));
    EXPECT_TRUE(same("https://slo.example.com", "slo.example.com"));
    EXPECT_TRUE(same("https://slo.example.com", "SLO.example.com:443"));
    EXPECT_FALSE(same("http://localhost:3000", "localhost:9095"));
    EXPECT_FALSE(same("http://evil.example", "localhost:9095"));
    EXPECT_FALSE(same("null", "localhost:9095"));
    EXPECT_FALSE(same("", "localhost:9095"));
    EXPECT_FALSE(is_same_site({{"host", "localhost"}, {"sec-fetch-site", "cross-site"}}));
    EXPECT_TRUE(is_same_site({{"host", "localhost"}, {"sec-fetch-site", "same-origin"}}));
}

}  // namespace
}  // namespace plimsoll::http

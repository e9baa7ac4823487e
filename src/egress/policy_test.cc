#include "egress/policy.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstring>

namespace plimsoll::egress {
namespace {

std::optional<std::string> refusal_of(const std::string& text) {
    sockaddr_storage storage{};
    if (text.find(':') != std::string::npos) {
        auto* in = reinterpret_cast<sockaddr_in6*>(&storage);
        in->sin6_family = AF_INET6;
        EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &in->sin6_addr), 1) << text;
    } else {
        auto* in = reinterpret_cast<sockaddr_in*>(&storage);
        in->sin_family = AF_INET;
        EXPECT_EQ(inet_pton(AF_INET, text.c_str(), &in->sin_addr), 1) << text;
    }
    return refusal(reinterpret_cast<const sockaddr*>(&storage));
}

TEST(EgressPolicy, RefusesEveryAddressThatIsNotPublic) {
    for (const char* address :
         {"127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "172.16.0.1",
          "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.255", "169.254.169.254",
          "169.254.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.2.7",
          "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1", "::ffff:127.0.0.1",
          "::ffff:10.1.2.3", "::ffff:169.254.169.254", "::ffff:100.64.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1",
          "2002:7f00:1::", "2002:a9fe:a9fe::", "2001:db8::1", "2001:0:1::1", "100::1"})
        EXPECT_TRUE(refusal_of(address)) << address;
}

TEST(EgressPolicy, LetsPublicAddressesThroughUpToTheEdgesOfTheRanges) {
    for (const char* address :
         {"1.1.1.1", "9.255.255.255", "11.0.0.0", "126.255.255.255", "128.0.0.1", "100.63.255.255", "100.128.0.0",
          "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0",
          "223.255.255.255", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::", "fbff::1"})
        EXPECT_FALSE(refusal_of(address)) << address << ": " << refusal_of(address).value_or("");
}

TEST(EgressPolicy, NamesTheAddress) {
    EXPECT_EQ(refusal_of("127.0.0.1"), "127.0.0.1 is a loopback address");
    EXPECT_EQ(refusal_of("169.254.169.254"), "169.254.169.254 is a link-local address (cloud metadata lives there)");
    EXPECT_EQ(refusal_of("fd00::1"), "fd00::1 is a private address");
}

TEST(EgressPolicy, RefusesAFamilyItDoesNotKnow) {
    sockaddr_storage storage{};
    storage.ss_family = AF_UNIX;
    EXPECT_TRUE(refusal(reinterpret_cast<const sockaddr*>(&storage)));
}

}  // namespace
}  // namespace plimsoll::egress

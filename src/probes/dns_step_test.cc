#include <gtest/gtest.h>

#include "probes/checking_for_tests.h"

namespace plimsoll::probes {
namespace {

constexpr unsigned kA = 1;
constexpr unsigned kAuthoritative = 0x0400;
constexpr unsigned kTruncated = 0x0200;
constexpr unsigned kNoSuchName = 3;
const std::string kAddress("\xc0\x00\x02\x07", 4);  // 192.0.2.7

Probe ask(const TestResolver& resolver, Duration timeout = Duration::seconds(5)) {
    Step step;
    step.kind = Kind::dns;
    step.target = "shop.example";
    step.resolver = resolver.place();
    return probe_of(step, timeout);
}

TEST(DnsStep, AnAnswerWithTheRecordIsGood) {
    const TestResolver resolver([](const std::string& q, bool) { return dns_reply(q, kAuthoritative, {dns_record(kA, kAddress)}); });
    Probe probe = ask(resolver);
    probe.steps[0].authoritative = true;
    probe.steps[0].assertions = {{"answer", "", "192.0.2.7", "", "", {}, {}}, {"rcode", "", "NOERROR", "", "", {}, {}}};
    const CheckResult result = checked(probe);
    EXPECT_TRUE(result.good) << result.steps[0].failure;
}

TEST(DnsStep, WhatIsMissingIsNamed) {
    const TestResolver nobody([](const std::string& q, bool) { return dns_reply(q, kNoSuchName, {}); });
    const CheckResult result = checked(ask(nobody));
    EXPECT_EQ(result.steps[0].reason, "dns");
    EXPECT_EQ(result.steps[0].failure, "NXDOMAIN: the name shop.example does not exist");

    const TestResolver empty([](const std::string& q, bool) { return dns_reply(q, 0, {}); });
    EXPECT_EQ(checked(ask(empty)).steps[0].failure, "shop.example has no A record");

    const TestResolver hearsay([](const std::string& q, bool) { return dns_reply(q, 0, {dns_record(kA, kAddress)}); });
    Probe authoritative = ask(hearsay);
    authoritative.steps[0].authoritative = true;
    EXPECT_EQ(checked(authoritative).steps[0].failure, "the answer is not authoritative (AA is not set)");
    Probe other = ask(hearsay);
    other.steps[0].assertions = {{"answer", "", "192.0.2.8", "", "", {}, {}}};
    EXPECT_EQ(checked(other).steps[0].failure, "answer is \"192.0.2.7\", not \"192.0.2.8\"");
}

TEST(DnsStep, AnRcodeThatIsWantedIsGood) {
    const TestResolver nobody([](const std::string& q, bool) { return dns_reply(q, kNoSuchName, {}); });
    Probe probe = ask(nobody);
    probe.steps[0].assertions = {{"rcode", "", "NXDOMAIN", "", "", {}, {}}};
    EXPECT_TRUE(checked(probe).good);
}

TEST(DnsStep, ASilentResolver) {
    const TestResolver silent([](const std::string&, bool) { return std::string(); });
    const CheckResult result = checked(ask(silent, Duration::ms(200)));
    EXPECT_EQ(result.steps[0].reason, "timeout");
    EXPECT_EQ(result.steps[0].failure, "the resolver 127.0.0.1 did not answer to 1 question");
}

TEST(DnsStep, AForgedAnswerIsPassedOver) {
    const TestResolver forger([](const std::string& q, bool) {
        std::string other = q;
        other[0] = static_cast<char>(other[0] ^ 1);
        return dns_reply(other, 0, {dns_record(kA, kAddress)});
    });
    EXPECT_EQ(checked(ask(forger, Duration::ms(200))).steps[0].reason, "timeout");
}

TEST(DnsStep, AnAnswerThatDoesNotFitIsAskedForOverTcp) {
    const TestResolver resolver([](const std::string& q, bool over_tcp) {
        return over_tcp ? dns_reply(q, 0, {dns_record(kA, kAddress)}) : dns_reply(q, kTruncated, {});
    });
    const CheckResult result = checked(ask(resolver));
    EXPECT_TRUE(result.good) << result.steps[0].failure;
}

TEST(DnsStep, NothingListensAndPrivateResolvers) {
    std::string place;
    { place = TestListener(hold).place(); }
    Step step;
    step.kind = Kind::dns;
    step.target = "shop.example";
    step.resolver = place;
    EXPECT_EQ(checked(probe_of(step)).steps[0].reason, "connect");
    Probe probe = probe_of(step);
    probe.allow_private = false;
    EXPECT_EQ(checked(probe).steps[0].reason, "address");
}

}  // namespace
}  // namespace plimsoll::probes

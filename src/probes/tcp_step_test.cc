#include <gtest/gtest.h>

#include "probes/checking_for_tests.h"

namespace plimsoll::probes {
namespace {

Step tcp(const std::string& place) {
    Step step;
    step.kind = Kind::tcp;
    step.target = place;
    return step;
}
Assertion banner(const std::string& contains) {
    Assertion a;
    a.of = "banner";
    a.contains = contains;
    return a;
}

TEST(TcpStep, AConnectionAloneIsGood) {
    const TestListener server(hold);
    const CheckResult result = checked(probe_of(tcp(server.place())));
    EXPECT_TRUE(result.good) << result.steps[0].failure;
    EXPECT_EQ(result.steps[0].address, "127.0.0.1");
}

TEST(TcpStep, ABannerMayComeInPieces) {
    const TestListener server([](int connection) {
        say(connection, "220 mail.te");
        say(connection, "st ready\r\n");
        hold(connection);
    });
    Step step = tcp(server.place());
    step.assertions.push_back(banner("220 mail.test"));
    EXPECT_TRUE(checked(probe_of(step)).good);
}

TEST(TcpStep, WhatIsSentIsAnswered) {
    const TestListener server([](int connection) {
        char text[16] = "";
        if (::recv(connection, text, sizeof text, 0) > 0 && std::string(text).starts_with("PING")) say(connection, "+PONG\r\n");
        hold(connection);
    });
    Step step = tcp(server.place());
    step.send = "PING\r\n";
    step.assertions.push_back(banner(""));
    step.assertions[0].equals = "+PONG";
    EXPECT_TRUE(checked(probe_of(step)).good);
    step.send = "HELLO\r\n";
    const CheckResult silent = checked(probe_of(step, Duration::ms(200)));
    EXPECT_EQ(silent.steps[0].failure, "the server took the connection and said nothing");
    EXPECT_EQ(silent.steps[0].reason, "timeout");
}

TEST(TcpStep, AnotherBanner) {
    const TestListener says([](int connection) { say(connection, "554 go away\r\n"); ::shutdown(connection, SHUT_WR); hold(connection); });
    Step step = tcp(says.place());
    step.assertions.push_back(banner("220"));
    const CheckResult result = checked(probe_of(step));
    EXPECT_EQ(result.steps[0].reason, "assertion");
    EXPECT_EQ(result.steps[0].failure, "banner not a text with \"220\"");
    EXPECT_EQ(result.steps[0].excerpt, "554 go away");

    const TestListener stays([](int connection) { say(connection, "554 go away\r\n"); hold(connection); });
    step.target = stays.place();
    const CheckResult waits = checked(probe_of(step, Duration::ms(200)));
    EXPECT_EQ(waits.steps[0].failure, "what the server said in time is not it: banner not a text with \"220\"");
}

TEST(TcpStep, ABannerWithoutEndIsBounded) {
    const TestListener pours([](int connection) {
        const std::string much(16 << 10, 'x');
        while (::send(connection, much.data(), much.size(), MSG_NOSIGNAL) > 0) {
        }
    });
    Step step = tcp(pours.place());
    step.assertions.push_back(banner("220"));
    EXPECT_EQ(checked(probe_of(step)).steps[0].reason, "size");
}

TEST(TcpStep, NothingListensAndPrivateAddresses) {
    std::string place;
    { place = TestListener(hold).place(); }
    EXPECT_EQ(checked(probe_of(tcp(place))).steps[0].reason, "connect");
    Probe probe = probe_of(tcp(place));
    probe.allow_private = false;
    EXPECT_EQ(checked(probe).steps[0].reason, "address");
}

}  // namespace
}  // namespace plimsoll::probes

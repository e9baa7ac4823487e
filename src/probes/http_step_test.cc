#include <gtest/gtest.h>

#include "egress/test_receiver.h"
#include "probes/checking_for_tests.h"

namespace plimsoll::probes {
namespace {

using egress::TestReceiver;

Assertion asserts(const std::string& of, const std::string& key = "") {
    Assertion a;
    a.of = of;
    a.key = key;
    return a;
}

TEST(HttpStep, AnAnswerFrom200To399IsGoodUnlessAnAssertionSaysOtherwise) {
    const TestReceiver server([](const std::string& request) { return TestReceiver::reply(request.starts_with("GET /gone") ? 410 : 200, "fine"); });
    const CheckResult good = checked(probe_of(http_step(server.url())));
    EXPECT_TRUE(good.good);
    ASSERT_EQ(good.steps.size(), 1U);
    EXPECT_EQ(good.steps[0].status, 200);
    EXPECT_EQ(good.steps[0].address, "127.0.0.1");
    EXPECT_EQ(good.attempts, 1);

    const CheckResult gone = checked(probe_of(http_step(server.url("/gone"))));
    EXPECT_FALSE(gone.good);
    EXPECT_EQ(gone.steps[0].reason, "status");
    EXPECT_EQ(gone.steps[0].failure, "status 410, not 200 to 399");
    EXPECT_EQ(gone.steps[0].excerpt, "fine");

    Step wants_gone = http_step(server.url("/gone"));
    wants_gone.assertions.push_back(asserts("status"));
    wants_gone.assertions[0].equals = "410";
    EXPECT_TRUE(checked(probe_of(wants_gone)).good);
}

TEST(HttpStep, SendsWhatTheStepSays) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(204, ""); });
    Step step = http_step(server.url("/orders"));
    step.method = "POST";
    step.headers = {{"Content-Type", "application/json"}, {"X-Trial", "yes"}};
    step.body = R"({"order": 1})";
    ASSERT_TRUE(checked(probe_of(step)).good);
    const std::string request = server.requests().at(0);
    EXPECT_TRUE(request.starts_with("POST /orders HTTP/1.1\r\n")) << request;
    EXPECT_NE(request.find("X-Trial: yes\r\n"), std::string::npos);
    EXPECT_NE(request.find("User-Agent: plimsoll/test\r\n"), std::string::npos);
    EXPECT_TRUE(request.ends_with("\r\n\r\n{\"order\": 1}"));
}

TEST(HttpStep, APrivateAddressIsRefusedUnlessTheProbeAllowsIt) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(200, ""); });
    Probe probe = probe_of(http_step(server.url()));
    probe.allow_private = false;
    const CheckResult result = checked(probe);
    EXPECT_EQ(result.steps[0].reason, "address");
    EXPECT_EQ(result.steps[0].failure, "127.0.0.1 is a loopback address; set allowPrivate on the probe if it is meant to be reached");
    EXPECT_TRUE(server.requests().empty());
}

TEST(HttpStep, NothingListens) {
    int port = 0;
    { port = TestListener([](int) {}).port(); }
    const CheckResult result = checked(probe_of(http_step("http://127.0.0.1:" + std::to_string(port) + "/")));
    EXPECT_EQ(result.steps[0].reason, "connect");
    EXPECT_EQ(result.steps[0].failure, "the connection to 127.0.0.1 was refused: nothing listens there");
}

TEST(HttpStep, AServerThatAcceptsAndSaysNothing) {
    const TestListener server(hold);
    const CheckResult result = checked(probe_of(http_step("http://" + server.place()), Duration::ms(200)));
    EXPECT_EQ(result.steps[0].reason, "timeout");
    EXPECT_EQ(result.steps[0].failure, "no whole answer in time: 127.0.0.1 took the connection and said nothing");
    EXPECT_GE(result.took, Duration::ms(200));
}

TEST(HttpStep, ABodyThatNeverEnds) {
    const TestListener trickles([](int connection) {
        say(connection, "HTTP/1.1 200 OK\r\n\r\nfirst words");
        hold(connection);
    });
    const CheckResult slow = checked(probe_of(http_step("http://" + trickles.place()), Duration::ms(200)));
    EXPECT_EQ(slow.steps[0].reason, "timeout");
    EXPECT_EQ(slow.steps[0].failure, "no whole answer in time: the body did not end (11 bytes came)");
    EXPECT_EQ(slow.steps[0].excerpt, "first words");

    const TestListener pours([](int connection) {
        say(connection, "HTTP/1.1 200 OK\r\n\r\n");
        const std::string much(64 << 10, 'x');
        while (::send(connection, much.data(), much.size(), MSG_NOSIGNAL) > 0) {
        }
    });
    const CheckResult large = checked(probe_of(http_step("http://" + pours.place())));
    EXPECT_EQ(large.steps[0].reason, "size");
    EXPECT_EQ(large.steps[0].failure, "the body is longer than 1 MiB");
}

TEST(HttpStep, HeadersThatNeverEnd) {
    const TestListener server([](int connection) {
        say(connection, "HTTP/1.1 200 OK\r\n");
        while (::send(connection, "X-More: and more\r\n", 18, MSG_NOSIGNAL) > 0) {
        }
    });
    EXPECT_EQ(checked(probe_of(http_step("http://" + server.place()))).steps[0].reason, "size");
}

TEST(HttpStep, AConnectionThatClosesWithoutAnAnswer) {
    const TestListener server([](int connection) { ::shutdown(connection, SHUT_RDWR); });
    const CheckResult result = checked(probe_of(http_step("http://" + server.place())));
    EXPECT_FALSE(result.good);
    EXPECT_EQ(result.steps[0].reason, "answer") << result.steps[0].failure;
}

std::string moved(int status, const std::string& to) { return TestReceiver::reply(status, "", "Location: " + to + "\r\n"); }

TEST(HttpStep, RedirectsAreFollowedAsFarAsAllowed) {
    const TestReceiver server([](const std::string& request) {
        if (request.starts_with("GET /a ")) return moved(302, "/b");
        if (request.starts_with("GET /b ")) return moved(307, "c?x=1");
        return TestReceiver::reply(200, "there");
    });
    Step step = http_step(server.url("/a"));
    EXPECT_EQ(checked(probe_of(step)).steps[0].status, 302) << "not followed: the answer is the redirect";
    step.follow = 2;
    EXPECT_EQ(checked(probe_of(step)).steps[0].status, 200);
    EXPECT_TRUE(server.requests().back().starts_with("GET /c?x=1 "));
    step.follow = 1;
    const CheckResult result = checked(probe_of(step));
    EXPECT_EQ(result.steps[0].reason, "redirect");
    EXPECT_EQ(result.steps[0].failure, "more than 1 redirects; the last one led from 127.0.0.1");
}

TEST(HttpStep, ARedirectLoop) {
    const TestReceiver server([](const std::string& request) { return moved(302, request.starts_with("GET /a ") ? "/b" : "/a"); });
    Step step = http_step(server.url("/a"));
    step.follow = 20;
    const CheckResult result = checked(probe_of(step));
    EXPECT_EQ(result.steps[0].reason, "redirect");
    EXPECT_EQ(result.steps[0].failure, "the redirects of 127.0.0.1 go round in a circle");
    EXPECT_LT(server.requests().size(), 5U);
}

TEST(HttpStep, ARedirectMayNotLeadInwardOrToAnotherScheme) {
    const TestReceiver server([](const std::string& request) {
        return request.starts_with("GET /file ") ? moved(302, "file:///etc/passwd") : TestReceiver::reply(302, "");
    });
    Step step = http_step(server.url("/file"));
    step.follow = 5;
    EXPECT_EQ(checked(probe_of(step)).steps[0].failure, "the redirect leads to file:, not to http or https");
    step.target = server.url("/nowhere");
    EXPECT_EQ(checked(probe_of(step)).steps[0].failure, "status 302 without a Location");
}

TEST(HttpStep, CredentialsStayWithTheirOrigin) {
    const TestReceiver other([](const std::string&) { return TestReceiver::reply(200, ""); });
    const TestReceiver server([&](const std::string& request) {
        return request.starts_with("GET /here ") ? moved(302, "/again") : request.starts_with("GET /again ") ? moved(302, other.url("/there")) : TestReceiver::reply(500, "");
    });
    TestSecrets secrets;
    secrets.known["env:KEY"] = "s3cret-value";
    Step step = http_step(server.url("/here"));
    step.follow = 3;
    step.headers = {{"X-Key", "env:KEY"}, {"Authorization", "Basic Zm9v"}, {"X-Plain", "kept"}};
    ASSERT_TRUE(checked(probe_of(step), secrets).good);
    for (const std::string& request : server.requests()) {
        EXPECT_NE(request.find("X-Key: s3cret-value"), std::string::npos);
        EXPECT_NE(request.find("Authorization: Basic"), std::string::npos);
    }
    const std::string sent = other.requests().at(0);
    EXPECT_EQ(sent.find("s3cret"), std::string::npos);
    EXPECT_EQ(sent.find("Authorization"), std::string::npos);
    EXPECT_NE(sent.find("X-Plain: kept"), std::string::npos);
}

TEST(HttpStep, ABodyIsNotCarriedToAnotherHost) {
    const TestReceiver other([](const std::string&) { return TestReceiver::reply(200, ""); });
    const TestReceiver server([&](const std::string& request) { return moved(request.starts_with("POST /see ") ? 303 : 307, other.url("/there")); });
    Step step = http_step(server.url("/keep"));
    step.method = "POST";
    step.body = "password=1";
    step.follow = 3;
    EXPECT_EQ(checked(probe_of(step)).steps[0].reason, "redirect");
    EXPECT_TRUE(other.requests().empty());
    step.target = server.url("/see");
    EXPECT_TRUE(checked(probe_of(step)).good);
    EXPECT_TRUE(other.requests().at(0).starts_with("GET /there "));
}

TEST(HttpStep, SecretsAreBlottedOutOfWhatIsKept) {
    const TestReceiver echo([](const std::string& request) { return TestReceiver::reply(500, "you sent " + request); });
    TestSecrets secrets;
    secrets.known["env:TOKEN"] = "Bearer abcdefgh123";
    Step step = http_step(echo.url());
    step.headers = {{"Authorization", "env:TOKEN"}};
    const CheckResult result = checked(probe_of(step), secrets);
    EXPECT_EQ(result.steps[0].excerpt.find("abcdefgh123"), std::string::npos) << result.steps[0].excerpt;
    EXPECT_NE(result.steps[0].excerpt.find("***"), std::string::npos);
}

TEST(HttpStep, ASecretThatIsNotThereIsNamedAndNothingIsSent) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(200, ""); });
    Step step = http_step(server.url());
    step.headers = {{"Authorization", "env:MISSING"}};
    const CheckResult result = checked(probe_of(step));
    EXPECT_EQ(result.steps[0].reason, "secret");
    EXPECT_NE(result.steps[0].failure.find("env:MISSING"), std::string::npos);
    EXPECT_TRUE(server.requests().empty());
}

TEST(HttpStep, AJourneyCarriesWhatItCaptured) {
    const TestReceiver server([](const std::string& request) {
        if (request.starts_with("POST /login ")) return TestReceiver::reply(200, R"({"session": {"token": "a/b c"}})", "X-User: u7\r\n");
        return TestReceiver::reply(200, "order 42 of u7");
    });
    Step login = http_step(server.url("/login"));
    login.name = "login";
    login.method = "POST";
    login.body = "user=probe";
    login.captures = {{"token", "json", "$.session.token"}, {"user", "header", "X-User"}};
    Step order = http_step(server.url("/orders/${token}"));
    order.name = "order";
    order.headers = {{"X-Session", "${token}"}};
    order.assertions.push_back(asserts("body"));
    order.assertions[0].contains = "order 42";
    Probe probe = probe_of(login);
    probe.steps.push_back(order);
    const CheckResult result = checked(probe);
    ASSERT_EQ(result.steps.size(), 2U);
    EXPECT_TRUE(result.good) << result.steps[1].failure;
    EXPECT_TRUE(server.requests().at(1).starts_with("GET /orders/a%2Fb%20c HTTP/1.1")) << server.requests().at(1);
    EXPECT_NE(server.requests().at(1).find("X-Session: a/b c\r\n"), std::string::npos);
}

TEST(HttpStep, AJourneyEndsWhereItFails) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(200, "{}"); });
    Step login = http_step(server.url("/login"));
    login.name = "login";
    login.captures = {{"token", "json", "$.token"}};
    Step order = http_step(server.url("/orders"));
    order.name = "order";
    Probe probe = probe_of(login);
    probe.steps.push_back(order);
    const CheckResult result = checked(probe);
    EXPECT_FALSE(result.good);
    ASSERT_EQ(result.steps.size(), 1U);
    EXPECT_EQ(result.steps[0].reason, "capture");
    EXPECT_EQ(result.steps[0].failure, "token cannot be captured: the body has no $.token");
}

TEST(HttpStep, AFailureIsTriedAgainWithinTheTimeOut) {
    std::atomic<int> requests{0};
    const TestReceiver server([&](const std::string&) { return TestReceiver::reply(++requests < 2 ? 503 : 200, ""); });
    Probe probe = probe_of(http_step(server.url()));
    probe.retries = 3;
    const CheckResult result = checked(probe);
    EXPECT_TRUE(result.good);
    EXPECT_EQ(result.attempts, 2);

    requests = -100;
    probe.timeout = Duration::ms(900);
    const CheckResult short_of_time = checked(probe);
    EXPECT_FALSE(short_of_time.good);
    EXPECT_EQ(short_of_time.attempts, 1) << "half a second of pause and as much for the attempt do not fit";
}

TEST(HttpStep, ACapturedLineBreakIsNoSecondHeader) {
    const TestReceiver server([](const std::string&) { return TestReceiver::reply(200, R"({"v": "a\r\nX-Injected: 1"})"); });
    Step first = http_step(server.url("/first"));
    first.name = "first";
    first.captures = {{"v", "json", "$.v"}};
    Step second = http_step(server.url("/second"));
    second.name = "second";
    second.headers = {{"X-V", "${v}"}};
    Probe probe = probe_of(first);
    probe.steps.push_back(second);
    const CheckResult result = checked(probe);
    ASSERT_EQ(result.steps.size(), 2U);
    EXPECT_EQ(result.steps[1].reason, "capture");
    EXPECT_EQ(server.requests().size(), 1U);
}

}  // namespace
}  // namespace plimsoll::probes

#include "egress/curl_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <cstdlib>
#include <future>

#include "egress/test_receiver.h"

namespace plimsoll::egress {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ClientSettings settings() {
    ClientSettings s;
    s.user_agent = "plimsoll/test";
    return s;
}

HttpRequest get(const std::string& url) {
    HttpRequest request;
    request.url = url;
    request.bulkhead = "pager";
    request.allow_private_addresses = true;
    return request;
}

Result<HttpResponse> sent(CurlClient& client, HttpRequest request) {
    std::promise<Result<HttpResponse>> promise;
    auto future = promise.get_future();
    client.send(std::move(request), [&](Result<HttpResponse> r) { promise.set_value(std::move(r)); });
    return future.get();
}

/// Holds connections until opened.
class Gate {
public:
    void wait() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return open_; });
    }
    void until_waiting(int n) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ >= n; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    int waiting() {
        const std::lock_guard lock(mutex_);
        return waiting_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

TEST(CurlClient, PostsBodyAndHeadersAndReadsTheAnswer) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(202, "taken", "Retry-After: 7\r\nX-A:  b \r\n"); });
    CurlClient client(settings());
    HttpRequest request = get(receiver.url("/hook"));
    request.method = "POST";
    request.headers = {{"webhook-id", "page_1"}, {"Content-Type", "application/json"}};
    request.body = R"({"a":1})";
    const auto response = sent(client, request);
    ASSERT_TRUE(response) << response.error().report();
    EXPECT_EQ(response->status, 202);
    EXPECT_EQ(response->body, "taken");
    EXPECT_EQ(response->headers.at("retry-after"), "7");
    EXPECT_EQ(response->headers.at("x-a"), "b");
    EXPECT_EQ(response->remote_address, "127.0.0.1");
    const std::string seen = receiver.requests().at(0);
    EXPECT_THAT(seen, HasSubstr("POST /hook HTTP/1.1\r\n"));
    EXPECT_THAT(seen, HasSubstr("webhook-id: page_1\r\n"));
    EXPECT_THAT(seen, HasSubstr("User-Agent: plimsoll/test\r\n"));
    EXPECT_THAT(seen, HasSubstr("\r\n\r\n{\"a\":1}"));
}

TEST(CurlClient, DoesNotFollowRedirects) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(302, "", "Location: http://127.0.0.1:1/\r\n"); });
    CurlClient client(settings());
    EXPECT_EQ(sent(client, get(receiver.url()))->status, 302);
    EXPECT_EQ(receiver.requests().size(), 1u);
}

TEST(CurlClient, RefusesLoopbackUnlessAllowedAndNamesAddressAndRemedy) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, ""); });
    CurlClient client(settings());
    for (const std::string host : {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"}) {
        HttpRequest request = get("http://" + host + ":" + std::to_string(receiver.port()) + "/token-in-path");
        request.allow_private_addresses = false;
        const auto response = sent(client, request);
        ASSERT_FALSE(response) << host;
        EXPECT_TRUE(response.error().is(errors::invalid)) << response.error().report();
        EXPECT_THAT(response.error().detail(), HasSubstr("loopback address"));
        EXPECT_THAT(response.error().detail(), HasSubstr("allowPrivate"));
        EXPECT_THAT(response.error().detail(), Not(HasSubstr("token-in-path")));
    }
    EXPECT_TRUE(receiver.requests().empty());
}

TEST(CurlClient, AnAllowedConnectionIsNotReusedByOneThatIsNotAllowed) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, ""); });
    CurlClient client(settings());
    ASSERT_TRUE(sent(client, get(receiver.url())));
    HttpRequest second = get(receiver.url());
    second.allow_private_addresses = false;
    EXPECT_TRUE(sent(client, second).error().is(errors::invalid));
}

TEST(CurlClient, IgnoresAProxyFromTheEnvironment) {
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, "direct"); });
    CurlClient client(settings());
    const auto response = sent(client, get(receiver.url()));
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "direct");
}

TEST(CurlClient, RefusesOtherSchemesAndBrokenUrls) {
    CurlClient client(settings());
    for (const char* url : {"file:///etc/passwd", "gopher://x/", "ftp://x/", "dict://x/", "smtp://x/", "", "http://", "http://a b/",
                            "http://x/\r\nHost: y", "no scheme at all"}) {
        const auto response = sent(client, get(url));
        ASSERT_FALSE(response) << url;
        EXPECT_TRUE(response.error().is(errors::invalid)) << url << ": " << response.error().report();
    }
}

TEST(CurlClient, RefusesHeadersThatWouldInjectOthers) {
    CurlClient client(settings());
    HttpRequest request = get("http://127.0.0.1:1/");
    request.headers = {{"X-A", "b\r\nX-Evil: 1"}};
    EXPECT_TRUE(sent(client, request).error().is(errors::invalid));
    request.headers = {{"X A", "b"}};
    EXPECT_TRUE(sent(client, request).error().is(errors::invalid));
    request.headers.clear();
    request.method = "GET / HTTP/1.1\r\nX: y";
    EXPECT_TRUE(sent(client, request).error().is(errors::invalid));
}

TEST(CurlClient, SaysUnreachableWhenNothingWasSentAndUnavailableWhenItMayHaveBeen) {
    int closed_port = 0;
    {
        const TestReceiver gone([](const std::string&) { return ""; });
        closed_port = gone.port();
    }
    TestReceiver hangs_up([](const std::string&) { return ""; });
    CurlClient client(settings());
    EXPECT_TRUE(sent(client, get("http://127.0.0.1:" + std::to_string(closed_port))).error().is(errors::unreachable));
    EXPECT_TRUE(sent(client, get("http://no-such-name.invalid/")).error().is(errors::unreachable));
    HttpRequest never_shakes_hands = get("https://127.0.0.1:" + std::to_string(hangs_up.port()));
    never_shakes_hands.timeout = Duration::ms(50);
    EXPECT_TRUE(sent(client, never_shakes_hands).error().is(errors::unreachable));
    EXPECT_TRUE(sent(client, get(hangs_up.url())).error().is(errors::unavailable));
}

TEST(CurlClient, TimesOut) {
    Gate gate;
    TestReceiver receiver([&](const std::string&) { gate.wait(); return std::string(); });
    CurlClient client(settings());
    HttpRequest request = get(receiver.url());
    request.timeout = Duration::ms(50);
    const auto response = sent(client, request);
    gate.open();
    EXPECT_TRUE(response.error().is(errors::unavailable));
    EXPECT_THAT(response.error().detail(), HasSubstr("time-out"));
}

TEST(CurlClient, CutsAnAnswerAtOneMebibyte) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, std::string(3 << 20, 'x')); });
    CurlClient client(settings());
    const auto response = sent(client, get(receiver.url()));
    ASSERT_TRUE(response) << response.error().report();
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body.size(), 1u << 20);
}

TEST(CurlClient, ReadsAsMuchAsIsAskedForAndSaysThatItWasCut) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, std::string(3 << 20, 'x')); });
    CurlClient client(settings());
    HttpRequest request = get(receiver.url());
    request.body_limit = 4 << 20;
    const auto whole = sent(client, request);
    ASSERT_TRUE(whole) << whole.error().report();
    EXPECT_EQ(whole->body.size(), 3u << 20);
    EXPECT_FALSE(whole->cut);
    request.body_limit = 10;
    const auto part = sent(client, request);
    ASSERT_TRUE(part) << part.error().report();
    EXPECT_EQ(part->body.size(), 10u);
    EXPECT_TRUE(part->cut);
}

TEST(CurlClient, ConnectionsAreKeptForThoseWhoAskOnly) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, "x"); }, TestReceiver::Connections::keep);
    CurlClient client(settings());
    HttpRequest kept = get(receiver.url());
    kept.keep_alive = true;
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(sent(client, kept));
    EXPECT_EQ(receiver.accepted(), 1);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(sent(client, get(receiver.url())));
    EXPECT_EQ(receiver.accepted(), 4);
}

TEST(CurlClient, AKeptConnectionInwardIsOfNoUseToWhoMayNotGoThere) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, "secret"); }, TestReceiver::Connections::keep);
    CurlClient client(settings());
    HttpRequest allowed = get(receiver.url());
    allowed.keep_alive = true;
    ASSERT_TRUE(sent(client, allowed));
    HttpRequest not_allowed = allowed;
    not_allowed.allow_private_addresses = false;
    const auto refused = sent(client, not_allowed);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(errors::invalid)) << refused.error().report();
    EXPECT_THAT(refused.error().detail(), HasSubstr("loopback"));
    EXPECT_EQ(receiver.requests().size(), 1u);
}

TEST(CurlClient, AKeptConnectionThatThePeerClosedIsMadeAnew) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, "x"); });
    CurlClient client(settings());
    HttpRequest kept = get(receiver.url());
    kept.keep_alive = true;
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(sent(client, kept));
    EXPECT_EQ(receiver.accepted(), 3);
}

TEST(CurlClient, AClientCertificateThatCannotBeReadIsSaidSo) {
    TestReceiver receiver([](const std::string&) { return TestReceiver::reply(200, ""); });
    CurlClient client(settings());
    HttpRequest request = get("https://127.0.0.1:" + std::to_string(receiver.port()));
    request.client_cert = "/nowhere/cert.pem";
    const auto response = sent(client, request);
    ASSERT_FALSE(response);
    EXPECT_TRUE(response.error().is(errors::unreachable)) << response.error().report();
    EXPECT_THAT(response.error().detail(), HasSubstr("certificate"));
}

TEST(CurlClient, GivesUpOnAFloodOfHeaders) {
    TestReceiver receiver([](const std::string&) {
        std::string headers;
        for (int i = 0; i < 2000; ++i) headers += "X-" + std::to_string(i) + ": " + std::string(60, 'y') + "\r\n";
        return TestReceiver::reply(200, "", headers);
    });
    CurlClient client(settings());
    EXPECT_THAT(sent(client, get(receiver.url())).error().detail(), HasSubstr("64 KiB"));
}

TEST(CurlClient, ABulkheadHoldsFourInFlightAndDoesNotDelayAnother) {
    Gate gate;
    TestReceiver slow([&](const std::string&) { gate.wait(); return TestReceiver::reply(200, ""); });
    TestReceiver quick([](const std::string&) { return TestReceiver::reply(200, ""); });
    CurlClient client(settings());
    std::atomic<int> ended{0};
    for (int i = 0; i < 10; ++i) client.send(get(slow.url()), [&](Result<HttpResponse>) { ++ended; });
    gate.until_waiting(4);
    HttpRequest other = get(quick.url());
    other.bulkhead = "other";
    EXPECT_TRUE(sent(client, other));
    EXPECT_EQ(gate.waiting(), 4);
    EXPECT_EQ(ended, 0);
    gate.open();
    EXPECT_TRUE(sent(client, get(slow.url())));
}

TEST(CurlClient, AFullBulkheadSaysBusyAndDestructionEndsEveryoneElse) {
    Gate gate;
    TestReceiver slow([&](const std::string&) { gate.wait(); return std::string(); });
    std::atomic<int> busy{0};
    std::atomic<int> stopped{0};
    {
        ClientSettings few = settings();
        few.max_waiting = 10;
        CurlClient client(few);
        std::promise<void> all_refused;
        for (int i = 0; i < 20; ++i)
            client.send(get(slow.url()), [&](Result<HttpResponse> r) {
                if (r.error().is(errors::busy) && ++busy == 6) all_refused.set_value();
                if (r.error().is(errors::unavailable)) ++stopped;
            });
        all_refused.get_future().wait();
    }
    gate.open();
    EXPECT_EQ(busy, 6);
    EXPECT_EQ(stopped, 14);
}

}  // namespace
}  // namespace plimsoll::egress

#include "http/server.h"

#include <atomic>
#include <mutex>

#include "http/server_for_tests.h"

namespace plimsoll::http {
namespace {

TEST_F(ServerTest, AnswersARequest) {
    start();
    RawClient client(port());
    const RawReply reply = client.ask(get("/hello/w%C3%B6rld"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "hello wörld");
    for (const char* header : {"Content-Type: text/plain", "X-Content-Type-Options: nosniff", "Cache-Control: no-store", "Date: ",
                               "Content-Security-Policy: default-src 'none'", "Referrer-Policy: no-referrer"})
        EXPECT_TRUE(reply.has(header)) << header;
}

TEST_F(ServerTest, AnswersManyRequestsOfOneConnectionInOrder) {
    start();
    RawClient client(port());
    std::string pipeline;
    for (int i = 0; i < 200; ++i) pipeline += i % 2 ? get("/hello/" + std::to_string(i)) : post("/echo", "body " + std::to_string(i));
    client.send(pipeline);
    for (int i = 0; i < 200; ++i) {
        const RawReply reply = client.reply();
        ASSERT_EQ(reply.status, 200) << i;
        ASSERT_EQ(reply.body, (i % 2 ? "hello " : "body ") + std::to_string(i));
    }
}

TEST_F(ServerTest, ReadsBodiesOfEverySizeAndShape) {
    start();
    RawClient client(port());
    for (const std::size_t size : {0u, 1u, 4095u, 65535u, 65536u, 65537u, 200'000u, 1'000'000u}) {
        const std::string body(size, 'b');
        EXPECT_EQ(client.ask(post("/echo", body)).body, body) << size;
    }
    const RawReply chunked = client.ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        "3\r\nabc\r\n0\r\n\r\n");
    EXPECT_EQ(chunked.body, "abc");
}

TEST_F(ServerTest, HeadGivesTheHeaderOfGet) {
    start();
    RawClient client(port());
    const RawReply reply = client.ask("HEAD /hello/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\n\r\n", true);
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(reply.has("Content-Length: 7"));
    EXPECT_EQ(client.ask(get("/hello/y")).body, "hello y") << "nothing of a body was in between";
}

TEST_F(ServerTest, RefusesWithProblems) {
    start();
    RawClient client(port());
    RawReply reply = client.ask(get("/nowhere"));
    EXPECT_EQ(reply.status, 404);
    EXPECT_TRUE(reply.has("application/problem+json"));
    EXPECT_NE(reply.body.find("\"code\":\"http.not_found\""), std::string::npos);
    reply = client.ask("DELETE /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(reply.status, 405);
    EXPECT_TRUE(reply.has("Allow: POST\r\n"));
    reply = client.ask("GET /hello/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(reply.status, 401);
    EXPECT_TRUE(reply.has("WWW-Authenticate: Bearer"));
    reply = client.ask(get("/hello/%zz"));
    EXPECT_EQ(reply.status, 400);
    reply = client.ask("GET /hello/x HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    EXPECT_EQ(reply.status, 421);
}

TEST_F(ServerTest, AMissingRightIsForbiddenAndNamed) {
    rows[1].right = api::Right::edit;
    start();
    RawClient client(port());
    const RawReply reply = client.ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer viewer\r\nContent-Length: 2\r\n\r\nhi");
    EXPECT_EQ(reply.status, 403);
    EXPECT_NE(reply.body.find("`edit`"), std::string::npos);
}

TEST_F(ServerTest, ARefusalBeforeTheBodyClosesTheConnectionInsteadOfReadingItAsARequest) {
    start();
    RawClient client(port());
    const std::string smuggled = get("/hello/smuggled");
    client.send("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(smuggled.size()) + "\r\n\r\n" + smuggled);
    EXPECT_EQ(client.reply().status, 404);
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, AHandlersExceptionCostsOnlyItsRequest) {
    rows.push_back(test_row(api::Method::get, "/throw", [](const api::Request&) -> Result<api::Reply> { throw std::runtime_error("secret detail"); }));
    start();
    RawClient client(port());
    const RawReply reply = client.ask(get("/throw"));
    EXPECT_EQ(reply.status, 500);
    EXPECT_NE(reply.body.find("\"incident\":\""), std::string::npos);
    EXPECT_EQ(reply.body.find("secret detail"), std::string::npos);
    EXPECT_EQ(client.ask(get("/hello/x")).status, 200);
}

TEST_F(ServerTest, ALineBreakInAHandlersHeaderIsNotSent) {
    rows.push_back(test_row(api::Method::get, "/split", [](const api::Request&) -> Result<api::Reply> {
        api::Reply reply = text_reply("");
        reply.headers.emplace_back("X-A", "1\r\nX-Evil: 1");
        return reply;
    }));
    start();
    RawClient client(port());
    const RawReply reply = client.ask(get("/split"));
    EXPECT_EQ(reply.status, 500);
    EXPECT_FALSE(reply.has("X-Evil"));
}

TEST_F(ServerTest, AHandlersErrorIsAProblem) {
    rows.push_back(test_row(api::Method::get, "/wrong", [](const api::Request&) -> Result<api::Reply> {
        return fail(plimsoll::errors::invalid, "", {{"/a", "is wrong", ""}, {"/b", "too", ""}});
    }));
    start();
    RawClient client(port());
    const RawReply reply = client.ask(get("/wrong"));
    EXPECT_EQ(reply.status, 422);
    EXPECT_NE(reply.body.find("\"pointer\":\"/b\""), std::string::npos);
}

TEST_F(ServerTest, AnUnchangedEtagSavesTheBody) {
    rows.push_back(test_row(api::Method::get, "/tagged", [](const api::Request&) -> Result<api::Reply> {
        api::Reply reply = text_reply("long body");
        reply.etag = "v7";
        return reply;
    }));
    start();
    RawClient client(port());
    EXPECT_TRUE(client.ask(get("/tagged")).has("ETag: \"v7\"\r\n"));
    for (const char* match : {"\"v7\"", "W/\"v7\"", "\"v6\", \"v7\"", "*"}) {
        const RawReply reply = client.ask(get("/tagged", "If-None-Match: " + std::string(match) + "\r\n"));
        EXPECT_EQ(reply.status, 304) << match;
        EXPECT_TRUE(reply.has("ETag: \"v7\""));
        EXPECT_FALSE(reply.has("Content-Length"));
    }
    EXPECT_EQ(client.ask(get("/tagged", "If-None-Match: \"v6\"\r\n")).body, "long body");
}

TEST_F(ServerTest, ARepeatedIdempotencyKeyReplaysTheAnswer) {
    std::atomic<int> done{0};
    rows.push_back(test_row(api::Method::post, "/order", [&](const api::Request&) -> Result<api::Reply> {
        return text_reply("order " + std::to_string(++done));
    }));
    start();
    RawClient client(port());
    const std::string key = "Idempotency-Key: k-1\r\n";
    EXPECT_EQ(client.ask(post("/order", "a", key)).body, "order 1");
    const RawReply again = client.ask(post("/order", "a", key));
    EXPECT_EQ(again.body, "order 1");
    EXPECT_TRUE(again.has("Idempotency-Replayed: true"));
    EXPECT_EQ(client.ask(post("/order", "b", key)).status, 422);
    EXPECT_EQ(client.ask(post("/order", "a", "Idempotency-Key: k-2\r\n")).body, "order 2");
    EXPECT_EQ(client.ask(post("/order", "a", "Idempotency-Key: a b\r\n")).status, 400);
    EXPECT_EQ(done.load(), 2);
}

TEST_F(ServerTest, KeysOfStrangersDoNotMakeTheServerForgetThoseOfOthers) {
    std::atomic<int> done{0};
    rows.push_back(test_row(api::Method::post, "/order", [&](const api::Request&) -> Result<api::Reply> {
        return text_reply("order " + std::to_string(++done));
    }));
    rows.push_back(test_row(api::Method::post, "/sign-in", [](const api::Request&) -> Result<api::Reply> { return text_reply("no"); }));
    rows.back().needs_no_right = true;
    ports.idempotency = std::make_shared<MemoryIdempotencyStore>(IdempotencyBounds{2, 1'000, Duration::hours(1)});
    start();
    RawClient client(port());
    EXPECT_EQ(client.ask(post("/order", "a", "Idempotency-Key: k-1\r\n")).body, "order 1");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(client.ask(post("/sign-in", "x", "Idempotency-Key: s-" + std::to_string(i) + "\r\n")).body, "no");
    EXPECT_EQ(client.ask(post("/order", "a", "Idempotency-Key: k-1\r\n")).body, "order 1");
    EXPECT_TRUE(client.ask(post("/sign-in", "x", "Idempotency-Key: s-2\r\n")).has("Idempotency-Replayed: true"));
}

TEST_F(ServerTest, ReplyWaitsUntilItsEventIsDurable) {
    std::mutex mutex;
    std::function<void(Result<>)> release;
    std::promise<void> asked;
    ports.when_durable = [&](std::uint64_t seq, std::function<void(Result<>)> done) {
        EXPECT_EQ(seq, 42u);
        const std::lock_guard lock(mutex);
        release = std::move(done);
        asked.set_value();
    };
    rows.push_back(test_row(api::Method::post, "/change", [](const api::Request&) -> Result<api::Reply> {
        api::Reply reply = text_reply("done");
        reply.after_seq = 42;
        return reply;
    }));
    start();
    RawClient client(port());
    client.send(post("/change", ""));
    asked.get_future().wait();
    EXPECT_FALSE(client.receive(std::chrono::milliseconds(100))) << "nothing may be said before it is durable";
    RawClient other(port());
    EXPECT_EQ(other.ask(get("/hello/x")).status, 200) << "nobody else waits for it";
    std::thread([&] { release({}); }).join();
    EXPECT_EQ(client.reply().body, "done");
}

TEST_F(ServerTest, AFailedCommitIsSaidWithRetryAfter) {
    ports.when_durable = [](std::uint64_t, std::function<void(Result<>)> done) { done(fail(plimsoll::errors::io, "disk full")); };
    rows.push_back(test_row(api::Method::post, "/change", [](const api::Request&) -> Result<api::Reply> {
        api::Reply reply = text_reply("done");
        reply.after_seq = 42;
        return reply;
    }));
    start();
    RawClient client(port());
    const RawReply reply = client.ask(post("/change", "", "Idempotency-Key: k\r\n"));
    EXPECT_EQ(reply.status, 503);
    EXPECT_TRUE(reply.has("Retry-After: "));
    EXPECT_FALSE(client.ask(post("/change", "", "Idempotency-Key: k\r\n")).has("Idempotency-Replayed")) << "it may be tried again";
}

api::Route async_row(api::AsyncHandler handler) {
    api::Route row = test_row(api::Method::get, "/async", {});
    row.async_handler = std::move(handler);
    return row;
}

TEST_F(ServerTest, AnAsyncHandlerAnswersFromAnotherThread) {
    std::vector<std::thread> threads;
    rows.push_back(async_row([&](api::Request request, api::Done done) {
        threads.emplace_back([request = std::move(request), done = std::move(done)] { done(text_reply("later " + request.query.begin()->second)); });
    }));
    start();
    RawClient client(port());
    for (int i = 0; i < 50; ++i) EXPECT_EQ(client.ask(get("/async?i=" + std::to_string(i))).body, "later " + std::to_string(i));
    for (auto& thread : threads) thread.join();
}

TEST_F(ServerTest, AnAsyncHandlerMayAnswerAfterTheClientLeftAndAfterTheServerStopped) {
    std::promise<api::Done> first;
    std::promise<api::Done> second;
    rows.push_back(async_row([&](api::Request request, api::Done done) {
        (request.query_value("i") == "1" ? first : second).set_value(std::move(done));
    }));
    settings.limits.shutdown_time = std::chrono::milliseconds(50);
    start();
    RawClient client(port());
    client.send(get("/async?i=1"));
    api::Done answer = first.get_future().get();
    client.leave();
    answer(text_reply("too late"));
    RawClient other(port());
    EXPECT_EQ(other.ask(get("/hello/x")).status, 200);
    other.send(get("/async?i=2"));
    answer = second.get_future().get();
    server.reset();
    answer(text_reply("too late"));
}

TEST_F(ServerTest, AHandlerThatLetsGoOfItsRequestIsAnsweredFor) {
    rows.push_back(async_row([](api::Request, api::Done) {}));
    start();
    RawClient client(port());
    EXPECT_EQ(client.ask(get("/async")).status, 500);
}

TEST_F(ServerTest, AHandlerThatNeverAnswersIsGivenUp) {
    std::vector<api::Done> kept;
    rows.push_back(async_row([&](api::Request, api::Done done) { kept.push_back(std::move(done)); }));
    settings.limits.reply_time = std::chrono::milliseconds(100);
    start();
    RawClient client(port());
    const RawReply reply = client.ask(get("/async"));
    EXPECT_EQ(reply.status, 504);
    EXPECT_TRUE(reply.has("Connection: close"));
    EXPECT_TRUE(client.at_end());
    for (const auto& done : kept) done(text_reply("too late"));
}

TEST_F(ServerTest, StoppingFinishesWhatIsInFlight) {
    std::promise<api::Done> asked;
    rows.push_back(async_row([&](api::Request, api::Done done) { asked.set_value(std::move(done)); }));
    start();
    RawClient client(port());
    RawClient idle(port());
    EXPECT_EQ(idle.ask(get("/hello/x")).status, 200);
    client.send(get("/async"));
    const api::Done answer = asked.get_future().get();
    std::thread stopping([&] { server->stop(); });
    EXPECT_TRUE(idle.at_end()) << "an idle connection is closed at once";
    answer(text_reply("finished"));
    const RawReply reply = client.reply();
    EXPECT_EQ(reply.body, "finished");
    EXPECT_TRUE(reply.has("Connection: close"));
    stopping.join();
}

TEST_F(ServerTest, APortInUseIsNamedWithARemedy) {
    start();
    settings.listen = "127.0.0.1:" + std::to_string(port());
    const auto second = Server::start(settings, rows, ports);
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().detail().find("port " + std::to_string(port())), std::string::npos);
    EXPECT_NE(second.error().detail().find("in use"), std::string::npos);
    EXPECT_FALSE(second.error().kind().remedy.empty());
}

TEST_F(ServerTest, AnAddressThatIsNoneIsRefused) {
    for (const char* listen : {"", "9095", "127.0.0.1", "example.com:80", "127.0.0.1:99999", "127.0.0.1:x", "8.8.8.8:0"}) {
        settings.listen = listen;
        EXPECT_FALSE(Server::start(settings, rows, ports)) << listen;
    }
    settings.listen = "[::1]:0";
    const auto v6 = Server::start(settings, rows, ports);
    if (v6) { EXPECT_TRUE((*v6)->url().starts_with("http://[::1]:")); }
}

TEST_F(ServerTest, DuplicateAndUntypedRowsAreRefusedAtStart) {
    rows.push_back(rows.front());
    EXPECT_FALSE(Server::start(settings, rows, ports));
    rows.back() = test_row(api::Method::get, "/untyped", rows.front().handler);
    rows.back().reply = api::no_body();
    EXPECT_FALSE(Server::start(settings, rows, ports));
}

TEST_F(ServerTest, ServesItsOwnRows) {
    std::atomic<bool> ready{false};
    ports.ready = [&] { return std::vector<ReadyCheck>{{"log", true, ""}, {"catalog", ready.load(), "no folder"}}; };
    start();
    RawClient client(port());
    const std::string nobody = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    EXPECT_EQ(client.ask("GET /healthz" + nobody).body, "ok\n");
    RawReply reply = client.ask("GET /readyz" + nobody);
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.body, "ok   log\nFAIL catalog: no folder\n");
    ready = true;
    EXPECT_EQ(client.ask("GET /readyz" + nobody).status, 200);
    reply = client.ask("GET /api/v1/openapi.json" + nobody);
    EXPECT_NE(reply.body.find("\"/hello/{name}\""), std::string::npos);
    EXPECT_NE(reply.body.find("\"/healthz\""), std::string::npos);
    client.ask(get("/hello/x"));
    reply = client.ask("GET /metrics" + nobody);
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find("plimsoll_http_requests_total{route=\"GET /hello/{name}\",status=\"2xx\"} 1\n"), std::string::npos) << reply.body;
    EXPECT_NE(reply.body.find("plimsoll_http_request_duration_seconds_bucket"), std::string::npos);
}

TEST_F(ServerTest, RowsAboutCandidatesAreOneInTheMetrics) {
    rows.push_back(test_row(api::Method::get, "/decision", [](const api::Request&) -> Result<api::Reply> { return text_reply("no"); }));
    rows.back().right = api::Right::hire;
    start();
    RawClient client(port());
    client.ask(get("/decision"));
    const std::string told = client.ask("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").body;
    EXPECT_NE(told.find("plimsoll_http_requests_total{route=\"hiring\""), std::string::npos) << told;
    EXPECT_EQ(told.find("decision"), std::string::npos) << "which of them was asked says what became of somebody";
}

TEST_F(ServerTest, SpeaksToOldClients) {
    start();
    RawClient client(port());
    const RawReply reply = client.ask("GET /hello/x HTTP/1.0\r\nAuthorization: Bearer admin\r\n\r\n");
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, TellsAClientThatAsksToGoOnWithItsBody) {
    start();
    RawClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    ASSERT_TRUE(client.receive_until("100 Continue\r\n\r\n"));
    client.unread.clear();
    client.send("hi");
    EXPECT_EQ(client.reply().body, "hi");
    RawClient refused(port());
    EXPECT_EQ(refused.ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n").status, 401)
        << "without asking for the body";
}

TEST_F(ServerTest, ManyClientsAtOnceAreAllAnswered) {
    start();
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            RawClient client(port());
            for (int i = 0; i < 100; ++i) {
                const std::string body = std::to_string(t) + "/" + std::to_string(i);
                if (client.ask(post("/echo", body)).body == body) ++right;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(right.load(), 800);
}

}  // namespace
}  // namespace plimsoll::http

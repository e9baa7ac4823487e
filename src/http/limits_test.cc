// Every bound of http/settings.h against a peer that tries to go beyond it.
#include "http/server_for_tests.h"

namespace plimsoll::http {
namespace {

using std::chrono::milliseconds;

TEST_F(ServerTest, ASlowHeaderIsCutOff) {
    settings.limits.header_time = milliseconds(150);
    start();
    RawClient client(port());
    client.send("GET /hello/x HTTP/1.1\r\nHost: loc");
    const RawReply reply = client.reply();
    EXPECT_EQ(reply.status, 408);
    EXPECT_NE(reply.body.find("http.header_slow"), std::string::npos);
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, AHeaderThatDripsIsCutOffThough) {
    settings.limits.header_time = milliseconds(200);
    start();
    RawClient client(port());
    for (int i = 0; i < 1'000 && client.send("G") && !client.receive(milliseconds(20)); ++i) {}
    EXPECT_EQ(client.reply().status, 408);
}

TEST_F(ServerTest, AConnectionThatSaysNothingIsClosed) {
    settings.limits.header_time = milliseconds(100);
    start();
    RawClient client(port());
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, AnIdleConnectionIsClosedAfterItsTime) {
    settings.limits.idle_time = milliseconds(100);
    start();
    RawClient client(port());
    EXPECT_EQ(client.ask(get("/hello/x")).status, 200);
    EXPECT_TRUE(client.at_end());
}

TEST_F(ServerTest, ABodyThatDripsIsCutOff) {
    settings.limits.body_time = milliseconds(150);
    settings.limits.body_progress = 1'000;
    start();
    RawClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nContent-Length: 100000\r\n\r\n");
    for (int i = 0; i < 1'000 && client.send("b") && !client.receive(milliseconds(20)); ++i) {}
    const RawReply reply = client.reply();
    EXPECT_EQ(reply.status, 408);
    EXPECT_NE(reply.body.find("http.body_slow"), std::string::npos);
}

TEST_F(ServerTest, ASlowBodyThatMakesProgressIsRead) {
    settings.limits.body_time = milliseconds(2'000);
    settings.limits.body_progress = 10;
    start();
    RawClient client(port());
    client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nContent-Length: 60\r\n\r\n");
    for (int i = 0; i < 6; ++i) {
        client.send(std::string(10, 'b'));
        client.receive(milliseconds(10));
    }
    EXPECT_EQ(client.reply().body.size(), 60u);
}

TEST_F(ServerTest, AHeaderBeyondTheLimitIsRefused) {
    start();
    RawClient fits(port());
    EXPECT_EQ(fits.ask(get("/hello/x", "X: " + std::string(15'000, 'x') + "\r\n")).status, 200);
    RawClient client(port());
    EXPECT_EQ(client.ask(get("/hello/x", "X: " + std::string(17'000, 'x') + "\r\n")).status, 431);
    RawClient endless(port());
    endless.send("GET /" + std::string(100'000, 'x'));
    EXPECT_EQ(endless.reply().status, 431);
}

TEST_F(ServerTest, ABodyBeyondTheRowsLimitIsRefusedAndTheSenderGetsToReadIt) {
    rows[1].body_limit = 1'000;
    settings.limits.linger_time = milliseconds(5'000);
    start();
    RawClient client(port());
    EXPECT_EQ(client.ask(post("/echo", std::string(1'000, 'b'))).status, 200);
    const RawReply reply = client.ask(post("/echo", std::string(5'000'000, 'b')));
    EXPECT_EQ(reply.status, 413);
    EXPECT_NE(reply.body.find("1000 bytes"), std::string::npos);
    RawClient chunked(port());
    chunked.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; ++i) chunked.send("64\r\n" + std::string(100, 'b') + "\r\n");
    EXPECT_EQ(chunked.reply().status, 413);
    RawClient liar(port());
    EXPECT_EQ(liar.ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer admin\r\nContent-Length: 18446744073709551615\r\n\r\n").status, 413);
}

TEST_F(ServerTest, ConnectionsBeyondTheLimitAreToldAndClosed) {
    settings.limits.connections = 3;
    start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<RawClient>(port()));
        EXPECT_EQ(clients.back()->ask(get("/hello/x")).status, 200);
    }
    {
        RawClient one_more(port());
        const RawReply reply = one_more.ask(get("/hello/x"));
        EXPECT_EQ(reply.status, 503);
        EXPECT_TRUE(reply.has("Retry-After"));
        EXPECT_TRUE(one_more.at_end());
    }
    EXPECT_EQ(clients.front()->ask(get("/hello/x")).status, 200) << "those who are in stay in";
    clients.clear();
    for (int i = 0; i < 1'000 && server->connections() > 0; ++i) std::this_thread::sleep_for(milliseconds(5));
    RawClient later(port());
    EXPECT_EQ(later.ask(get("/hello/x")).status, 200);
}

TEST_F(ServerTest, AReaderThatTakesNothingIsCutOff) {
    rows.push_back(test_row(api::Method::get, "/big", [](const api::Request&) -> Result<api::Reply> { return text_reply(std::string(64 << 20, 'b')); }));
    settings.limits.write_time = milliseconds(150);
    start();
    RawClient client(port());
    client.send(get("/big"));
    for (int i = 0; i < 2'000 && server->connections() > 0; ++i) std::this_thread::sleep_for(milliseconds(5));
    EXPECT_EQ(server->connections(), 0u);
}

TEST_F(ServerTest, BrokenHttpIsRefusedAndTheConnectionEnds) {
    start();
    for (const char* text : {"\r\n\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
                             "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                             "GET /hello/x HTTP/1.1\r\n\r\n", "GET /hello/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"}) {
        RawClient client(port());
        EXPECT_EQ(client.ask(text).status, 400) << text;
    }
    RawClient coding(port());
    EXPECT_EQ(coding.ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n").status, 501);
    RawClient good(port());
    EXPECT_EQ(good.ask(get("/hello/x")).status, 200);
}

TEST_F(ServerTest, AHandlerThatHangsDoesNotHoldUpTheStop) {
    std::promise<api::Done> asked;
    rows.push_back(test_row(api::Method::get, "/hang", {}));
    rows.back().async_handler = [&](api::Request, api::Done done) { asked.set_value(std::move(done)); };
    settings.limits.shutdown_time = milliseconds(100);
    start();
    RawClient client(port());
    client.send(get("/hang"));
    const api::Done kept = asked.get_future().get();
    server->stop();
    EXPECT_TRUE(client.at_end());
    server.reset();
}

}  // namespace
}  // namespace plimsoll::http

#include "http/client.h"

#include <cstdlib>

#include "base/random.h"
#include "base/temp_folder_for_tests.h"
#include "http/server_for_tests.h"

namespace plimsoll::http {
namespace {

class ClientTest : public ServerTest {
protected:
    Client client(std::string url = "") {
        ClientSettings settings;
        settings.url = url.empty() ? server->url() : std::move(url);
        settings.token = "admin";
        settings.ca_file = ca_file;
        return *Client::of(settings);
    }
    std::string ca_file;
};

TEST_F(ClientTest, SendsAndReads) {
    rows[1].body_limit = 8u << 20;
    start();
    ClientRequest request;
    request.target = "/hello/x";
    const auto reply = client().send(request);
    ASSERT_TRUE(reply) << reply.error().report();
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body, "hello x");
    EXPECT_EQ(reply->headers.at("content-type"), "text/plain");
    request.method = "POST";
    request.target = "/echo";
    request.body = std::string(5'000'000, 'b');
    EXPECT_EQ(client().send(request)->body, request.body);
    request.method = "HEAD";
    request.target = "/hello/x";
    request.body.clear();
    EXPECT_EQ(client().send(request)->body, "");
}

TEST_F(ClientTest, ARefusalIsAReply) {
    start();
    ClientRequest request;
    request.target = "/nowhere";
    EXPECT_EQ(client().send(request)->status, 404);
}

TEST_F(ClientTest, SaysThatNobodyListens) {
    start();
    const std::string url = server->url();
    server.reset();
    const auto reply = client(url).send({});
    ASSERT_FALSE(reply);
    EXPECT_TRUE(reply.error().is(errors::client_connect));
    EXPECT_NE(reply.error().detail().find("refused"), std::string::npos);
}

TEST_F(ClientTest, GivesUpAfterItsTime) {
    std::vector<api::Done> kept;
    rows.push_back(test_row(api::Method::get, "/hang", {}));
    rows.back().async_handler = [&](api::Request, api::Done done) { kept.push_back(std::move(done)); };
    settings.limits.shutdown_time = std::chrono::milliseconds(50);
    start();
    ClientSettings settings;
    settings.url = server->url();
    settings.token = "admin";
    settings.timeout = Duration::ms(100);
    ClientRequest request;
    request.target = "/hang";
    const auto reply = Client::of(settings)->send(request);
    ASSERT_FALSE(reply);
    EXPECT_TRUE(reply.error().is(errors::client_timeout));
}

TEST_F(ClientTest, AHeaderCannotBeSmuggledIn) {
    start();
    ClientRequest request;
    request.target = "/hello/x HTTP/1.1\r\nX: y";
    EXPECT_FALSE(client().send(request));
    request.target = "/hello/x";
    request.headers = {{"A", "b\r\nC: d"}};
    EXPECT_FALSE(client().send(request));
}

TEST(ClientUrl, IsHttpWithAHost) {
    for (const char* bad : {"", "localhost:9095", "ftp://x", "http://", "http://a b", "http://x:port"})
        EXPECT_FALSE(Client::of(ClientSettings{bad})) << bad;
    for (const char* good : {"http://localhost:9095", "https://slo.example.com", "http://[::1]:80/plimsoll/"})
        EXPECT_TRUE(Client::of(ClientSettings{good})) << good;
}

/// A certificate for 127.0.0.1 and localhost, made anew, in a folder of its own.
class TlsTest : public ClientTest {
protected:
    TlsTest() {
        settings.tls_certificate_file = folder / "cert.pem";
        settings.tls_key_file = folder / "key.pem";
        const std::string command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost "
                                    "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " +
                                    settings.tls_key_file + " -out " + settings.tls_certificate_file + " 2>/dev/null";
        made = std::system(command.c_str()) == 0;
        ca_file = settings.tls_certificate_file;
    }
    ~TlsTest() override { server.reset(); }
    const TempFolder folder{"tls"};
    bool made = false;
};

TEST_F(TlsTest, ServesAndVerifies) {
    ASSERT_TRUE(made);
    start();
    EXPECT_TRUE(server->url().starts_with("https://127.0.0.1:"));
    ClientRequest request;
    request.target = "/hello/tls";
    auto reply = client().send(request);
    ASSERT_TRUE(reply) << reply.error().report();
    EXPECT_EQ(reply->body, "hello tls");
    request.method = "POST";
    request.target = "/echo";
    request.body = std::string(900'000, 'b');
    reply = client("https://localhost:" + std::to_string(port())).send(request);
    ASSERT_TRUE(reply) << reply.error().report();
    EXPECT_EQ(reply->body, request.body);
}

TEST_F(TlsTest, AnUnknownAuthorityIsRefusedByTheClient) {
    ASSERT_TRUE(made);
    start();
    ca_file.clear();
    const auto reply = client().send({});
    ASSERT_FALSE(reply);
    EXPECT_NE(reply.error().detail().find("certificate"), std::string::npos) << reply.error().detail();
}

TEST_F(TlsTest, PlainTextToATlsPortEndsTheConnectionOnly) {
    ASSERT_TRUE(made);
    start();
    RawClient plain(port());
    EXPECT_EQ(plain.ask(get("/hello/x")).status, 0);
    ClientRequest request;
    request.target = "/hello/x";
    EXPECT_TRUE(client().send(request));
}

TEST_F(TlsTest, AHandshakeThatHangsIsCutOff) {
    ASSERT_TRUE(made);
    settings.limits.header_time = std::chrono::milliseconds(100);
    start();
    RawClient silent(port());
    EXPECT_TRUE(silent.at_end());
}

TEST_F(TlsTest, BadFilesAreNamed) {
    ASSERT_TRUE(made);
    settings.tls_key_file = folder / "nothing.pem";
    const auto missing = Server::start(settings, rows, ports);
    ASSERT_FALSE(missing);
    EXPECT_NE(missing.error().detail().find("nothing.pem"), std::string::npos);
    settings.tls_key_file.clear();
    EXPECT_FALSE(Server::start(settings, rows, ports));
}

std::vector<ServerEvent> parse(const std::string& text, std::size_t step) {
    EventParser parser;
    std::vector<ServerEvent> events;
    for (std::size_t at = 0; at < text.size(); at += step)
        parser.feed(std::string_view(text).substr(at, step), [&](const ServerEvent& e) {
            events.push_back(e);
            return true;
        });
    return events;
}

TEST(EventParser, ReadsEventsHoweverTheyAreCut) {
    const std::string text = ": comment\r\n\r\nretry: 10\n\nid: 1\nevent: a\ndata: x\ndata:y\n\ndata: second\r\n\r\nid: 3\n\nevent: none\n\ndata\n\n";
    for (std::size_t step = 1; step < text.size(); ++step) {
        const auto events = parse(text, step);
        ASSERT_EQ(events.size(), 3u) << step;
        EXPECT_EQ(events[0].id, "1");
        EXPECT_EQ(events[0].name, "a");
        EXPECT_EQ(events[0].data, "x\ny");
        EXPECT_EQ(events[1].id, "1");
        EXPECT_EQ(events[1].data, "second");
        EXPECT_EQ(events[2].id, "3");
        EXPECT_EQ(events[2].name, "");
    }
}

}  // namespace
}  // namespace plimsoll::http

// The web UI's rows behind a real listener: what a browser gets.
#include "assets/pack_for_tests.h"
#include "assets/routes.h"
#include "http/server_for_tests.h"

namespace plimsoll::http {
namespace {

class WebUi : public ServerTest {
protected:
    WebUi() {
        for (api::Route& row : assets::routes(pack)) rows.push_back(std::move(row));
        start();
    }
    RawReply ask(const std::string& method, const std::string& target, const std::string& fields = "") {
        RawClient client(port());
        return client.ask(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n",
                          method == "HEAD");
    }
    assets::Pack pack = *assets::Pack::open(assets::test_pack_bytes());
};

TEST_F(WebUi, NeedsNoTokenAndIsStrict) {
    const RawReply page = ask("GET", "/slos/checkout-availability/why");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body, "<!doctype html>page");
    EXPECT_TRUE(page.has("Content-Type: text/html; charset=utf-8\r\n"));
    EXPECT_TRUE(page.has("script-src 'self'; style-src 'self';")) << page.head;
    EXPECT_FALSE(page.has("unsafe-inline"));
    for (const char* field :
         {"X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n", "Referrer-Policy: same-origin\r\n",
          "Cross-Origin-Opener-Policy: same-origin\r\n", "Cross-Origin-Resource-Policy: same-origin\r\n"}) {
        const auto first = page.head.find(field);
        EXPECT_NE(first, std::string::npos) << field;
        EXPECT_EQ(page.head.find(field, first + 1), std::string::npos) << field << " stands twice";
    }
    const auto policy = page.head.find("Content-Security-Policy");
    EXPECT_EQ(page.head.find("Content-Security-Policy", policy + 1), std::string::npos) << "one policy";
}

TEST_F(WebUi, AnUnchangedPageIsNotSentAgain) {
    const RawReply first = ask("GET", "/", "Accept-Encoding: gzip\r\n");
    ASSERT_EQ(first.body, "GZIPPAGE");
    const auto from = first.head.find("ETag: ") + 6;
    const std::string tag = first.head.substr(from, first.head.find("\r\n", from) - from);
    const RawReply again = ask("GET", "/", "Accept-Encoding: gzip\r\nIf-None-Match: " + tag + "\r\n");
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_TRUE(again.has("Cache-Control: no-cache\r\n"));
    EXPECT_EQ(ask("GET", "/", "Accept-Encoding: br\r\nIf-None-Match: " + tag + "\r\n").status, 200)
        << "another copy has another tag";
}

TEST_F(WebUi, HeadHasTheLengthAndNoBody) {
    const RawReply head = ask("HEAD", "/assets/app-1a2b.js", "Accept-Encoding: br\r\n");
    EXPECT_EQ(head.status, 200);
    EXPECT_TRUE(head.has("Content-Length: 8\r\n")) << head.head;
    EXPECT_TRUE(head.has("Content-Encoding: br\r\n"));
    EXPECT_TRUE(head.has("Cache-Control: public, max-age=31536000, immutable\r\n"));
}

TEST_F(WebUi, IsOneRouteInTheMetrics) {
    ask("GET", "/");
    ask("GET", "/slos/checkout-availability");
    // A request is counted once its reply has been written, which the reader of that reply may outrun.
    std::string told;
    for (int i = 0; i < 100 && told.find("{route=\"web\",status=\"2xx\"} 2") == std::string::npos; ++i) {
        told = ask("GET", "/metrics", "Authorization: Bearer admin\r\n").body;
    }
    EXPECT_NE(told.find("plimsoll_http_requests_total{route=\"web\",status=\"2xx\"} 2"), std::string::npos);
    EXPECT_EQ(told.find("{path...}"), std::string::npos);
}

TEST_F(WebUi, WhatIsNotThereStaysAProblem) {
    for (const char* target :
         {"/assets/old-0.js", "/assets/..%2fapp", "/api/v1/nothing", "/nothing", "/index.html", "/slos/"}) {
        const RawReply reply = ask("GET", target);
        EXPECT_EQ(reply.status, 404) << target;
        EXPECT_TRUE(reply.has("Content-Type: application/problem+json")) << target;
    }
    EXPECT_EQ(ask("GET", "/assets/../index.html").status, 400);
    EXPECT_EQ(ask("POST", "/slos", "Content-Length: 0\r\n").status, 405);
}

}  // namespace
}  // namespace plimsoll::http

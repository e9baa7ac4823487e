#include "http/access.h"

#include <gtest/gtest.h>

#include "http/errors.h"

namespace plimsoll::http {
namespace {

class AccessTest : public testing::Test {
protected:
    AccessTest() {
        rules.authenticate = [](const std::string& authorization, const std::string&) -> Result<api::Actor> {
            if (authorization == "Bearer viewer") return api::Actor{"token:v", {api::Right::view}};
            if (authorization == "Bearer admin") return api::Actor{"token:a", {api::Right::admin}};
            return fail(errors::unauthenticated, "unknown token");
        };
        rules.authenticate_cookie = [](const std::string& cookie, const std::string* csrf) -> Result<BySession> {
            if (cookie == "s=viewer") return BySession{{"person:v", {api::Right::view}}, csrf == nullptr || *csrf == "right"};
            if (cookie == "s=editor") return BySession{{"person:e", {api::Right::edit}}, csrf == nullptr || *csrf == "right"};
            return fail(errors::unauthenticated, "ended");
        };
        ingest.method = api::Method::post;
        ingest.right = api::Right::ingest;
        ingest.open_on_loopback = true;
        read.right = api::Right::view;
        edit.method = api::Method::put;
        edit.right = api::Right::edit;
    }
    Result<api::Actor> check(const api::Route& row) { return check_access(row, headers, peer, rules); }
    void expect_open(bool open, const char* why) {
        const auto actor = check(ingest);
        EXPECT_EQ(actor.has_value(), open) << why;
        if (!actor) { EXPECT_TRUE(actor.error().is(errors::unauthenticated) || actor.error().is(errors::cross_site)) << why; }
    }

    api::Route ingest, read, edit;
    Headers headers{{"host", "localhost:9095"}};
    Peer peer{"127.0.0.1", true, false};
    AccessRules rules;
};

TEST_F(AccessTest, AnOpenRowIsOpenOnlyWhenEveryConditionHolds) {
    expect_open(true, "all hold");
    EXPECT_EQ(check(ingest)->id, "loopback");
    EXPECT_FALSE(check(ingest)->rights.has(api::Right::view)) << "no more than the row needs";
    for (const char* header : {"x-forwarded-for", "forwarded", "via", "x-real-ip"}) {
        headers[header] = "127.0.0.1";
        expect_open(false, header);
        headers.erase(header);
    }
    headers["host"] = "evil.example";
    expect_open(false, "Host is not loopback");
    headers.erase("host");
    expect_open(false, "no Host");
    headers["host"] = "[::1]:9095";
    expect_open(true, "Host is v6 loopback");
    headers["origin"] = "http://evil.example";
    expect_open(false, "another site's page");
    headers.erase("origin");
    peer.remote_address = "10.0.0.1";
    expect_open(false, "remote sender");
    peer.remote_address = "127.0.0.1";
    peer.listener_on_loopback = false;
    expect_open(false, "listener on all interfaces");
}

TEST_F(AccessTest, ReadsAreOpenOnLoopbackOnlyWhenTheSettingSaysSo) {
    EXPECT_TRUE(check(read).error().is(errors::unauthenticated));
    rules.open_reads_on_loopback = true;
    EXPECT_TRUE(check(read));
    EXPECT_FALSE(check(edit));
    headers["x-forwarded-for"] = "1.2.3.4";
    EXPECT_FALSE(check(read));
}

TEST_F(AccessTest, AWrongTokenIsRefusedEvenWhereNoneIsNeeded) {
    headers["authorization"] = "Bearer wrong";
    EXPECT_TRUE(check(ingest).error().is(errors::unauthenticated));
}

TEST_F(AccessTest, TheMissingRightIsNamed) {
    headers["authorization"] = "Bearer viewer";
    EXPECT_TRUE(check(read));
    const auto refused = check(edit);
    ASSERT_TRUE(refused.error().is(errors::forbidden));
    EXPECT_NE(refused.error().detail().find("`edit`"), std::string::npos);
}

TEST_F(AccessTest, AdminMayDoEverything) {
    headers["authorization"] = "Bearer admin";
    EXPECT_TRUE(check(ingest));
    EXPECT_TRUE(check(edit));
}

TEST_F(AccessTest, AdminSeesNoCandidates) {
    using enum api::Right;
    const api::Rights boss{api::Right::admin};
    EXPECT_TRUE(boss.has(view) && boss.has(ingest) && boss.has(respond) && boss.has(api::Right::edit) && boss.has(practise));
    EXPECT_FALSE(boss.has(interview) || boss.has(hire));
    EXPECT_TRUE(api::Rights{hire}.has(interview));
    EXPECT_FALSE(api::Rights{interview}.has(hire));
    EXPECT_TRUE(api::Rights{view}.has(practise));
    EXPECT_FALSE(api::Rights({hire, practise}).has(view)) << "who hires need not see operations";
}

TEST_F(AccessTest, ARowIsOpenToAllWhereTheSettingNamesIt) {
    api::Route question;
    question.right = api::Right::practise;
    question.open_as = "practise";
    peer.remote_address = "203.0.113.9";
    peer.listener_on_loopback = false;
    EXPECT_TRUE(check(question).error().is(errors::unauthenticated));
    rules.open_rows = {"match"};
    EXPECT_TRUE(check(question).error().is(errors::unauthenticated)) << "another name";
    rules.open_rows = {"match", "practise"};
    ASSERT_TRUE(check(question));
    EXPECT_EQ(check(question)->id, "anonymous");
    EXPECT_FALSE(check(question)->rights.has(api::Right::view)) << "no more than the row needs";
    EXPECT_TRUE(check(read).error().is(errors::unauthenticated)) << "a row without a name";
    headers["cookie"] = "s=viewer";
    EXPECT_EQ(check(question)->id, "person:v") << "who is signed in stays who they are";
    headers["cookie"] = "s=ended";
    EXPECT_EQ(check(question)->id, "anonymous");
    question.method = api::Method::post;
    headers["origin"] = "http://evil.example";
    EXPECT_TRUE(check(question).error().is(errors::cross_site));
}

TEST_F(AccessTest, ACookieLetsItsPersonReadWithoutMore) {
    headers["cookie"] = "s=viewer";
    ASSERT_TRUE(check(read));
    EXPECT_EQ(check(read)->id, "person:v");
    headers["cookie"] = "s=ended";
    EXPECT_EQ(check(read).error().detail(), "ended");
}

TEST_F(AccessTest, AChangeByCookieNeedsTheCsrfTokenThenTheRight) {
    headers["cookie"] = "s=editor";
    EXPECT_TRUE(check(edit).error().is(errors::csrf));
    headers["x-csrf-token"] = "wrong";
    EXPECT_TRUE(check(edit).error().is(errors::csrf));
    EXPECT_EQ(errors::csrf.http_status, 403);
    headers["x-csrf-token"] = "right";
    ASSERT_TRUE(check(edit));
    EXPECT_EQ(check(edit)->id, "person:e");
    headers["cookie"] = "s=viewer";
    EXPECT_TRUE(check(edit).error().is(errors::forbidden));
}

TEST_F(AccessTest, ATokenBeatsACookieAndNeedsNoCsrfToken) {
    headers["cookie"] = "s=viewer";
    headers["authorization"] = "Bearer admin";
    ASSERT_TRUE(check(edit));
    EXPECT_EQ(check(edit)->id, "token:a");
    headers["authorization"] = "Bearer wrong";
    EXPECT_FALSE(check(read)) << "a wrong token is not made good by a cookie";
}

TEST_F(AccessTest, AnOldCookieClosesNothingThatIsOpen) {
    headers["cookie"] = "s=ended";
    expect_open(true, "the session ended");
    headers["cookie"] = "s=viewer";
    expect_open(true, "the person may not ingest, the machine may");
    EXPECT_EQ(check(ingest)->id, "loopback");
}

TEST_F(AccessTest, AChangeFromAnotherSitesPageIsRefusedEvenWithAToken) {
    headers["authorization"] = "Bearer admin";
    headers["origin"] = "http://evil.example";
    EXPECT_TRUE(check(edit).error().is(errors::cross_site));
    EXPECT_TRUE(check(read)) << "reading gives the page nothing: no CORS header lets it see the answer";
}

TEST_F(AccessTest, ANameThatRebindsToLoopbackIsMisdirected) {
    EXPECT_TRUE(check_host({{"host", "localhost:1"}}, peer, rules, false));
    EXPECT_TRUE(check_host({{"host", "evil.example"}}, peer, rules, false).error().is(errors::misdirected));
    EXPECT_TRUE(check_host({}, peer, rules, false).error().is(errors::bad_request));
    EXPECT_TRUE(check_host({}, peer, rules, true)) << "HTTP/1.0 has no Host; no browser speaks it";
    EXPECT_TRUE(check_host({{"host", "a, b"}}, peer, rules, false).error().is(errors::bad_request)) << "two Host headers";
    rules.allowed_hosts = {"slo.example.com"};
    EXPECT_TRUE(check_host({{"host", "SLO.example.com:443"}}, peer, rules, false));
    peer.listener_on_loopback = false;
    EXPECT_TRUE(check_host({{"host", "anything.example"}}, peer, rules, false));
}

}  // namespace
}  // namespace plimsoll::http

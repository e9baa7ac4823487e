// Sign-in through a real listener, log and vault, on a clock that the test moves: what a browser and a thief meet.
#include "server/front_door.h"

#include "domain/access/replies.h"
#include "domain/access/routes.h"
#include "http/server_for_tests.h"
#include "server/records_testing.h"
#include "server/server.h"

namespace plimsoll::server {
namespace {

const std::string kPassword = "correct horse battery";

/// A server of sign-in alone, with one row of each kind to be let in to.
class FrontDoorTest : public ::testing::Test {
protected:
    ~FrontDoorTest() override { stop(); }

    void start(bool secure = false, const std::optional<FirstPerson>& first = std::nullopt) {
        rig.fold();
        auto opened = FrontDoor::open({rig.engine.get(), rig.log.get(), rig.vault.get(), &authenticator, &rig.random, &rig.clock, secure, {64, 1, 1}});
        ASSERT_TRUE(opened) << opened.error().report();
        door = std::move(*opened);
        const auto prepared = door->prepare(first);
        ASSERT_TRUE(prepared) << prepared.error().report();
        auto rows = door->rows();
        for (api::Route& row : access::routes(door->engine("api"), rig.random)) rows.push_back(std::move(row));
        door->start();
        auto listening = http::Server::start(settings(), std::move(rows), ports());
        ASSERT_TRUE(listening) << listening.error().report();
        http = std::move(*listening);
    }
    void stop() {
        http.reset();
        if (door) door->stop();
        door.reset();
    }
    static http::Settings settings() {
        http::Settings out;
        out.listen = "127.0.0.1:0";
        return out;
    }
    http::Ports ports() {
        http::Ports out;
        out.clock = &rig.clock;
        out.metrics = &rig.metrics;
        out.random = &rig.random;
        out.authenticate = [this](const std::string& text, const std::string& remote) { return authenticator.verify(text, remote, rig.clock.now()); };
        out.authenticate_cookie = [this](const std::string& text, const std::string* shown) -> Result<http::BySession> {
            TRY_ASSIGN(access::SessionIdentity person, authenticator.session(text, shown, rig.clock.now()));
            return http::BySession{std::move(person.actor), person.csrf_matches};
        };
        out.when_durable = [this](std::uint64_t seq, std::function<void(Result<>)> done) { rig.log->when_durable(seq, std::move(done)); };
        return out;
    }
    /// With the cookie and the CSRF token that are held.
    http::RawReply ask(const std::string& method, const std::string& target, const std::string& body = "", const std::string& fields = "") {
        http::RawClient client(http->port());
        std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields;
        if (!cookie.empty()) text += "Cookie: other=1; " + cookie + "\r\n";
        if (!csrf.empty()) text += "X-CSRF-Token: " + csrf + "\r\n";
        return client.ask(text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    http::RawReply enter(const std::string& target, const std::string& body) {
        http::RawReply reply = ask("POST", target, body);
        const auto from = reply.head.find("Set-Cookie: ");
        if (from == std::string::npos) return reply;
        cookie = reply.head.substr(from + 12, reply.head.find(';', from) - from - 12);
        csrf = view(reply).csrf;
        return reply;
    }
    static access::SessionView view(const http::RawReply& reply) {
        auto read = json::decode<access::SessionView>(reply.body);
        EXPECT_TRUE(read) << reply.body;
        return read ? *read : access::SessionView{};
    }
    http::RawReply sign_in(const std::string& password = kPassword) {
        return enter("/api/v1/session", R"({"name":"zoe","password":")" + password + "\"}");
    }
    http::RawReply set_up() {
        const std::string code = door->setup_path().substr(std::string("/setup#").size());
        return enter("/api/v1/setup", R"({"code":")" + code + R"(","name":"zoe","display_name":"Zoe L","password":")" + kPassword + "\"}");
    }
    std::string join(const std::string& role) {
        const auto invited = ask("POST", "/api/v1/invitations", R"({"name":"bob","display_name":"Bob","role":")" + role + "\"}");
        EXPECT_EQ(invited.status, 201) << invited.body;
        const auto issued = json::decode<access::InvitationIssued>(invited.body);
        EXPECT_EQ(enter("/api/v1/join", R"({"code":")" + issued->code + R"(","password":"another good one"})").status, 200);
        return issued->id;
    }

    testing::RecordsRig rig;
    access::Authenticator authenticator;
    std::unique_ptr<FrontDoor> door;
    std::unique_ptr<http::Server> http;
    std::string cookie;
    std::string csrf;
};

TEST_F(FrontDoorTest, TheLinkOfTheFirstStartMakesTheAdministratorOnce) {
    start();
    EXPECT_TRUE(view(ask("GET", "/api/v1/session")).setup_needed);
    const http::RawReply done = set_up();
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_TRUE(done.has("; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict\r\n")) << done.head;
    EXPECT_FALSE(done.has("Secure")) << "plain HTTP on loopback";
    EXPECT_TRUE(done.has("Cache-Control: no-store\r\n"));
    EXPECT_EQ(view(ask("GET", "/api/v1/session")).person->name, "zoe");
    EXPECT_EQ(ask("GET", "/api/v1/people").status, 200);
    cookie.clear();
    EXPECT_EQ(set_up().status, 409);
}

TEST_F(FrontDoorTest, BehindHttpsTheCookieIsSecure) {
    start(true);
    EXPECT_TRUE(set_up().has("SameSite=Strict; Secure\r\n"));
}

TEST_F(FrontDoorTest, ANewStartWithdrawsTheOldLink) {
    start();
    const std::string old = door->setup_path();
    stop();
    start();
    const std::string fresh = door->setup_path();
    EXPECT_NE(old, fresh);
    const auto with = [&](const std::string& path) {
        return enter("/api/v1/setup", R"({"code":")" + path.substr(7) + R"(","name":"zoe","display_name":"Zoe","password":")" + kPassword + "\"}").status;
    };
    EXPECT_EQ(with(old), 403);
    EXPECT_EQ(with(fresh), 200);
    stop();
    start();
    EXPECT_EQ(door->setup_path(), "") << "it is set up";
}

TEST_F(FrontDoorTest, TheSetupLinkEndsAfterADay) {
    start();
    rig.clock.advance(access::setup_lifetime);
    EXPECT_EQ(set_up().status, 403);
}

TEST_F(FrontDoorTest, WithoutTheCsrfTokenNothingChanges) {
    start();
    set_up();
    const std::string right = std::exchange(csrf, "");
    const std::string token = R"({"name":"ci","rights":["view"]})";
    http::RawReply refused = ask("POST", "/api/v1/tokens", token);
    EXPECT_EQ(refused.status, 403);
    EXPECT_NE(refused.body.find("http.csrf"), std::string::npos) << refused.body;
    csrf = right.substr(1) + "x";
    EXPECT_EQ(ask("POST", "/api/v1/tokens", token).status, 403);
    EXPECT_EQ(ask("DELETE", "/api/v1/session").status, 403) << "nor does anybody else's page sign her out";
    csrf = right;
    EXPECT_EQ(ask("POST", "/api/v1/tokens", token, "Origin: http://evil.example\r\n").status, 403);
    EXPECT_EQ(ask("POST", "/api/v1/tokens", token).status, 201);
}

TEST_F(FrontDoorTest, ATokenBeatsTheCookieAndNeedsNoCsrfToken) {
    start();
    set_up();
    const auto made = json::decode<access::IssuedToken>(ask("POST", "/api/v1/tokens", R"({"name":"ci","rights":["view"]})").body);
    ASSERT_TRUE(made);
    const std::string bearer = "Authorization: Bearer " + made->secret + "\r\n";
    EXPECT_EQ(view(ask("GET", "/api/v1/session", "", bearer)).via, "token");
    EXPECT_EQ(ask("GET", "/api/v1/tokens", "", bearer).status, 403) << "the administrator's cookie adds nothing";
    csrf.clear();
    cookie.clear();
    EXPECT_EQ(ask("GET", "/api/v1/roles", "", bearer).status, 200);
}

TEST_F(FrontDoorTest, AWrongRoleIsRefusedAndTheRightOneAtOnceLetIn) {
    start();
    set_up();
    std::string other_cookie = cookie;
    std::string other_csrf = csrf;
    const auto change_places = [&] {
        std::swap(cookie, other_cookie);
        std::swap(csrf, other_csrf);
    };
    const std::string bob = join("viewer");
    EXPECT_EQ(ask("GET", "/api/v1/roles").status, 200);
    const auto refused = ask("POST", "/api/v1/tokens", R"({"name":"mine","rights":["admin"]})");
    EXPECT_EQ(refused.status, 403);
    EXPECT_NE(refused.body.find("`admin`"), std::string::npos) << refused.body;
    change_places();
    EXPECT_EQ(ask("PATCH", "/api/v1/people/" + bob, R"({"role":"admin"})").status, 200);
    change_places();
    EXPECT_EQ(ask("GET", "/api/v1/tokens").status, 200) << "the same session, with its new role";
}

TEST_F(FrontDoorTest, SessionsEndWhenIdleAndWhenOld) {
    start();
    set_up();
    rig.clock.advance(access::session_idle - Duration::seconds(1));
    EXPECT_EQ(ask("GET", "/api/v1/roles").status, 200);
    rig.clock.advance(access::session_idle);
    EXPECT_EQ(ask("GET", "/api/v1/roles").status, 401);
    ASSERT_EQ(sign_in().status, 200);
    for (Duration spent; spent < access::session_absolute; spent = spent + Duration::hours(8)) {
        ASSERT_EQ(ask("GET", "/api/v1/roles").status, 200);
        rig.clock.advance(Duration::hours(8));
    }
    EXPECT_EQ(ask("GET", "/api/v1/roles").status, 401) << "however busy";
    door->duty().run(rig.clock.now());
    rig.engine->read([](const World& world) { EXPECT_TRUE(world.access.sessions.empty()); });
}

TEST_F(FrontDoorTest, ARevokedSessionIsRefusedAtOnce) {
    start();
    set_up();
    const auto sessions = json::decode<access::SessionList>(ask("GET", "/api/v1/sessions").body);
    ASSERT_TRUE(sessions);
    ASSERT_EQ(sessions->items.size(), 1u);
    EXPECT_TRUE(sessions->items[0].current);
    EXPECT_EQ(ask("DELETE", "/api/v1/sessions/" + sessions->items[0].id).status, 204);
    EXPECT_EQ(ask("GET", "/api/v1/sessions").status, 401);
}

TEST_F(FrontDoorTest, SignOutClearsTheCookie) {
    start();
    set_up();
    const http::RawReply out = ask("DELETE", "/api/v1/session");
    EXPECT_EQ(out.status, 204);
    EXPECT_TRUE(out.has("Set-Cookie: plimsoll_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict\r\n")) << out.head;
    EXPECT_EQ(ask("GET", "/api/v1/roles").status, 401);
    EXPECT_FALSE(view(ask("GET", "/api/v1/session")).signed_in);
}

TEST_F(FrontDoorTest, WhoGuessesIsSlowedAndToldHowLong) {
    start();
    set_up();
    cookie.clear();
    for (int i = 0; i < 4; ++i) EXPECT_EQ(sign_in("guess " + std::to_string(i)).status, 401);
    const http::RawReply slowed = sign_in();
    EXPECT_EQ(slowed.status, 429) << slowed.body;
    EXPECT_TRUE(slowed.has("Retry-After: 1\r\n")) << slowed.head;
    rig.clock.advance(Duration::seconds(1));
    EXPECT_EQ(sign_in().status, 200);
}

TEST_F(FrontDoorTest, AllIsAsBeforeAfterARestart) {
    start();
    set_up();
    join("editor");
    stop();
    start();
    EXPECT_EQ(view(ask("GET", "/api/v1/session")).person->display_name, "Bob") << "the session goes on";
    const auto sessions = json::decode<access::SessionList>(ask("GET", "/api/v1/sessions").body);
    EXPECT_EQ(sessions->items.at(0).address, "127.0.0.1") << "where from is in the vault";
    cookie.clear();
    EXPECT_EQ(sign_in().status, 200);
    stop();
    ASSERT_TRUE(rig.engine->snapshot());
    start();
    EXPECT_EQ(rig.engine->folded(), 0u) << "from the snapshot alone";
    EXPECT_EQ(ask("GET", "/api/v1/people").status, 200);
}

TEST_F(FrontDoorTest, TheFirstPersonOfTheSettingsNeedsNoLink) {
    start(false, FirstPerson{"zoe", "Zoe", kPassword});
    EXPECT_EQ(door->setup_path(), "");
    EXPECT_EQ(sign_in().status, 200);
    EXPECT_FALSE(view(ask("GET", "/api/v1/session")).setup_needed);
    stop();
    start(false, FirstPerson{"eve", "Eve", "another good one"});
    cookie.clear();
    EXPECT_EQ(enter("/api/v1/session", R"({"name":"eve","password":"another good one"})").status, 401) << "somebody is known already";
}

TEST_F(FrontDoorTest, ANameThatACrashLeftBehindIsFreeAgain) {
    start();
    stop();
    auto accounts = VaultAccounts::open(*rig.vault);
    ASSERT_TRUE(accounts);
    ASSERT_TRUE((*accounts)->add("zoe", "Zoe", rig.clock.now()));
    start();
    EXPECT_EQ(set_up().status, 200);
}

TEST_F(FrontDoorTest, FailuresAreInTheLogWhenTheServerStopped) {
    start();
    set_up();
    sign_in("wrong");
    stop();
    std::promise<Result<>> durable;
    rig.log->when_durable(rig.engine->read([](const World&) {}), [&](Result<> outcome) { durable.set_value(std::move(outcome)); });
    ASSERT_TRUE(durable.get_future().get());
    std::string last;
    ASSERT_TRUE(rig.log->read(1, SIZE_MAX, [&](const log::Event& row) {
        last = row.fact.type;
        EXPECT_EQ(row.fact.body.find("zoe"), std::string::npos) << "no name: " << row.fact.body;
        EXPECT_EQ(row.fact.body.find("argon2"), std::string::npos);
        return true;
    }));
    EXPECT_EQ(last, "access.SignInFailed");
}

}  // namespace
}  // namespace plimsoll::server

// The rows of sign-in, people and sessions over the real desk, with accounts in memory.
#include "domain/access/people_routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "base/json.h"
#include "domain/access/fakes_for_tests.h"

namespace plimsoll::access {
namespace {

using testing::good_password;
using testing::t0;

class PeopleRoutesTest : public ::testing::Test {
protected:
    PeopleRoutesTest() {
        engine.after = [this] { authenticator.publish(engine.state, now); };
        DeskPorts ports;
        ports.engine = engine.ports();
        ports.accounts = &accounts;
        ports.authenticator = &authenticator;
        ports.random = &random;
        ports.hash_thread = [this](std::function<void()> work) {
            if (!room) return false;
            held ? waiting.push_back(std::move(work)) : work();
            return true;
        };
        ports.slowed = [](const Error& error, Duration wait) {
            api::Reply reply;
            reply.status = error.kind().http_status;
            reply.headers.emplace_back("Retry-After", std::to_string(wait.in_ms() / 1000));
            return reply;
        };
        desk = std::make_shared<Desk>(std::move(ports), testing::cheap);
        rows = people_routes(desk);
    }
    const api::Route& row(api::Method method, const std::string& path) const {
        return *std::find_if(rows.begin(), rows.end(), [&](const api::Route& r) { return r.method == method && r.path == path; });
    }
    /// The answer, by cookie when one is held; the Authenticator says who asks, as http/ would.
    Result<api::Reply> ask(api::Method method, const std::string& path, const std::string& body = "", const std::string& id = "",
                           const std::string& query = "") {
        const api::Route& asked = row(method, path);
        api::Request request;
        request.body = body;
        request.at = now;
        request.remote_address = address;
        request.headers["user-agent"] = "Browser/1";
        if (!cookie.empty()) request.headers["cookie"] = cookie;
        if (!id.empty()) request.path_parameters["id"] = id;
        if (!query.empty()) request.query.emplace("all", query);
        if (const auto person = authenticator.session(cookie, nullptr, now)) request.actor = person->actor;
        engine.now = now;
        std::optional<Result<api::Reply>> out;
        if (asked.handler) return asked.handler(request);
        asked.async_handler(request, [&](Result<api::Reply> reply) { out = std::move(reply); });
        return std::move(*out);
    }
    /// The same, and the cookie of the reply is held from now on.
    Result<api::Reply> enter(api::Method method, const std::string& path, const std::string& body) {
        auto reply = ask(method, path, body);
        if (!reply) return reply;
        for (const auto& [name, value] : reply->headers)
            if (name == "Set-Cookie") cookie = value.substr(0, value.find(';'));
        return reply;
    }
    Result<api::Reply> sign_in(const std::string& name, const std::string& password) {
        return enter(api::Method::post, "/api/v1/session", R"({"name":")" + name + R"(","password":")" + password + "\"}");
    }
    std::string setup_code() {
        const TokenText code = draw(random);
        EXPECT_TRUE(engine.submit("system", IssueSetupCode{{code.id, secret_hash(code.secret)}}));
        return format(code, SecretKind::code);
    }
    void set_up() {
        const auto reply = enter(api::Method::post, "/api/v1/setup",
                                 R"({"code":")" + setup_code() + R"(","name":"Ada","display_name":"Ada L","password":")" + good_password + "\"}");
        ASSERT_TRUE(reply) << reply.error().report();
    }
    InvitationIssued invite(const std::string& name, const std::string& role = "viewer") {
        const auto reply = ask(api::Method::post, "/api/v1/invitations", R"({"name":")" + name + R"(","display_name":"B","role":")" + role + "\"}");
        EXPECT_TRUE(reply) << reply.error().report();
        return *json::decode<InvitationIssued>(reply->body);
    }
    Result<api::Reply> join(const std::string& code, const std::string& password) {
        return enter(api::Method::post, "/api/v1/join", R"({"code":")" + code + R"(","password":")" + password + "\"}");
    }
    SessionView session() {
        const auto reply = ask(api::Method::get, "/api/v1/session");
        EXPECT_TRUE(reply);
        return *json::decode<SessionView>(reply->body);
    }
    static std::string code_of(const Result<api::Reply>& reply) { return reply ? std::to_string(reply->status) : std::string(reply.error().code()); }
    static std::string header(const api::Reply& reply, const std::string& name) {
        for (const auto& [key, value] : reply.headers)
            if (key == name) return value;
        return {};
    }

    Timestamp now = t0;
    std::string address = "10.0.0.1";
    std::string cookie;
    bool room = true;
    bool held = false;
    std::deque<std::function<void()>> waiting;
    testing::MemoryAccounts accounts;
    testing::MemoryEngine engine;
    Authenticator authenticator;
    SystemRandom random;
    std::shared_ptr<Desk> desk;
    std::vector<api::Route> rows;
};

TEST_F(PeopleRoutesTest, OnlyWhatLetsInNeedsNoRightAndPeopleNeedAdmin) {
    for (const api::Route& r : rows) {
        const bool lets_in = r.path == "/api/v1/setup" || r.path == "/api/v1/join" || (r.path == "/api/v1/session" && r.method != api::Method::del);
        EXPECT_EQ(r.needs_no_right, lets_in) << r.path;
        const bool of_people = r.path.starts_with("/api/v1/people") || r.path == "/api/v1/invitations";
        const bool of_ones_own = !lets_in && !of_people;
        EXPECT_EQ(r.right, of_people ? api::Right::admin : of_ones_own ? api::Right::practise : api::Right::view) << r.path;
        EXPECT_LE(r.body_limit, 16u << 10) << r.path;
    }
}

TEST_F(PeopleRoutesTest, ABrowserWithoutASessionIsToldWhetherToSetUp) {
    EXPECT_FALSE(session().signed_in);
    EXPECT_TRUE(session().setup_needed);
    set_up();
    cookie.clear();
    EXPECT_FALSE(session().signed_in);
    EXPECT_FALSE(session().setup_needed);
    EXPECT_EQ(session().csrf, "");
}

TEST_F(PeopleRoutesTest, SettingUpSignsInWithACookieThatScriptsCannotRead) {
    const std::string body = R"({"code":")" + setup_code() + R"(","name":"Ada","display_name":"Ada L","password":"correct horse battery"})";
    const auto reply = enter(api::Method::post, "/api/v1/setup", body);
    ASSERT_TRUE(reply) << reply.error().report();
    EXPECT_TRUE(reply->shown_once);
    EXPECT_EQ(reply->after_seq, engine.seq);
    const std::string set = header(*reply, "Set-Cookie");
    EXPECT_TRUE(set.starts_with("plimsoll_session=pls_")) << set;
    EXPECT_TRUE(set.ends_with("; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict")) << set;
    const SessionView view = session();
    EXPECT_TRUE(view.signed_in);
    EXPECT_EQ(view.via, "session");
    EXPECT_EQ(view.person->name, "ada");
    EXPECT_EQ(view.rights.size(), 6u);
    EXPECT_EQ(view.expires, now + session_idle);
    EXPECT_NE(view.csrf, "");
    cookie.clear();
    EXPECT_EQ(code_of(ask(api::Method::post, "/api/v1/setup", body)), "access.set_up_already");
}

TEST_F(PeopleRoutesTest, SetupRefusesInTheOrderOfItsGuards) {
    const auto set_up_with = [&](const std::string& code, const std::string& name, const std::string& password) {
        return ask(api::Method::post, "/api/v1/setup", R"({"code":")" + code + R"(","name":")" + name + R"(","display_name":"","password":")" + password + "\"}");
    };
    const std::string code = setup_code();
    EXPECT_EQ(code_of(ask(api::Method::post, "/api/v1/setup", "{")), "base.malformed");
    EXPECT_EQ(code_of(set_up_with("plc_nonsense", "ada", good_password)), "access.wrong_code");
    const auto faults = set_up_with(code, "a b", "short");
    ASSERT_EQ(code_of(faults), "access.invalid_person");
    EXPECT_EQ(faults.error().fields().size(), 3u) << "name, display name and password at once";
    EXPECT_TRUE(accounts.people.empty());
    now = now + setup_lifetime;
    EXPECT_EQ(code_of(set_up_with(code, "ada", good_password)), "access.wrong_code");
}

TEST_F(PeopleRoutesTest, WrongNameAndWrongPasswordAreToldAlike) {
    set_up();
    EXPECT_TRUE(sign_in("ADA", good_password));
    cookie.clear();
    const auto wrong = sign_in("ada", "wrong");
    const auto unknown = sign_in("nobody", "wrong");
    ASSERT_FALSE(wrong || unknown);
    EXPECT_EQ(wrong.error().report(), unknown.error().report());
    EXPECT_EQ(wrong.error().kind().http_status, 401);
}

TEST_F(PeopleRoutesTest, WhoKeepsFailingMustWaitAndTheOwnerAtHomeNeedNot) {
    set_up();
    cookie.clear();
    address = "192.0.2.1";
    for (int i = 0; i < 4; ++i) EXPECT_EQ(code_of(sign_in("ada", "wrong")), "access.wrong_password");
    const auto slowed = sign_in("ada", good_password);
    ASSERT_TRUE(slowed);
    EXPECT_EQ(slowed->status, 429);
    EXPECT_EQ(header(*slowed, "Retry-After"), "1");
    EXPECT_EQ(header(*slowed, "Set-Cookie"), "");
    address = "10.0.0.1";
    EXPECT_EQ(code_of(sign_in("ada", good_password)), "200") << "from where she signed in before";
    address = "192.0.2.1";
    now = now + Duration::seconds(1);
    EXPECT_EQ(code_of(sign_in("ada", good_password)), "200") << "after the wait";
}

TEST_F(PeopleRoutesTest, TriesThatCameTogetherAreCountedOneByOne) {
    set_up();
    cookie.clear();
    address = "192.0.2.1";
    std::vector<std::string> answers;
    held = true;
    api::Request request;
    request.at = now;
    request.remote_address = address;
    request.body = R"({"name":"ada","password":"wrong"})";
    for (int i = 0; i < 8; ++i)
        row(api::Method::post, "/api/v1/session").async_handler(request, [&](Result<api::Reply> reply) { answers.push_back(code_of(reply)); });
    for (auto& work : waiting) work();
    EXPECT_EQ(std::count(answers.begin(), answers.end(), "access.wrong_password"), 4);
    EXPECT_EQ(std::count(answers.begin(), answers.end(), "429"), 4);
}

TEST_F(PeopleRoutesTest, ABoundedNumberWaitsToBeHashed) {
    held = true;
    int busy = 0;
    api::Request request;
    request.body = R"({"name":"ada","password":"wrong"})";
    for (int i = 0; i < Desk::waiting_limit + 3; ++i)
        row(api::Method::post, "/api/v1/invitations").async_handler(request, [&](Result<api::Reply> reply) { busy += code_of(reply) == "base.busy"; });
    EXPECT_EQ(busy, 3);
    EXPECT_EQ(waiting.size(), static_cast<std::size_t>(Desk::waiting_limit));
    for (auto& work : waiting) work();
    held = false;
    EXPECT_EQ(code_of(sign_in("bob", "wrong")), "access.wrong_password") << "there is room again";
    room = false;
    EXPECT_EQ(code_of(sign_in("bob", "wrong")), "base.busy");
}

TEST_F(PeopleRoutesTest, AFloodOfSignInsKeepsNoAdministratorFromDisablingSomebody) {
    set_up();
    held = true;
    std::size_t busy = 0;
    api::Request request;
    request.body = R"({"name":"ada","password":"wrong"})";
    for (std::size_t i = 0; i < 60; ++i) {
        request.remote_address = "192.0.2." + std::to_string(i % 6);
        row(api::Method::post, "/api/v1/session").async_handler(request, [&](Result<api::Reply> reply) { busy += code_of(reply) == "base.busy"; });
    }
    EXPECT_EQ(busy, 60 - WaitingRoom::seats);
    std::string answer = "none yet";
    request.path_parameters["id"] = "person:nobody";
    request.body = R"({"state":"disabled"})";
    row(api::Method::patch, "/api/v1/people/{id}").async_handler(request, [&](Result<api::Reply> reply) { answer = code_of(reply); });
    EXPECT_EQ(answer, "none yet") << "it waits its turn";
    for (auto& work : waiting) work();
    EXPECT_EQ(answer, "access.unknown_person");
}

TEST_F(PeopleRoutesTest, ALinkThatWasWithdrawnWhileItsPasswordWasHashedChangesNothing) {
    set_up();
    const std::string admin = cookie;
    ASSERT_TRUE(join(invite("bob").code, "another good one"));
    const std::string bob = session().person->id;
    cookie = admin;
    const auto reset = ask(api::Method::post, "/api/v1/people/{id}/reset", "", bob);
    ASSERT_TRUE(reset);
    accounts.when_set = [&] {
        const TokenText newer = draw(random);
        EXPECT_TRUE(engine.submit("system", IssueReset{bob, {newer.id, secret_hash(newer.secret)}}));
    };
    const std::string code = json::decode<InvitationIssued>(reset->body)->code;
    EXPECT_EQ(code_of(ask(api::Method::post, "/api/v1/join", R"({"code":")" + code + R"(","password":"a thief's password","display_name":"Thief"})")), "access.wrong_code");
    cookie.clear();
    EXPECT_EQ(code_of(sign_in("bob", "a thief's password")), "access.wrong_password");
    EXPECT_EQ(code_of(sign_in("bob", "another good one")), "200");
    EXPECT_EQ(session().person->display_name, "B");
}

TEST_F(PeopleRoutesTest, FailuresReachTheLogTogether) {
    set_up();
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(sign_in("ada", "wrong"));
    EXPECT_FALSE(sign_in("nobody", "wrong"));
    engine.events.clear();
    ASSERT_TRUE(desk->tend(now));
    ASSERT_EQ(engine.events.size(), 1u);
    const auto& failed = std::get<SignInFailed>(engine.events.front());
    EXPECT_EQ(failed.attempts, 4u);
    EXPECT_EQ(failed.unknown_names, 1u);
    ASSERT_TRUE(desk->tend(now));
    EXPECT_EQ(engine.events.size(), 1u) << "nothing more to tell";
}

TEST_F(PeopleRoutesTest, AnInvitationIsShownOnceAndJoins) {
    set_up();
    const InvitationIssued issued = invite("Bob", "responder");
    EXPECT_EQ(issued.name, "bob");
    EXPECT_EQ(issued.link_path, "/join#" + issued.code);
    EXPECT_EQ(issued.expires, t0 + invitation_lifetime);
    EXPECT_EQ(json::encode(engine.state).find(issued.code.substr(issued.code.rfind('_') + 1)), std::string::npos) << "only its hash is kept";
    EXPECT_EQ(code_of(ask(api::Method::post, "/api/v1/invitations", R"({"name":"bob","display_name":"B","role":"viewer"})")), "access.name_taken");
    EXPECT_EQ(code_of(ask(api::Method::post, "/api/v1/invitations", R"({"name":"eve","display_name":"E","role":"king"})")), "base.invalid");
    EXPECT_EQ(code_of(join(issued.code, "short")), "access.invalid_password");
    ASSERT_TRUE(join(issued.code, "another good one"));
    EXPECT_EQ(session().person->name, "bob");
    EXPECT_EQ(session().rights, (std::vector<api::Right>{api::Right::view, api::Right::respond, api::Right::practise}));
    EXPECT_EQ(code_of(join(issued.code, "another good one")), "access.wrong_code") << "once";
}

TEST_F(PeopleRoutesTest, AResetLinkSetsANewPasswordAndEndsTheOldSessions) {
    set_up();
    const std::string admin = cookie;
    ASSERT_TRUE(join(invite("bob").code, "another good one"));
    const std::string old = cookie;
    const std::string bob = session().person->id;
    cookie = admin;
    const auto reset = ask(api::Method::post, "/api/v1/people/{id}/reset", "", bob);
    ASSERT_TRUE(reset);
    EXPECT_EQ(reset->status, 201);
    EXPECT_TRUE(reset->shown_once);
    ASSERT_TRUE(join(json::decode<InvitationIssued>(reset->body)->code, "a third good one"));
    EXPECT_EQ(session().person->id, bob);
    cookie = old;
    EXPECT_FALSE(session().signed_in);
    cookie.clear();
    EXPECT_EQ(code_of(sign_in("bob", "another good one")), "access.wrong_password");
    EXPECT_EQ(code_of(sign_in("bob", "a third good one")), "200");
    EXPECT_EQ(code_of(ask(api::Method::post, "/api/v1/people/{id}/reset", "", "person:nobody")), "access.unknown_person");
}

TEST_F(PeopleRoutesTest, ANewPasswordNeedsTheOldOneAndEndsOtherSessions) {
    set_up();
    const std::string elsewhere = cookie;
    ASSERT_TRUE(sign_in("ada", good_password));
    const auto change = [&](const std::string& old, const std::string& password) {
        return ask(api::Method::post, "/api/v1/password", R"({"old":")" + old + R"(","password":")" + password + "\"}");
    };
    const auto wrong = change("wrong", "another good one");
    ASSERT_EQ(code_of(wrong), "access.invalid_password");
    EXPECT_EQ(wrong.error().fields().front().where, "/old");
    EXPECT_EQ(code_of(change(good_password, "short")), "access.invalid_password");
    EXPECT_EQ(code_of(change(good_password, "another good one")), "204");
    EXPECT_TRUE(session().signed_in);
    cookie = elsewhere;
    EXPECT_FALSE(session().signed_in);
    EXPECT_EQ(code_of(change("x", "another good one")), "access.not_a_person") << "tokens have no password";
    EXPECT_EQ(code_of(sign_in("ada", good_password)), "access.wrong_password");
    EXPECT_EQ(code_of(sign_in("ada", "another good one")), "200");
}

TEST_F(PeopleRoutesTest, SignOutEndsTheSessionAndClearsTheCookie) {
    set_up();
    const auto out = ask(api::Method::del, "/api/v1/session");
    ASSERT_EQ(code_of(out), "204");
    EXPECT_TRUE(header(*out, "Set-Cookie").starts_with("plimsoll_session=; Path=/; Max-Age=0;"));
    EXPECT_FALSE(session().signed_in);
    EXPECT_EQ(code_of(ask(api::Method::del, "/api/v1/session")), "access.not_a_person");
}

TEST_F(PeopleRoutesTest, SessionsAreListedWithWhereTheyBeganAndEnded) {
    set_up();
    ASSERT_TRUE(sign_in("ada", good_password));
    const std::string admin = cookie;
    const auto own = json::decode<SessionList>(ask(api::Method::get, "/api/v1/sessions")->body);
    ASSERT_TRUE(own);
    ASSERT_EQ(own->items.size(), 2u);
    EXPECT_EQ(std::count_if(own->items.begin(), own->items.end(), [](const SessionRow& r) { return r.current; }), 1);
    EXPECT_EQ(own->items[0].address, "10.0.0.1");
    EXPECT_EQ(own->items[0].agent, "Browser/1");
    EXPECT_EQ(own->items[0].person_name, "Ada L");
    ASSERT_TRUE(join(invite("bob").code, "another good one"));
    const std::string bobs = json::decode<SessionList>(ask(api::Method::get, "/api/v1/sessions")->body)->items.at(0).id;
    EXPECT_EQ(code_of(ask(api::Method::get, "/api/v1/sessions", "", "", "true")), "access.others_sessions");
    EXPECT_EQ(code_of(ask(api::Method::del, "/api/v1/sessions/{id}", "", own->items[0].id)), "access.unknown_session") << "not Bob's";
    const std::string bob = cookie;
    cookie = admin;
    EXPECT_EQ(json::decode<SessionList>(ask(api::Method::get, "/api/v1/sessions", "", "", "true")->body)->items.size(), 3u);
    EXPECT_EQ(code_of(ask(api::Method::del, "/api/v1/sessions/{id}", "", bobs)), "204");
    cookie = bob;
    EXPECT_FALSE(session().signed_in);
}

TEST_F(PeopleRoutesTest, IdleSessionsEndAndAreSaidToHave) {
    set_up();
    now = now + session_idle;
    EXPECT_FALSE(session().signed_in);
    engine.events.clear();
    ASSERT_TRUE(desk->tend(now));
    ASSERT_EQ(engine.events.size(), 1u);
    EXPECT_EQ(std::get<SessionsExpired>(engine.events.front()).sessions.size(), 1u);
    EXPECT_TRUE(engine.state.sessions.empty());
}

TEST_F(PeopleRoutesTest, PeopleAreListedAndChanged) {
    set_up();
    const std::string admin = cookie;
    const std::string bob = invite("bob").id;
    const auto change = [&](const std::string& id, const std::string& body) { return ask(api::Method::patch, "/api/v1/people/{id}", body, id); };
    EXPECT_EQ(code_of(change(bob, R"({"state":"invited"})")), "access.invalid_person");
    EXPECT_EQ(code_of(change(bob, R"({"display_name":" "})")), "access.invalid_person");
    EXPECT_EQ(code_of(change(bob, R"({"state":"active"})")), "access.not_joined");
    EXPECT_EQ(code_of(change("person:none", "{}")), "access.unknown_person");
    const auto changed = change(bob, R"({"role":"editor","display_name":"Bob B"})");
    ASSERT_TRUE(changed);
    EXPECT_EQ(json::decode<PersonView>(changed->body)->display_name, "Bob B");
    const auto list = json::decode<PeopleList>(ask(api::Method::get, "/api/v1/people")->body);
    ASSERT_EQ(list->items.size(), 2u);
    EXPECT_EQ(list->items[1].role, Role::editor);
    EXPECT_EQ(list->items[1].state, PersonState::invited);
    EXPECT_EQ(list->items[0].sessions, 1u);
    EXPECT_EQ(code_of(change(list->items[0].id, R"({"role":"viewer"})")), "access.last_admin");
}

TEST_F(PeopleRoutesTest, AHiringRoleIsGivenByInvitationAndByChange) {
    set_up();
    const auto issued = json::decode<InvitationIssued>(
        ask(api::Method::post, "/api/v1/invitations", R"({"name":"rita","display_name":"Rita","role":"guest","hiring_role":"manager"})")->body);
    ASSERT_TRUE(issued);
    const auto list = json::decode<PeopleList>(ask(api::Method::get, "/api/v1/people")->body);
    for (const PersonView& person : list->items) {
        if (person.id != issued->id) continue;
        EXPECT_EQ(person.hiring_role, HiringRole::manager);
        EXPECT_EQ(person.rights, (std::vector<api::Right>{api::Right::practise, api::Right::interview, api::Right::hire}));
    }
    const auto changed = ask(api::Method::patch, "/api/v1/people/{id}", R"({"hiring_role":"interviewer"})", issued->id);
    ASSERT_TRUE(changed);
    EXPECT_EQ(json::decode<PersonView>(changed->body)->hiring_role, HiringRole::interviewer);
    EXPECT_FALSE(ask(api::Method::patch, "/api/v1/people/{id}", R"({"hiring_role":"boss"})", issued->id));
}

TEST_F(PeopleRoutesTest, RolesAreData) {
    const auto list = json::decode<RoleList>(ask(api::Method::get, "/api/v1/roles")->body);
    ASSERT_EQ(list->items.size(), 5u);
    ASSERT_EQ(list->hiring.size(), 3u);
    for (std::size_t i = 0; i < roles.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(roles[i].role), i) << "row_of() counts on the order";
    for (std::size_t i = 0; i < hiring_roles.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(hiring_roles[i].role), i) << "the same";
    EXPECT_EQ(list->items[0].rights, (std::vector<api::Right>{api::Right::practise}));
    EXPECT_EQ(list->hiring[0].rights, (std::vector<api::Right>{}));
    EXPECT_EQ(list->hiring[1].rights, (std::vector<api::Right>{api::Right::interview}));
    EXPECT_EQ(list->hiring[2].rights, (std::vector<api::Right>{api::Right::interview, api::Right::hire}));
    EXPECT_EQ(list->items[2].rights, (std::vector<api::Right>{api::Right::view, api::Right::respond, api::Right::practise}));
    EXPECT_EQ(list->items[3].rights, (std::vector<api::Right>{api::Right::view, api::Right::respond, api::Right::edit, api::Right::practise}));
    EXPECT_EQ(list->items[4].rights.size(), 6u) << "all but the two of hiring";
}

TEST_F(PeopleRoutesTest, APasswordOfAnotherCostIsHashedAnewAtTheNextSignIn) {
    set_up();
    const std::string id = session().person->id;
    accounts.passwords[id] = hash_password(good_password, PasswordCost{128, 1, 1}, random);
    ASSERT_TRUE(sign_in("ada", good_password));
    EXPECT_TRUE(accounts.passwords[id].starts_with("$argon2id$v=19$m=64,")) << accounts.passwords[id];
    ASSERT_TRUE(sign_in("ada", good_password));
}

TEST_F(PeopleRoutesTest, TheFirstPersonOfTheSettingsSignsIn) {
    EXPECT_FALSE(desk->add_first("demo", "Demo", "short", now));
    ASSERT_TRUE(desk->add_first("demo", "Demo", "a random password", now));
    ASSERT_TRUE(sign_in("demo", "a random password"));
    EXPECT_EQ(session().person->role, Role::admin);
}

TEST_F(PeopleRoutesTest, NoSecretReachesTheLogOrTheState) {
    set_up();
    ASSERT_TRUE(join(invite("bob").code, "another good one"));
    std::string all = json::encode(engine.state);
    for (const Event& event : engine.events) std::visit([&](const auto& fact) { all += json::encode(fact); }, event);
    for (const std::string& secret : {good_password, std::string("argon2"), std::string("Ada L"), std::string("\"bob\""), std::string("10.0.0.1"), cookie.substr(cookie.rfind('_') + 1)})
        EXPECT_EQ(all.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace plimsoll::access

#include "domain/access/routes.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/access/authenticator.h"
#include "domain/access/replies.h"
#include "domain/access/token_text.h"

namespace plimsoll::access {
namespace {

const Timestamp t0 = Timestamp::from_seconds(1'700'000'000);

/// The rows over an engine that decides and applies at once.
class RoutesTest : public testing::Test {
protected:
    RoutesTest() {
        api::Engine<State, Command> engine;
        engine.read = [this](const std::function<void(const State&)>& look) {
            look(state);
            return seq;
        };
        engine.submit = [this](const api::Actor& actor, const Command& command) -> Result<std::uint64_t> {
            TRY_ASSIGN(const auto events, decide(state, command, {t0, actor.id}));
            for (const Event& event : events) apply(state, event, {++seq, t0, actor.id});
            return seq;
        };
        rows = routes(engine, random);
    }
    Result<api::Reply> ask(std::size_t row, api::Request request) {
        request.actor = {"token:root", {api::Right::admin}};
        request.at = t0;
        return rows[row].handler(request);
    }
    Result<api::Reply> create(const std::string& body) {
        api::Request request;
        request.body = body;
        return ask(1, request);
    }
    State state;
    std::uint64_t seq = 0;
    SeededRandom random{5};
    std::vector<api::Route> rows;
};

TEST_F(RoutesTest, EveryRowNeedsAdmin) {
    for (const api::Route& row : rows) {
        EXPECT_EQ(row.right, api::Right::admin);
        EXPECT_FALSE(row.open_on_loopback || row.needs_no_right);
    }
}

TEST_F(RoutesTest, AMadeTokenWorksAndItsSecretIsShownOnce) {
    const auto reply = create(R"({"name":"ci","rights":["view","edit"]})");
    ASSERT_TRUE(reply) << reply.error().report();
    EXPECT_EQ(reply->status, 201);
    EXPECT_EQ(reply->after_seq, 1u);
    EXPECT_TRUE(reply->shown_once);
    const auto start = reply->body.find("plm_");
    const std::string text = reply->body.substr(start, reply->body.find('"', start) - start);
    Authenticator authenticator;
    authenticator.publish(state, t0);
    const auto actor = authenticator.verify("Bearer " + text, "", t0);
    ASSERT_TRUE(actor);
    EXPECT_TRUE(actor->rights.has(api::Right::edit));
    const std::string secret = text.substr(text.rfind('_') + 1);
    const auto list = ask(0, {});
    ASSERT_TRUE(list);
    EXPECT_EQ(list->body.find("secret"), std::string::npos);
    EXPECT_NE(list->body.find("\"name\":\"ci\""), std::string::npos);
    EXPECT_EQ(json::encode(state).find(secret), std::string::npos);
}

TEST_F(RoutesTest, ABadBodyIsRefusedWithEveryFault) {
    EXPECT_EQ(create("{").error().kind().http_status, 400);
    EXPECT_EQ(create(R"({"name":"x","rights":["fly"]})").error().kind().http_status, 422);
    EXPECT_EQ(create(R"({"name":"x","rights":["view"],"secret":"y"})").error().kind().http_status, 422) << "an unknown key";
    const auto both = create(R"({"name":"","rights":[]})");
    ASSERT_FALSE(both);
    EXPECT_EQ(both.error().fields().size(), 2u);
}

TEST_F(RoutesTest, ARevokedTokenIsListedAsSuch) {
    ASSERT_TRUE(create(R"({"name":"ci","rights":["view"]})"));
    api::Request request;
    request.path_parameters["id"] = state.tokens.begin()->first;
    const auto revoked = ask(2, request);
    ASSERT_TRUE(revoked);
    EXPECT_EQ(revoked->status, 204);
    EXPECT_NE(ask(0, {})->body.find("\"works\":false"), std::string::npos);
    request.path_parameters["id"] = "ffffffff";
    EXPECT_EQ(ask(2, request).error().kind().http_status, 404);
}

TEST_F(RoutesTest, ListsComeInPages) {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(create(R"({"name":"t)" + std::to_string(i) + R"(","rights":["view"]})"));
    std::string cursor;
    std::size_t pages = 0;
    std::size_t tokens = 0;
    do {
        api::Request request;
        request.query.emplace("limit", "2");
        if (!cursor.empty()) request.query.emplace("cursor", cursor);
        const auto reply = ask(0, request);
        ASSERT_TRUE(reply);
        ++pages;
        for (std::size_t at = reply->body.find("\"id\""); at != std::string::npos; at = reply->body.find("\"id\"", at + 1)) ++tokens;
        cursor = json::decode<TokenList>(reply->body)->next_cursor;
    } while (!cursor.empty());
    EXPECT_EQ(pages, 3u);
    EXPECT_EQ(tokens, 5u);
    for (const char* limit : {"0", "1001", "x", "-1", ""}) {
        api::Request request;
        request.query.emplace("limit", limit);
        EXPECT_FALSE(ask(0, request)) << limit;
    }
}

}  // namespace
}  // namespace plimsoll::access

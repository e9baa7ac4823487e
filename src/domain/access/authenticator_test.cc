#include "domain/access/authenticator.h"

#include <gtest/gtest.h>

#include <thread>

#include "domain/access/local_token.h"
#include "domain/access/token_text.h"

namespace plimsoll::access {
namespace {

const Timestamp t0 = Timestamp::from_seconds(1'700'000'000);

TEST(TokenText, IsReadBack) {
    SeededRandom random(1);
    for (int i = 0; i < 100; ++i) {
        const TokenText token = draw(random);
        const std::string text = format(token);
        EXPECT_EQ(text.size(), 4u + 16u + 1u + 43u);
        const auto read = parse_token(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(read->id, token.id);
        EXPECT_EQ(read->secret, token.secret);
    }
}

TEST(TokenText, RefusesWhatIsNoToken) {
    SeededRandom random(1);
    const std::string good = format(draw(random));
    for (const std::string& bad : {std::string(), std::string("plm_"), good.substr(1), good.substr(0, good.size() - 1), good + "A", "PLM" + good.substr(3),
                                   good + "=", "plm__" + good.substr(21), "plm_XYZXYZXY" + good.substr(20)})
        EXPECT_FALSE(parse_token(bad)) << bad;
}

TEST(TokenText, OneSecretHasOneSpelling) {
    SeededRandom random(1);
    std::string text = format(draw(random));
    int spellings = 0;
    for (const char last : std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/")) {
        text.back() = last;
        if (parse_token(text)) ++spellings;
    }
    EXPECT_EQ(spellings, 16) << "the last digit carries 4 bits";
}

class AuthenticatorTest : public testing::Test {
protected:
    AuthenticatorTest() {
        add(good, {api::Right::view, api::Right::ingest});
        authenticator.publish(state, t0);
    }
    Token& add(const TokenText& token, std::vector<api::Right> rights) {
        return state.tokens[token.id] = {token.id, "t", std::move(rights), secret_hash(token.secret), t0, "x", {}, {}, {}};
    }
    std::string verify(const std::string& header, const std::string& address = "10.0.0.1", Timestamp now = t0) {
        const auto actor = authenticator.verify(header, address, now);
        return actor ? actor->id : std::string(actor.error().code());
    }
    std::string bearer(const TokenText& token) { return "Bearer " + format(token); }

    SeededRandom random{7};
    TokenText good = draw(random);
    TokenText other = draw(random);
    State state;
    Authenticator authenticator{AttemptLimits{3, Duration::minutes(1), 4}};
};

TEST_F(AuthenticatorTest, AGoodTokenIsItsActor) {
    EXPECT_EQ(verify(bearer(good)), "token:" + good.id);
    EXPECT_EQ(verify("bEaReR  " + format(good)), "token:" + good.id);
    const auto actor = authenticator.verify(bearer(good), "", t0);
    EXPECT_TRUE(actor->rights.has(api::Right::ingest));
    EXPECT_FALSE(actor->rights.has(api::Right::edit));
}

TEST_F(AuthenticatorTest, EverythingElseIsRefused) {
    EXPECT_EQ(verify("", "a"), errors::not_a_token.code);
    EXPECT_EQ(verify("Basic dXNlcjpwYXNz", "b"), errors::not_a_token.code);
    EXPECT_EQ(verify("Bearer", "c"), errors::not_a_token.code);
    EXPECT_EQ(verify(bearer(other), "d"), errors::wrong_token.code) << "unknown id";
    EXPECT_EQ(verify(bearer({good.id, other.secret}), "d"), errors::wrong_token.code) << "wrong secret";
}

TEST_F(AuthenticatorTest, ARevokedOrExpiredTokenSaysSoToItsHolderOnly) {
    Token& token = add(good, {api::Right::view});
    token.expires = t0 + Duration::hours(1);
    authenticator.publish(state, t0);
    EXPECT_EQ(verify(bearer(good)), "token:" + good.id);
    EXPECT_EQ(verify(bearer(good), "a", t0 + Duration::hours(1)), errors::expired.code);
    token.revoked = t0;
    authenticator.publish(state, t0);
    EXPECT_EQ(verify(bearer(good), "a"), errors::revoked.code);
    EXPECT_EQ(verify(bearer({good.id, other.secret}), "a"), errors::wrong_token.code);
}

TEST_F(AuthenticatorTest, WrongTokensAreLimitedPerAddressAndARightOneStillPasses) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(verify(bearer(other)), errors::wrong_token.code);
    EXPECT_EQ(verify(bearer(other)), errors::too_many_attempts.code);
    EXPECT_EQ(verify(bearer(good)), "token:" + good.id) << "a neighbour's mistakes lock nobody out";
    EXPECT_EQ(verify(bearer(other), "10.0.0.2"), errors::wrong_token.code) << "another address";
    EXPECT_EQ(verify(bearer(other), "10.0.0.1", t0 + Duration::minutes(1)), errors::wrong_token.code) << "a minute later";
}

TEST_F(AuthenticatorTest, AClockThatStepsBackKeepsNobodyOut) {
    for (int i = 0; i < 4; ++i) verify(bearer(other));
    EXPECT_EQ(verify(bearer(other), "10.0.0.1", t0 - Duration::hours(1)), errors::wrong_token.code);
}

TEST_F(AuthenticatorTest, TheTableOfAddressesIsBounded) {
    for (int i = 0; i < 100; ++i) verify(bearer(other), "10.0.1." + std::to_string(i));
    EXPECT_EQ(authenticator.addresses_remembered(), 4u);
}

TEST_F(AuthenticatorTest, StatesMayBePublishedWhileOthersVerify) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i) EXPECT_EQ(verify(bearer(good)), "token:" + good.id);
        });
    for (int i = 0; i < 200; ++i) authenticator.publish(state, t0);
    for (auto& thread : threads) thread.join();
}

class LocalTokenTest : public testing::Test {
protected:
    LocalTokenPlan plan(std::optional<std::string_view> file) { return plan_local_token(state, file, draw(random), t0); }
    void carry_out(const LocalTokenPlan& what) {
        for (const Command& command : what.commands) {
            const auto events = decide(state, command, {t0, "system"});
            ASSERT_TRUE(events) << events.error().report();
            for (const Event& event : *events) apply(state, event, {1, t0, "system"});
        }
    }
    SeededRandom random{3};
    State state;
};

TEST_F(LocalTokenTest, AFirstStartMakesAnAdminToken) {
    const auto first = plan(std::nullopt);
    ASSERT_EQ(first.commands.size(), 1u);
    carry_out(first);
    Authenticator authenticator;
    authenticator.publish(state, t0);
    const auto actor = authenticator.verify("Bearer " + first.file_text.substr(0, first.file_text.size() - 1), "", t0);
    ASSERT_TRUE(actor);
    EXPECT_TRUE(actor->rights.has(api::Right::admin));
}

TEST_F(LocalTokenTest, ALaterStartWithTheFileDoesNothing) {
    const auto first = plan(std::nullopt);
    carry_out(first);
    EXPECT_TRUE(plan(first.file_text).commands.empty());
    EXPECT_TRUE(plan("  " + first.file_text + "\r\n").commands.empty());
}

TEST_F(LocalTokenTest, ALostOrChangedFileRevokesTheOldTokenAndMakesANewOne) {
    const auto first = plan(std::nullopt);
    carry_out(first);
    for (const auto& file : {std::optional<std::string_view>(), std::optional<std::string_view>("rubbish"), std::optional<std::string_view>("")}) {
        const auto again = plan(file);
        ASSERT_EQ(again.commands.size(), 2u);
        EXPECT_TRUE(std::holds_alternative<RevokeToken>(again.commands[0]));
    }
    const auto again = plan(std::nullopt);
    carry_out(again);
    EXPECT_EQ(plan(first.file_text).commands.size(), 2u) << "the old one no longer lets anybody in";
    EXPECT_TRUE(plan(again.file_text).commands.empty());
}

}  // namespace
}  // namespace plimsoll::access

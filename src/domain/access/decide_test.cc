// The rules of tokens, in the order of the guards, and the fold.
#include "domain/access/decide.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/access/access_codec.h"

namespace plimsoll::access {
namespace {

const Timestamp t0 = Timestamp::from_seconds(1'700'000'000);
const log::Issued issued{t0, "token:root"};
const std::string hash(64, 'a');

CreateToken create(std::string id = "00112233aabbccdd", std::string name = "ci") {
    return {std::move(id), std::move(name), {api::Right::view}, hash, std::nullopt};
}

class DecideTest : public testing::Test {
protected:
    void given(const Command& command, Timestamp at = t0) {
        const auto events = decide(state, command, {at, "token:root"});
        ASSERT_TRUE(events) << events.error().report();
        for (const Event& event : *events) apply(state, event, {++seq, at, "token:root"});
    }
    std::string refusal(const Command& command, Timestamp at = t0) {
        const auto events = decide(state, command, {at, "token:root"});
        return events ? "" : std::string(events.error().code());
    }
    std::size_t faults(const CreateToken& command) {
        const auto events = decide(state, command, issued);
        return events ? 0 : events.error().fields().size();
    }
    State state;
    log::Seq seq = 0;
};

TEST_F(DecideTest, AGoodTokenIsCreated) {
    given(create());
    const Token& token = state.tokens.at("00112233aabbccdd");
    EXPECT_EQ(token.name, "ci");
    EXPECT_EQ(token.created, t0);
    EXPECT_EQ(token.created_by, "token:root");
    EXPECT_TRUE(token.works(t0));
    EXPECT_TRUE(token.granted().has(api::Right::view));
    EXPECT_FALSE(token.granted().has(api::Right::edit));
}

TEST_F(DecideTest, TheSameTokenAgainChangesNothing) {
    given(create());
    const auto again = decide(state, create(), issued);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->empty());
}

TEST_F(DecideTest, EveryWrongFieldIsNamedAtOnce) {
    CreateToken all;
    all.expires = t0;
    EXPECT_EQ(faults(all), 5u);
    const auto one = [&](auto change) {
        CreateToken command = create();
        change(command);
        return faults(command);
    };
    EXPECT_EQ(one([](CreateToken& c) { c.id = "0011"; }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.id = "0011223Z"; }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.name = std::string(101, 'n'); }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.name = std::string(100, 'n'); }), 0u);
    EXPECT_EQ(one([](CreateToken& c) { c.name = " ci"; }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.name = "a\x1b[2J"; }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.name = "a\nb"; }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.name = "\xff"; }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.rights = {api::Right::view, api::Right::view}; }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.secret_sha256 = std::string(64, 'A'); }), 1u);
    EXPECT_EQ(one([](CreateToken& c) { c.expires = t0 + Duration::ms(1); }), 0u);
}

TEST_F(DecideTest, AWrongFieldIsSaidBeforeAConflict) {
    given(create());
    CreateToken command = create();
    command.rights.clear();
    EXPECT_EQ(refusal(command), errors::invalid_token.code);
}

TEST_F(DecideTest, AnIdIsNeverUsedTwice) {
    given(create());
    EXPECT_EQ(refusal(create("00112233aabbccdd", "other")), errors::exists.code);
    given(RevokeToken{"00112233aabbccdd"});
    EXPECT_EQ(refusal(create()), errors::exists.code);
}

TEST_F(DecideTest, ALiveNameIsUsedOnce) {
    CreateToken ends = create();
    ends.expires = t0 + Duration::days(1);
    given(ends);
    EXPECT_EQ(refusal(create("0000000000000001")), errors::exists.code);
    EXPECT_EQ(refusal(create("0000000000000001"), t0 + Duration::days(1)), "") << "the first one has expired";
    given(RevokeToken{"00112233aabbccdd"});
    EXPECT_EQ(refusal(create("0000000000000001")), "");
}

TEST_F(DecideTest, LiveTokensAreBounded) {
    for (std::size_t i = 0; i < live_limit; ++i) given(create(std::to_string(10'000'000 + i), "t" + std::to_string(i)));
    EXPECT_EQ(refusal(create()), errors::too_many_tokens.code);
    given(RevokeToken{"10000000"});
    EXPECT_EQ(refusal(create()), "");
}

TEST_F(DecideTest, RevokingIsForEverAndIdempotent) {
    EXPECT_EQ(refusal(RevokeToken{"00112233aabbccdd"}), errors::unknown_token.code);
    given(create());
    given(RevokeToken{"00112233aabbccdd"}, t0 + Duration::hours(1));
    EXPECT_FALSE(state.tokens.at("00112233aabbccdd").works(t0));
    EXPECT_EQ(state.tokens.at("00112233aabbccdd").revoked, t0 + Duration::hours(1));
    const auto again = decide(state, RevokeToken{"00112233aabbccdd"}, issued);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->empty());
}

TEST_F(DecideTest, OldRevokedTokensAreForgotten) {
    for (std::size_t i = 0; i < revoked_kept + 5; ++i) {
        const std::string id = std::to_string(10'000'000 + i);
        given(create(id, "t"), t0 + Duration::seconds(static_cast<std::int64_t>(i)));
        given(RevokeToken{id}, t0 + Duration::seconds(static_cast<std::int64_t>(i)));
    }
    EXPECT_EQ(state.tokens.size(), revoked_kept);
    EXPECT_FALSE(state.tokens.contains("10000004"));
    EXPECT_TRUE(state.tokens.contains("10000005"));
}

TEST(AccessState, ARevocationOfAForgottenTokenChangesNothing) {
    State state;
    apply(state, TokenRevoked{"gone"}, {1, t0, "x"});
    EXPECT_TRUE(state.tokens.empty());
}

TEST(AccessCodec, WhatIsWrittenIsRead) {
    for (const Event& event : {Event(TokenCreated{"00112233", "ci", {api::Right::view, api::Right::admin}, hash, t0}), Event(TokenRevoked{"00112233"})}) {
        const log::NewEvent row = encode(event, issued, "api");
        EXPECT_EQ(row.stream, "token/00112233");
        EXPECT_EQ(row.actor, "token:root");
        const auto read = decode(row);
        ASSERT_TRUE(read && *read);
        EXPECT_EQ(encode(**read, issued, "api").body, row.body);
    }
}

TEST(AccessCodec, TheBodyIsPermanent) {
    EXPECT_EQ(encode(TokenCreated{"00112233", "ci", {api::Right::ingest}, "ab", std::nullopt}, issued, "api").body,
              R"({"token":"00112233","name":"ci","rights":["ingest"],"secret_sha256":"ab","expires":null})");
    EXPECT_EQ(encode(TokenRevoked{"00112233"}, issued, "api").body, R"({"token":"00112233"})");
}

TEST(AccessCodec, OtherTypesAreNotOursAndUnknownVersionsAreRefused) {
    log::NewEvent row = encode(TokenRevoked{"00112233"}, issued, "api");
    row.version = 2;
    EXPECT_FALSE(decode(row));
    row.type = "slo.AlertFired";
    EXPECT_TRUE(decode(row));
    EXPECT_FALSE(decode(row)->has_value());
}

TEST_F(DecideTest, ASnapshotHoldsTheWholeState) {
    given(create());
    given(create("0000000000000001", "other"));
    given(RevokeToken{"0000000000000001"});
    const std::string text = json::encode(state);
    const auto read = json::decode<State>(text);
    ASSERT_TRUE(read) << read.error().report();
    EXPECT_EQ(json::encode(*read), text);
}

}  // namespace
}  // namespace plimsoll::access

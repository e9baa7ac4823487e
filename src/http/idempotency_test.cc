#include "http/idempotency.h"

#include <gtest/gtest.h>

#include "http/errors.h"

namespace plimsoll::http {
namespace {

const Timestamp t0 = Timestamp::from_seconds(1'000'000);

api::Reply reply(int status, std::string body) {
    api::Reply out;
    out.status = status;
    out.body = std::move(body);
    return out;
}

class IdempotencyTest : public testing::Test {
protected:
    bool is_fresh(const std::string& key, const std::string& request = "r", Timestamp at = t0) {
        const auto begun = store.begin({"a", key}, crypto::sha256(request), at);
        return begun && std::holds_alternative<IdempotencyStore::Fresh>(*begun);
    }
    std::string refusal(const std::string& key, const std::string& request = "r") {
        const auto begun = store.begin({"a", key}, crypto::sha256(request), t0);
        return begun ? "" : std::string(begun.error().code());
    }
    MemoryIdempotencyStore store{IdempotencyBounds{3, 100, Duration::hours(24)}};
};

TEST_F(IdempotencyTest, TheSameRequestGetsTheSameAnswer) {
    ASSERT_TRUE(is_fresh("k"));
    store.finish({"a", "k"}, reply(201, "made"));
    const auto again = store.begin({"a", "k"}, crypto::sha256("r"), t0);
    ASSERT_TRUE(again);
    EXPECT_EQ(std::get<api::Reply>(*again).body, "made");
    EXPECT_EQ(std::get<api::Reply>(*again).status, 201);
}

TEST_F(IdempotencyTest, AnotherRequestUnderTheKeyIsRefused) {
    ASSERT_TRUE(is_fresh("k"));
    EXPECT_EQ(refusal("k", "other"), errors::key_reused.code);
    store.finish({"a", "k"}, reply(200, ""));
    EXPECT_EQ(refusal("k", "other"), errors::key_reused.code);
}

TEST_F(IdempotencyTest, ARequestInFlightIsNotDoneTwice) {
    ASSERT_TRUE(is_fresh("k"));
    EXPECT_EQ(refusal("k"), errors::key_in_flight.code);
}

TEST_F(IdempotencyTest, KeysOfTwoActorsAreTwoKeys) {
    ASSERT_TRUE(is_fresh("k"));
    EXPECT_TRUE(store.begin({"b", "k"}, crypto::sha256("other"), t0));
}

TEST_F(IdempotencyTest, AFailureOfOursMayBeTriedAgain) {
    ASSERT_TRUE(is_fresh("k"));
    store.finish({"a", "k"}, reply(503, ""));
    EXPECT_TRUE(is_fresh("k"));
}

TEST_F(IdempotencyTest, ASecretIsNotKept) {
    ASSERT_TRUE(is_fresh("k"));
    api::Reply secret = reply(201, "plm_secret");
    secret.shown_once = true;
    store.finish({"a", "k"}, secret);
    EXPECT_EQ(refusal("k"), errors::shown_once.code);
}

TEST_F(IdempotencyTest, TheLeastRecentlyUsedAnswerMakesRoom) {
    for (const char* key : {"1", "2", "3"}) {
        ASSERT_TRUE(is_fresh(key));
        store.finish({"a", key}, reply(200, key));
    }
    EXPECT_FALSE(is_fresh("1")) << "used now";
    ASSERT_TRUE(is_fresh("4"));
    EXPECT_EQ(store.size(), 3u);
    EXPECT_FALSE(is_fresh("1"));
    EXPECT_FALSE(is_fresh("3"));
}

TEST_F(IdempotencyTest, RequestsInFlightAreNeverDropped) {
    for (const char* key : {"1", "2", "3"}) ASSERT_TRUE(is_fresh(key));
    EXPECT_EQ(refusal("4"), errors::busy.code);
    EXPECT_EQ(refusal("1"), errors::key_in_flight.code);
}

TEST_F(IdempotencyTest, AnswersAreBoundedInBytes) {
    for (const char* key : {"1", "2", "3"}) {
        ASSERT_TRUE(is_fresh(key));
        store.finish({"a", key}, reply(200, std::string(25, 'x')));
    }
    EXPECT_EQ(store.size(), 3u);
    ASSERT_TRUE(is_fresh("4"));
    store.finish({"a", "4"}, reply(200, std::string(26, 'x')));
    EXPECT_TRUE(is_fresh("4")) << "an answer above a quarter of the room is not kept";
}

TEST_F(IdempotencyTest, AnAnswerIsForgottenAfterADay) {
    ASSERT_TRUE(is_fresh("k"));
    store.finish({"a", "k"}, reply(200, ""));
    EXPECT_FALSE(is_fresh("k", "r", t0 + Duration::hours(24)));
    EXPECT_TRUE(is_fresh("k", "r", t0 + Duration::hours(24) + Duration::ms(1)));
}

TEST(IdempotencyKey, IsPrintableAndShort) {
    EXPECT_TRUE(is_idempotency_key("0b7b9d1e-7f4e-4f2e-9a3b"));
    EXPECT_TRUE(is_idempotency_key(std::string(255, 'k')));
    for (const std::string& bad : {std::string(), std::string(256, 'k'), std::string("a b"), std::string("\xc3\xa9"), std::string("a\n")})
        EXPECT_FALSE(is_idempotency_key(bad)) << bad;
}

TEST(IdempotencyKey, TheFingerprintTellsRequestsApart) {
    api::Request a;
    a.method = api::Method::post;
    a.path = "/x";
    a.body = "1";
    api::Request b = a;
    EXPECT_EQ(request_fingerprint(a), request_fingerprint(b));
    b.body = "2";
    EXPECT_NE(request_fingerprint(a), request_fingerprint(b));
    b = a;
    b.query.emplace("q", "1");
    EXPECT_NE(request_fingerprint(a), request_fingerprint(b));
    b = a;
    b.method = api::Method::put;
    EXPECT_NE(request_fingerprint(a), request_fingerprint(b));
}

}  // namespace
}  // namespace plimsoll::http

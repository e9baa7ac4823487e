// Cookies to people: what lets in, until when, and what proves that a change came from our own page.
#include <gtest/gtest.h>

#include "base/crypto.h"
#include "domain/access/authenticator.h"

namespace plimsoll::access {
namespace {

const Timestamp t0 = Timestamp::from_seconds(1'700'000'000);

class SessionAuthenticatorTest : public testing::Test {
protected:
    SessionAuthenticatorTest() {
        state.people["person:ada"] = {"person:ada", Role::responder, HiringRole::none, PersonState::active, t0, t0, {}};
        state.sessions[shown.id] = {shown.id, "person:ada", secret_hash(shown.secret), t0, t0 + session_absolute};
        authenticator.publish(state, t0);
    }
    std::string cookie() const { return "plimsoll_session=" + format(shown, SecretKind::session); }
    std::string who(const std::string& header, Timestamp now = t0) {
        const auto person = authenticator.session(header, nullptr, now);
        return person ? person->actor.id : std::string(person.error().code());
    }
    SeededRandom random{7};
    TokenText shown = draw(random);
    State state;
    Authenticator authenticator;
};

TEST_F(SessionAuthenticatorTest, ACookieIsItsPersonWithTheRightsOfTheirRole) {
    const auto person = authenticator.session(cookie(), nullptr, t0);
    ASSERT_TRUE(person);
    EXPECT_EQ(person->actor.id, "person:ada");
    EXPECT_EQ(person->session, shown.id);
    EXPECT_TRUE(person->actor.rights.has(api::Right::respond));
    EXPECT_FALSE(person->actor.rights.has(api::Right::edit));
    state.people["person:ada"].role = Role::admin;
    authenticator.publish(state, t0);
    EXPECT_TRUE(authenticator.session(cookie(), nullptr, t0)->actor.rights.has(api::Right::edit)) << "at once";
}

TEST_F(SessionAuthenticatorTest, IsFoundAmongOtherCookies) {
    EXPECT_EQ(who("a=b; " + cookie() + "; c=d"), "person:ada");
    EXPECT_EQ(who("x_" + cookie()), "access.no_session");
    EXPECT_EQ(who("plimsoll_sessions=1; a"), "access.no_session");
    EXPECT_EQ(who(""), "access.no_session");
    EXPECT_EQ(who("plimsoll_session=" + format(shown, SecretKind::token)), "access.no_session") << "a token is no session";
}

TEST_F(SessionAuthenticatorTest, AWrongSecretOrAnUnknownIdHasEnded) {
    TokenText other = shown;
    other.secret[5] ^= 1;
    EXPECT_EQ(who("plimsoll_session=" + format(other, SecretKind::session)), "access.session_ended");
    other = draw(random);
    EXPECT_EQ(who("plimsoll_session=" + format(other, SecretKind::session)), "access.session_ended");
}

TEST_F(SessionAuthenticatorTest, EndsWhenIdleAndAtItsOwnEndHoweverBusy) {
    EXPECT_EQ(who(cookie(), t0 + session_idle - Duration::seconds(1)), "person:ada") << "this counts as seen";
    EXPECT_EQ(who(cookie(), t0 + session_idle + session_idle - Duration::seconds(2)), "person:ada");
    EXPECT_EQ(who(cookie(), t0 + session_idle * 3), "access.session_ended");
    authenticator.publish(State{}, t0);
    authenticator.publish(state, t0);
    for (Timestamp at = t0; at < t0 + session_absolute; at = at + Duration::hours(6)) ASSERT_EQ(who(cookie(), at), "person:ada");
    EXPECT_EQ(who(cookie(), t0 + session_absolute), "access.session_ended");
}

TEST_F(SessionAuthenticatorTest, WhatTimeEndedIsListed) {
    EXPECT_TRUE(authenticator.sessions_over(t0).empty());
    EXPECT_EQ(authenticator.sessions_over(t0 + session_idle), std::vector<std::string>{shown.id});
}

TEST_F(SessionAuthenticatorTest, WhenItWasSeenOutlivesTheTable) {
    const Timestamp later = t0 + Duration::hours(5);
    EXPECT_EQ(who(cookie(), later), "person:ada");
    authenticator.publish(state, later + Duration::hours(1));
    EXPECT_EQ(authenticator.last_seen(shown.id), later);
    EXPECT_EQ(authenticator.last_seen("none"), std::nullopt);
}

TEST_F(SessionAuthenticatorTest, AnEndedSessionOrADisabledPersonLetsNobodyIn) {
    state.people["person:ada"].state = PersonState::disabled;
    authenticator.publish(state, t0);
    EXPECT_EQ(who(cookie()), "access.session_ended");
    state.people["person:ada"].state = PersonState::active;
    state.sessions.clear();
    authenticator.publish(state, t0);
    EXPECT_EQ(who(cookie()), "access.session_ended");
}

TEST_F(SessionAuthenticatorTest, TheCsrfTokenBelongsToOneSession) {
    const std::string right = csrf_of(shown);
    const std::string others = csrf_of(draw(random));
    EXPECT_GE(right.size(), 43u);
    EXPECT_NE(right, others);
    EXPECT_TRUE(authenticator.session(cookie(), &right, t0)->csrf_matches);
    EXPECT_FALSE(authenticator.session(cookie(), &others, t0)->csrf_matches);
    const std::string none;
    EXPECT_FALSE(authenticator.session(cookie(), &none, t0)->csrf_matches);
}

}  // namespace
}  // namespace plimsoll::access

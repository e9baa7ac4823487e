// The rules of people, sessions and one-time codes, in the order of the guards, and the fold.
#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/access/access_codec.h"
#include "domain/access/decide.h"

namespace plimsoll::access {
namespace {

const Timestamp t0 = Timestamp::from_seconds(1'700'000'000);

Secret secret(int n) {
    const std::string id = "0000000000000000" + std::to_string(1000 + n);
    return {id, std::string(60, 'a') + std::to_string(1000 + n)};
}

class PeopleTest : public testing::Test {
protected:
    void given(const Command& command, Timestamp at = t0, const std::string& actor = "system") {
        const auto events = decide(state, command, {at, actor});
        ASSERT_TRUE(events) << events.error().report();
        said.clear();
        for (const Event& event : *events) {
            const auto row = encode(event, {at, actor}, "api");
            const auto back = decode(row);
            ASSERT_TRUE(back && *back) << row.type;
            apply(state, **back, {++seq, at, actor});
            said.push_back(row.type.substr(row.type.find('.') + 1));
        }
    }
    std::string refusal(const Command& command, Timestamp at = t0, const std::string& actor = "system") {
        const auto events = decide(state, command, {at, actor});
        return events ? "" : std::string(events.error().code()).substr(7);
    }
    /// Ada administers, with session 1.
    void set_up() {
        given(IssueSetupCode{secret(0)});
        given(CreateAdministrator{secret(0), "person:ada", secret(1)});
    }
    /// Bob joined as `role`, with session 11.
    void with_bob(Role role = Role::viewer) {
        set_up();
        given(Invite{"person:bob", role, secret(10)});
        given(Join{secret(10), secret(11)});
    }
    const Person& bob() { return state.people.at("person:bob"); }
    using Words = std::vector<std::string>;

    State state;
    log::Seq seq = 0;
    Words said;
};

TEST_F(PeopleTest, TheSetupLinkMakesTheAdministratorOnce) {
    EXPECT_FALSE(state.has_admin());
    given(IssueSetupCode{secret(0)});
    EXPECT_EQ(state.codes.at(secret(0).id).expires, t0 + setup_lifetime);
    given(CreateAdministrator{secret(0), "person:ada", secret(1)});
    EXPECT_EQ(said, (Words{"CodeUsed", "PersonJoined", "PasswordSet", "SignedIn"}));
    EXPECT_TRUE(state.has_admin());
    EXPECT_EQ(state.people.at("person:ada").role, Role::admin);
    EXPECT_EQ(state.sessions.at(secret(1).id).expires, t0 + session_absolute);
    EXPECT_EQ(refusal(CreateAdministrator{secret(0), "person:eve", secret(2)}), "set_up_already");
    EXPECT_EQ(refusal(IssueSetupCode{secret(3)}), "set_up_already");
}

TEST_F(PeopleTest, SetUpIsRefusedInTheOrderOfItsGuards) {
    EXPECT_EQ(refusal(CreateAdministrator{secret(0), "person:ada", secret(1)}), "wrong_code") << "none was issued";
    given(IssueSetupCode{secret(0)});
    Secret guessed = secret(0);
    guessed.sha256.back() = 'f';
    EXPECT_EQ(refusal(CreateAdministrator{guessed, "person:ada", secret(1)}), "wrong_code");
    EXPECT_EQ(refusal(CreateAdministrator{secret(0), "person:ada", secret(1)}, t0 + setup_lifetime), "wrong_code") << "too late";
    EXPECT_EQ(refusal(CreateAdministrator{secret(0), "person:ada", {"short", "x"}}), "invalid_secret");
    given(IssueSetupCode{secret(5)});
    EXPECT_EQ(said, (Words{"CodeWithdrawn", "CodeIssued"}));
    EXPECT_EQ(refusal(CreateAdministrator{secret(0), "person:ada", secret(1)}), "wrong_code") << "a new start withdrew it";
    EXPECT_EQ(refusal(Join{secret(5), secret(1)}), "wrong_code") << "a setup code joins nobody";
    EXPECT_EQ(refusal(IssueSetupCode{secret(5)}), "invalid_secret") << "an id is used once";
}

TEST_F(PeopleTest, TheFirstPersonOfTheSettingsIsUsedOnlyWhenNobodyIsKnown) {
    given(IssueSetupCode{secret(0)});
    given(AddFirstPerson{"person:demo"});
    EXPECT_EQ(said, (Words{"CodeWithdrawn", "PersonJoined", "PasswordSet"}));
    EXPECT_TRUE(state.has_admin());
    EXPECT_EQ(refusal(AddFirstPerson{"person:again"}), "set_up_already");
}

TEST_F(PeopleTest, AnInvitationIsTakenUpOnce) {
    set_up();
    given(Invite{"person:bob", Role::editor, secret(10)});
    EXPECT_EQ(said, (Words{"PersonInvited", "CodeIssued"}));
    EXPECT_EQ(bob().state, PersonState::invited);
    EXPECT_EQ(refusal(SignIn{"person:bob", secret(11)}), "wrong_password") << "no password was set";
    EXPECT_EQ(refusal(Invite{"person:bob", Role::viewer, secret(12)}), "person_exists");
    EXPECT_EQ(refusal(Invite{"person:eve", Role::viewer, {"x", "y"}}), "invalid_secret");
    EXPECT_EQ(refusal(Join{secret(10), secret(11)}, t0 + invitation_lifetime), "wrong_code");
    EXPECT_EQ(refusal(Join{secret(10), secret(1)}), "invalid_secret") << "a session's id is used once";
    given(Join{secret(10), secret(11)});
    EXPECT_EQ(said, (Words{"CodeUsed", "PersonJoined", "PasswordSet", "SignedIn"}));
    EXPECT_EQ(bob().state, PersonState::active);
    EXPECT_EQ(bob().role, Role::editor);
    EXPECT_EQ(refusal(Join{secret(10), secret(12)}), "wrong_code");
}

TEST_F(PeopleTest, WhoSeesCandidatesIsApartFromEveryRole) {
    with_bob(Role::admin);
    EXPECT_TRUE(bob().rights().has(api::Right::admin));
    EXPECT_FALSE(bob().rights().has(api::Right::hire)) << "an administrator sees no candidate";
    EXPECT_FALSE(bob().rights().has(api::Right::interview));
    given(ChangePerson{"person:bob", {}, {}, false, HiringRole::interviewer}, t0, "person:ada");
    EXPECT_EQ(said, Words{"HiringRoleChanged"});
    EXPECT_TRUE(bob().rights().has(api::Right::interview));
    EXPECT_FALSE(bob().rights().has(api::Right::hire));
    given(ChangePerson{"person:bob", Role::guest, {}, false, HiringRole::manager}, t0, "person:ada");
    EXPECT_EQ(said, (Words{"RoleChanged", "HiringRoleChanged"}));
    EXPECT_TRUE(bob().rights().has(api::Right::hire));
    EXPECT_TRUE(bob().rights().has(api::Right::interview));
    EXPECT_TRUE(bob().rights().has(api::Right::practise));
    EXPECT_FALSE(bob().rights().has(api::Right::view)) << "a recruiter sees nothing of operations";
    given(ChangePerson{"person:bob", {}, {}, false, HiringRole::manager});
    EXPECT_EQ(said, Words{}) << "it is so already";
    given(ChangePerson{"person:bob", {}, {}, false, HiringRole::none});
    EXPECT_FALSE(bob().rights().has(api::Right::interview));
}

TEST_F(PeopleTest, AnAdministratorWhoLetsThemselvesSeeCandidatesIsNamedSo) {
    set_up();
    const auto events = decide(state, ChangePerson{"person:ada", {}, {}, false, HiringRole::manager}, {t0, "person:ada"});
    ASSERT_TRUE(events);
    EXPECT_TRUE(std::get<HiringRoleChanged>(events->at(0)).to_oneself);
    const auto by_another = decide(state, ChangePerson{"person:ada", {}, {}, false, HiringRole::manager}, {t0, "person:eve"});
    EXPECT_FALSE(std::get<HiringRoleChanged>(by_another->at(0)).to_oneself);
}

TEST_F(PeopleTest, AnInvitationMayGiveAHiringRoleToo) {
    set_up();
    given(Invite{"person:bob", Role::guest, secret(10), HiringRole::interviewer});
    EXPECT_EQ(said, (Words{"PersonInvited", "HiringRoleChanged", "CodeIssued"}));
    given(Join{secret(10), secret(11)});
    EXPECT_EQ(bob().hiring_role, HiringRole::interviewer) << "joining leaves it";
    EXPECT_EQ(bob().role, Role::guest);
}

TEST_F(PeopleTest, AResetEndsEverySessionAndOlderLinks) {
    with_bob();
    given(IssueReset{"person:bob", secret(20)});
    given(IssueReset{"person:bob", secret(21)});
    EXPECT_EQ(said, (Words{"CodeWithdrawn", "CodeIssued"}));
    EXPECT_EQ(refusal(Join{secret(20), secret(22)}), "wrong_code");
    EXPECT_EQ(refusal(Join{secret(21), secret(22)}, t0 + reset_lifetime), "wrong_code");
    given(Join{secret(21), secret(22)});
    EXPECT_EQ(said, (Words{"CodeUsed", "PasswordSet", "SessionRevoked", "SignedIn"}));
    EXPECT_EQ(state.sessions_of("person:bob"), (Words{secret(22).id}));
    EXPECT_EQ(refusal(IssueReset{"person:nobody", secret(23)}), "unknown_person");
    given(ChangePerson{"person:bob", {}, PersonState::disabled});
    EXPECT_EQ(refusal(IssueReset{"person:bob", secret(23)}), "person_disabled");
}

TEST_F(PeopleTest, WhoIsInvitedGetsANewInvitationByReset) {
    set_up();
    given(Invite{"person:bob", Role::viewer, secret(10)});
    given(IssueReset{"person:bob", secret(11)});
    EXPECT_EQ(state.codes.at(secret(11).id).purpose, CodePurpose::join);
    given(Join{secret(11), secret(12)});
    EXPECT_EQ(bob().state, PersonState::active);
}

TEST_F(PeopleTest, APersonHasTenSessionsAndTheOldestEnds) {
    set_up();
    for (int n = 2; n <= 10; ++n) given(SignIn{"person:ada", secret(n)}, t0 + Duration::seconds(n));
    EXPECT_EQ(state.sessions_of("person:ada").size(), sessions_per_person);
    given(SignIn{"person:ada", secret(11)}, t0 + Duration::seconds(11));
    EXPECT_EQ(said, (Words{"SessionRevoked", "SignedIn"}));
    EXPECT_EQ(state.sessions_of("person:ada").size(), sessions_per_person);
    EXPECT_FALSE(state.sessions.contains(secret(1).id));
}

TEST_F(PeopleTest, SessionsAndPeopleAreBounded) {
    set_up();
    for (std::size_t i = state.sessions.size(); i < sessions_limit; ++i) {
        const std::string id = "s" + std::to_string(i);
        state.sessions[id] = {id, "person:other", "", t0, t0 + session_absolute};
    }
    given(Invite{"person:bob", Role::viewer, secret(10)});
    EXPECT_EQ(refusal(SignIn{"person:ada", secret(2)}), "too_many_sessions");
    EXPECT_EQ(refusal(Join{secret(10), secret(2)}), "too_many_sessions");
    for (std::size_t i = state.people.size(); i < people_limit; ++i) {
        const std::string id = "person:" + std::to_string(i);
        state.people[id] = {id, Role::viewer, HiringRole::none, PersonState::active, t0, t0, {}};
    }
    EXPECT_EQ(refusal(Invite{"person:one-more", Role::viewer, secret(12)}), "too_many_people");
}

TEST_F(PeopleTest, SignInIsForActivePeople) {
    with_bob();
    EXPECT_EQ(refusal(SignIn{"person:nobody", secret(20)}), "wrong_password");
    EXPECT_EQ(refusal(SignIn{"person:bob", secret(11)}), "invalid_secret") << "the id is taken";
    given(ChangePerson{"person:bob", {}, PersonState::disabled});
    EXPECT_EQ(refusal(SignIn{"person:bob", secret(20)}), "wrong_password");
    given(ChangePerson{"person:bob", {}, PersonState::active});
    given(SignIn{"person:bob", secret(20)}, t0 + Duration::hours(1));
    EXPECT_EQ(bob().last_sign_in, t0 + Duration::hours(1));
}

TEST_F(PeopleTest, SigningOutTwiceIsSaidOnce) {
    set_up();
    given(SignOut{secret(1).id});
    EXPECT_EQ(said, (Words{"SignedOut"}));
    given(SignOut{secret(1).id});
    EXPECT_EQ(said, Words{});
}

TEST_F(PeopleTest, OnesOwnSessionsCanBeEndedAndOthersOnlyByThoseWhoMay) {
    with_bob();
    EXPECT_EQ(refusal(RevokeSession{"none", Whose::anybodys}), "unknown_session");
    EXPECT_EQ(refusal(RevokeSession{secret(1).id, Whose::own}, t0, "person:bob"), "unknown_session") << "Ada's is hidden from Bob";
    EXPECT_EQ(refusal(RevokeSession{secret(11).id, Whose::own}, t0, "person:bob"), "");
    given(RevokeSession{secret(11).id, Whose::anybodys}, t0, "person:ada");
    EXPECT_EQ(said, (Words{"SessionRevoked"}));
    EXPECT_TRUE(state.sessions_of("person:bob").empty());
}

TEST_F(PeopleTest, TimeEndsManySessionsInOneEvent) {
    with_bob();
    given(ExpireSessions{{secret(1).id, "gone", secret(11).id}});
    EXPECT_EQ(said, (Words{"SessionsExpired"}));
    EXPECT_TRUE(state.sessions.empty());
    given(ExpireSessions{{"gone"}});
    EXPECT_EQ(said, Words{});
}

TEST_F(PeopleTest, ANewPasswordEndsTheOtherSessionsAndOpenLinks) {
    with_bob();
    given(SignIn{"person:bob", secret(12)});
    given(IssueReset{"person:bob", secret(13)});
    given(SetPassword{"person:bob", secret(12).id}, t0, "person:bob");
    EXPECT_EQ(said, (Words{"PasswordSet", "CodeWithdrawn", "SessionRevoked"}));
    EXPECT_EQ(state.sessions_of("person:bob"), (Words{secret(12).id}));
    EXPECT_EQ(refusal(SetPassword{"person:nobody", ""}), "unknown_person");
    given(Invite{"person:eve", Role::viewer, secret(14)});
    EXPECT_EQ(refusal(SetPassword{"person:eve", ""}), "not_joined");
    given(ChangePerson{"person:bob", {}, PersonState::disabled});
    EXPECT_EQ(refusal(SetPassword{"person:bob", ""}), "person_disabled");
}

TEST_F(PeopleTest, WhatDoesNotChangeIsNotSaid) {
    with_bob();
    given(ChangePerson{"person:bob", Role::viewer, PersonState::active});
    EXPECT_EQ(said, Words{});
    given(ChangePerson{"person:bob", Role::editor, {}, true});
    EXPECT_EQ(said, (Words{"PersonRenamed", "RoleChanged"}));
    EXPECT_EQ(bob().role, Role::editor);
}

TEST_F(PeopleTest, DisablingEndsSessionsAndLinks) {
    with_bob();
    given(IssueReset{"person:bob", secret(13)});
    given(ChangePerson{"person:bob", {}, PersonState::disabled});
    EXPECT_EQ(said, (Words{"PersonDisabled"}));
    EXPECT_TRUE(state.sessions_of("person:bob").empty());
    EXPECT_TRUE(state.codes.empty());
    given(ChangePerson{"person:bob", {}, PersonState::active});
    EXPECT_EQ(bob().state, PersonState::active);
    EXPECT_TRUE(state.sessions_of("person:bob").empty()) << "they sign in anew";
}

TEST_F(PeopleTest, SomebodyInvitedWhoWasDisabledComesBackAsInvited) {
    set_up();
    given(Invite{"person:bob", Role::viewer, secret(10)});
    EXPECT_EQ(refusal(ChangePerson{"person:bob", {}, PersonState::active}), "not_joined");
    given(ChangePerson{"person:bob", {}, PersonState::disabled});
    given(ChangePerson{"person:bob", {}, PersonState::active});
    EXPECT_EQ(bob().state, PersonState::invited);
}

TEST_F(PeopleTest, TheLastActiveAdministratorStays) {
    with_bob(Role::admin);
    EXPECT_EQ(refusal(ChangePerson{"person:nobody", Role::viewer, {}}), "unknown_person");
    given(ChangePerson{"person:bob", {}, PersonState::disabled});
    EXPECT_EQ(refusal(ChangePerson{"person:ada", Role::editor, {}}), "last_admin") << "a disabled one does not count";
    EXPECT_EQ(refusal(ChangePerson{"person:ada", {}, PersonState::disabled}), "last_admin");
    given(ChangePerson{"person:bob", {}, PersonState::active});
    given(ChangePerson{"person:ada", Role::viewer, {}});
    EXPECT_EQ(refusal(ChangePerson{"person:bob", Role::viewer, {}}), "last_admin");
}

TEST_F(PeopleTest, FailuresAreSaidTogetherAndNameTheWorst) {
    given(NoteFailures{});
    EXPECT_EQ(said, Words{});
    SignInFailed failed{t0, t0, 100, 50, {}};
    for (std::size_t i = 0; i < failures_named + 5; ++i) failed.people.push_back({"person:" + std::to_string(i), 2});
    const auto events = decide(state, NoteFailures{failed}, {t0, "system"});
    ASSERT_TRUE(events);
    EXPECT_EQ(std::get<SignInFailed>(events->front()).people.size(), failures_named);
}

TEST_F(PeopleTest, ASnapshotHoldsWhatAReplayFolds) {
    with_bob(Role::responder);
    given(IssueReset{"person:bob", secret(30)});
    given(Invite{"person:eve", Role::viewer, secret(31)});
    const auto restored = json::decode<State>(json::encode(state));
    ASSERT_TRUE(restored) << restored.error().report();
    EXPECT_EQ(json::encode(*restored), json::encode(state));
    EXPECT_EQ(restored->people.size(), 3u);
    EXPECT_EQ(restored->codes.size(), 2u);
    EXPECT_EQ(restored->sessions.size(), 2u);
}

TEST_F(PeopleTest, EventsThatFitNothingChangeNothing) {
    const State empty;
    for (const Event& event : {Event(CodeUsed{"x", "y"}), Event(RoleChanged{"x", Role::viewer, Role::admin}), Event(PersonDisabled{"x"}),
                               Event(PersonEnabled{"x"}), Event(SignedOut{"x", "y"}), Event(SessionsExpired{{"x"}}), Event(CodeWithdrawn{"x", ""})}) {
        apply(state, event, {1, t0, "system"});
        EXPECT_EQ(json::encode(state), json::encode(empty));
    }
}

}  // namespace
}  // namespace plimsoll::access

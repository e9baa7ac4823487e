// decide.h: every rule about tokens, people, sessions and one-time codes. Pure: the caller draws ids and secrets, and only
// hashes get here; names and passwords never do (sign_in.h).
//
// Codes      setup makes the administrator, join takes up an invitation, reset sets a new password; each works once. A new
//            code for the same purpose or person withdraws the one before.
// Last admin an active admin always remains, once there is one: the last can be neither demoted nor disabled.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/access/state.h"

namespace plimsoll::access {

namespace errors {
inline constexpr ErrorKind invalid_token{"access.invalid_token", 422, "The token cannot be made like this", "Correct the fields named"};
inline constexpr ErrorKind exists{"access.exists", 409, "There is another token with this id or name", "Choose another name, or revoke that token first"};
inline constexpr ErrorKind too_many_tokens{"access.too_many_tokens", 409, "Too many tokens work already", "Revoke those that are not used"};
inline constexpr ErrorKind unknown_token{"access.unknown_token", 404, "There is no such token", "`plimsoll token list` shows every token"};

inline constexpr ErrorKind invalid_secret{"access.invalid_secret", 422, "The id or the hash of a secret cannot be used", "Draw them anew"};
inline constexpr ErrorKind set_up_already{"access.set_up_already", 409, "There is an administrator already", "Sign in, or ask an administrator for an invitation"};
inline constexpr ErrorKind wrong_code{"access.wrong_code", 403, "This link does not work (any more)", "Links work once and for a limited time; ask an administrator for a new one, or start the server again for a new link to set it up"};
inline constexpr ErrorKind person_exists{"access.person_exists", 409, "There is somebody with this name or id", "Choose another name"};
inline constexpr ErrorKind too_many_people{"access.too_many_people", 409, "Too many people are known already", "People are kept for the record; use a shared account for those who only read"};
inline constexpr ErrorKind unknown_person{"access.unknown_person", 404, "There is no such person", "`plimsoll user list` shows everybody"};
inline constexpr ErrorKind person_disabled{"access.person_disabled", 409, "This person is disabled", "Enable them first"};
inline constexpr ErrorKind not_joined{"access.not_joined", 409, "This person has not taken up the invitation yet", "Send them a new link with `plimsoll user reset`"};
inline constexpr ErrorKind last_admin{"access.last_admin", 409, "This is the last active administrator", "Make somebody else an administrator first"};
inline constexpr ErrorKind wrong_password{"access.wrong_password", 401, "The name or the password is wrong", "Check both; an administrator, or `plimsoll user reset NAME` on the server's host, makes a link for a new password"};
inline constexpr ErrorKind unknown_session{"access.unknown_session", 404, "There is no such session", "It may have ended already"};
inline constexpr ErrorKind too_many_sessions{"access.too_many_sessions", 503, "Too many sessions are open on this server", "An administrator can end some under Settings"};
}  // namespace errors

inline constexpr std::size_t live_limit = 1'000;
inline constexpr std::size_t name_limit = 100;  ///< bytes
inline constexpr std::size_t people_limit = 1'000;
inline constexpr std::size_t sessions_limit = 5'000;
inline constexpr std::size_t sessions_per_person = 10;  ///< the oldest ends when another begins
inline constexpr std::size_t failures_named = 20;       ///< people in one SignInFailed

inline constexpr Duration session_absolute = Duration::days(7);
inline constexpr Duration session_idle = Duration::hours(12);  ///< counted by the Authenticator
inline constexpr Duration setup_lifetime = Duration::hours(24);
inline constexpr Duration reset_lifetime = Duration::hours(24);
inline constexpr Duration invitation_lifetime = Duration::days(7);

struct CreateToken {
    std::string id;  ///< drawn by the caller: lower-case hexadecimal, 8 to 32 digits
    std::string name;
    std::vector<api::Right> rights;
    std::string secret_sha256;
    std::optional<Timestamp> expires;
};

struct RevokeToken {
    std::string id;
};

/// A session or a code that was drawn or shown: its id and the hash of its secret.
struct Secret {
    std::string id;
    std::string sha256;
};

/// Withdraws those before. Errors: set_up_already; invalid_secret.
struct IssueSetupCode {
    Secret code;
};

/// The administrator, by the link of the first start. Errors: set_up_already; wrong_code; person_exists; invalid_secret.
struct CreateAdministrator {
    Secret code;
    std::string person;
    Secret session;
};

/// The administrator that the settings of the start name. Errors: set_up_already (anybody is known).
struct AddFirstPerson {
    std::string person;
};

/// Errors: person_exists; too_many_people; invalid_secret.
struct Invite {
    std::string person;
    Role role = Role::viewer;
    Secret code;
    HiringRole hiring_role = HiringRole::none;
};

/// A new link: to join for those who have not, else for a new password. Errors: unknown_person; person_disabled; invalid_secret.
struct IssueReset {
    std::string person;
    Secret code;
};

/// Takes up an invitation or a reset, after the password is in the vault: other sessions end. Errors: wrong_code;
/// too_many_sessions; invalid_secret.
struct Join {
    Secret code;
    Secret session;
};

/// After the password was found right. Errors: wrong_password (unknown, disabled or not joined); too_many_sessions; invalid_secret.
struct SignIn {
    std::string person;
    Secret session;
};

/// Again: nothing happens.
struct SignOut {
    std::string session;
};

enum class Whose { own, anybodys };

/// Errors: unknown_session (somebody else's too, for those who may end only their own).
struct RevokeSession {
    std::string session;
    Whose whose = Whose::own;
};

/// What time ended. Those that are gone already are left out.
struct ExpireSessions {
    std::vector<std::string> sessions;
};

/// After the password is in the vault: other sessions end. Errors: unknown_person; not_joined; person_disabled.
struct SetPassword {
    std::string person;
    std::string kept_session;
};

/// Errors: unknown_person; not_joined (to active); last_admin.
struct ChangePerson {
    std::string person;
    std::optional<Role> role;
    std::optional<PersonState> state;  ///< active or disabled
    bool renamed = false;              ///< in the vault
    std::optional<HiringRole> hiring_role;
};

/// What was counted since the last time; nothing is said of nothing.
struct NoteFailures {
    SignInFailed failures;
};

using Command = std::variant<CreateToken, RevokeToken, IssueSetupCode, CreateAdministrator, AddFirstPerson, Invite, IssueReset, Join, SignIn, SignOut,
                             RevokeSession, ExpireSessions, SetPassword, ChangePerson, NoteFailures>;

/// Errors: invalid_token (every field that is wrong); exists; too_many_tokens; unknown_token; those of each command.
[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

/// The code that was shown, if it works and is for one of these purposes. Errors: wrong_code.
[[nodiscard]] Result<Code> working_code(const State& state, const Secret& shown, const std::vector<CodePurpose>& purposes, Timestamp now);

}  // namespace plimsoll::access

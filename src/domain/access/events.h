// events.h: what is said of tokens, people and their sessions, in the past tense. Field names are permanent.
//
// People     stand here by opaque id. Names, passwords, addresses and browsers are in the vault (accounts.h), never here.
// Secrets    of tokens, sessions and one-time codes: 256 random bits, of which only the SHA-256 stands here.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/rights.h"
#include "base/units.h"
#include "domain/access/roles.h"

namespace plimsoll::access {

struct TokenCreated {
    static constexpr std::string_view json_tag = "access.TokenCreated";
    std::string token;  ///< its id, never its secret
    std::string name;
    std::vector<api::Right> rights;
    std::string secret_sha256;  ///< lower-case hexadecimal
    std::optional<Timestamp> expires;
};
BOOST_DESCRIBE_STRUCT(TokenCreated, (), (token, name, rights, secret_sha256, expires))

struct TokenRevoked {
    static constexpr std::string_view json_tag = "access.TokenRevoked";
    std::string token;
};
BOOST_DESCRIBE_STRUCT(TokenRevoked, (), (token))

/// What a one-time code is for: to create the administrator, to take up an invitation, to set a forgotten password.
BOOST_DEFINE_ENUM_CLASS(CodePurpose, setup, join, reset)

struct CodeIssued {
    static constexpr std::string_view json_tag = "access.CodeIssued";
    std::string code;  ///< its id
    CodePurpose purpose = CodePurpose::setup;
    std::string person;  ///< empty for setup
    std::string secret_sha256;
    Timestamp expires;
};
BOOST_DESCRIBE_STRUCT(CodeIssued, (), (code, purpose, person, secret_sha256, expires))

struct CodeWithdrawn {
    static constexpr std::string_view json_tag = "access.CodeWithdrawn";
    std::string code;
    std::string person;  ///< empty for setup
};
BOOST_DESCRIBE_STRUCT(CodeWithdrawn, (), (code, person))

struct CodeUsed {
    static constexpr std::string_view json_tag = "access.CodeUsed";
    std::string code;
    std::string person;
};
BOOST_DESCRIBE_STRUCT(CodeUsed, (), (code, person))

struct PersonInvited {
    static constexpr std::string_view json_tag = "access.PersonInvited";
    std::string person;
    Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(PersonInvited, (), (person, role))

struct PersonJoined {
    static constexpr std::string_view json_tag = "access.PersonJoined";
    std::string person;
    Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(PersonJoined, (), (person, role))

/// Its hash is in the vault.
struct PasswordSet {
    static constexpr std::string_view json_tag = "access.PasswordSet";
    std::string person;
};
BOOST_DESCRIBE_STRUCT(PasswordSet, (), (person))

struct RoleChanged {
    static constexpr std::string_view json_tag = "access.RoleChanged";
    std::string person;
    Role before = Role::viewer;
    Role role = Role::viewer;
};
BOOST_DESCRIBE_STRUCT(RoleChanged, (), (person, before, role))

/// `to_oneself`: an administrator gave it to themselves, which is possible and said in so many words.
struct HiringRoleChanged {
    static constexpr std::string_view json_tag = "access.HiringRoleChanged";
    std::string person;
    HiringRole before = HiringRole::none;
    HiringRole role = HiringRole::none;
    bool to_oneself = false;
};
BOOST_DESCRIBE_STRUCT(HiringRoleChanged, (), (person, before, role, to_oneself))

/// What they are called now is in the vault.
struct PersonRenamed {
    static constexpr std::string_view json_tag = "access.PersonRenamed";
    std::string person;
};
BOOST_DESCRIBE_STRUCT(PersonRenamed, (), (person))

/// Ends their sessions and withdraws their codes.
struct PersonDisabled {
    static constexpr std::string_view json_tag = "access.PersonDisabled";
    std::string person;
};
BOOST_DESCRIBE_STRUCT(PersonDisabled, (), (person))

struct PersonEnabled {
    static constexpr std::string_view json_tag = "access.PersonEnabled";
    std::string person;
};
BOOST_DESCRIBE_STRUCT(PersonEnabled, (), (person))

struct SignedIn {
    static constexpr std::string_view json_tag = "access.SignedIn";
    std::string session;  ///< its id
    std::string person;
    std::string secret_sha256;
    Timestamp expires;  ///< whatever happens; left alone, it ends sooner
};
BOOST_DESCRIBE_STRUCT(SignedIn, (), (session, person, secret_sha256, expires))

struct SignedOut {
    static constexpr std::string_view json_tag = "access.SignedOut";
    std::string session;
    std::string person;
};
BOOST_DESCRIBE_STRUCT(SignedOut, (), (session, person))

BOOST_DEFINE_ENUM_CLASS(RevokeReason, asked, password_set, too_many)

struct SessionRevoked {
    static constexpr std::string_view json_tag = "access.SessionRevoked";
    std::string session;
    std::string person;
    RevokeReason reason = RevokeReason::asked;
};
BOOST_DESCRIBE_STRUCT(SessionRevoked, (), (session, person, reason))

/// Together, because time ends many at once.
struct SessionsExpired {
    static constexpr std::string_view json_tag = "access.SessionsExpired";
    std::vector<std::string> sessions;
};
BOOST_DESCRIBE_STRUCT(SessionsExpired, (), (sessions))

struct FailuresOf {
    std::string person;
    std::uint64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(FailuresOf, (), (person, attempts))

/// All failures of a minute or more in one event: whoever tries passwords cannot fill the log.
struct SignInFailed {
    static constexpr std::string_view json_tag = "access.SignInFailed";
    Timestamp since;
    Timestamp until;
    std::uint64_t attempts = 0;      ///< of everybody, unknown names included
    std::uint64_t unknown_names = 0; ///< attempts with a name that nobody has
    std::vector<FailuresOf> people;  ///< those with the most attempts, the most first
};
BOOST_DESCRIBE_STRUCT(SignInFailed, (), (since, until, attempts, unknown_names, people))

using Event = std::variant<TokenCreated, TokenRevoked, CodeIssued, CodeWithdrawn, CodeUsed, PersonInvited, PersonJoined, PasswordSet,
                           RoleChanged, HiringRoleChanged, PersonRenamed, PersonDisabled, PersonEnabled, SignedIn, SignedOut, SessionRevoked,
                           SessionsExpired, SignInFailed>;

}  // namespace plimsoll::access

// state.h: every token that works and the newest of those that no longer do; people, their sessions, one-time codes.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/access/events.h"
#include "log/event.h"

namespace plimsoll::access {

inline constexpr std::size_t revoked_kept = 1'000;

struct Token {
    std::string id;
    std::string name;
    std::vector<api::Right> rights;
    std::string secret_sha256;  ///< lower-case hexadecimal
    Timestamp created;
    std::string created_by;
    std::optional<Timestamp> expires;
    std::optional<Timestamp> revoked;
    std::string revoked_by;

    [[nodiscard]] bool works(Timestamp now) const { return !revoked && (!expires || now < *expires); }
    [[nodiscard]] api::Rights granted() const;
};
BOOST_DESCRIBE_STRUCT(Token, (), (id, name, rights, secret_sha256, created, created_by, expires, revoked, revoked_by))

BOOST_DEFINE_ENUM_CLASS(PersonState, invited, active, disabled)

struct Person {
    std::string id;
    Role role = Role::viewer;
    HiringRole hiring_role = HiringRole::none;
    PersonState state = PersonState::invited;
    Timestamp created;
    std::optional<Timestamp> joined;  ///< empty: no password was ever set
    std::optional<Timestamp> last_sign_in;

    [[nodiscard]] api::Rights rights() const { return rights_of(role, hiring_role); }
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, role, hiring_role, state, created, joined, last_sign_in))

struct Session {
    std::string id;
    std::string person;
    std::string secret_sha256;
    Timestamp began;
    Timestamp expires;
};
BOOST_DESCRIBE_STRUCT(Session, (), (id, person, secret_sha256, began, expires))

struct Code {
    std::string id;
    CodePurpose purpose = CodePurpose::setup;
    std::string person;
    std::string secret_sha256;
    Timestamp expires;
};
BOOST_DESCRIBE_STRUCT(Code, (), (id, purpose, person, secret_sha256, expires))

struct State {
    std::map<std::string, Token> tokens;      ///< by id
    std::map<std::string, Person> people;     ///< by id; disabled ones stay
    std::map<std::string, Session> sessions;  ///< by id; only those that did not end
    std::map<std::string, Code> codes;        ///< by id; only those that were neither used nor withdrawn

    /// Somebody could sign in and administer.
    [[nodiscard]] bool has_admin() const;
    [[nodiscard]] std::vector<std::string> sessions_of(const std::string& person) const;
};
BOOST_DESCRIBE_STRUCT(State, (), (tokens, people, sessions, codes))

/// Total: an event that does not fit (a revocation of a forgotten token) changes nothing.
void apply(State& state, const Event& event, const log::Stamp& stamp);

}  // namespace plimsoll::access

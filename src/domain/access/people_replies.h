// people_replies.h: the bodies of the routes of sign-in, people and sessions.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/access/state.h"

namespace plimsoll::access {

struct PersonView {
    std::string id;
    std::string name;  ///< to sign in with
    std::string display_name;
    Role role = Role::viewer;
    HiringRole hiring_role = HiringRole::none;
    std::vector<api::Right> rights;  ///< of both, spelt out
    PersonState state = PersonState::invited;
    Timestamp created;
    std::optional<Timestamp> last_sign_in;
    std::uint64_t sessions = 0;
};
BOOST_DESCRIBE_STRUCT(PersonView, (), (id, name, display_name, role, hiring_role, rights, state, created, last_sign_in, sessions))

struct PeopleList {
    std::vector<PersonView> items;  ///< by id
    std::string next_cursor;
};
BOOST_DESCRIBE_STRUCT(PeopleList, (), (items, next_cursor))

/// Who is asking, and what a page may show them.
struct SessionView {
    bool signed_in = false;
    bool setup_needed = false;  ///< no administrator exists yet
    std::optional<PersonView> person;
    std::vector<api::Right> rights;
    std::string csrf;  ///< to be sent as X-CSRF-Token with each change; empty without a session
    std::optional<Timestamp> expires;  ///< unless something is asked for before
    std::string via;  ///< "session", "token", or empty
    std::vector<std::string> open;  ///< what needs no account on this server: "practise", "match"
};
BOOST_DESCRIBE_STRUCT(SessionView, (), (signed_in, setup_needed, person, rights, csrf, expires, via, open))

struct SignInBody {
    std::string name;
    std::string password;
};
BOOST_DESCRIBE_STRUCT(SignInBody, (), (name, password))

struct SetupBody {
    std::string code;  ///< what follows # in the link
    std::string name;
    std::string password;
    std::string display_name;
};
BOOST_DESCRIBE_STRUCT(SetupBody, (), (code, name, password, display_name))

struct JoinBody {
    std::string code;
    std::string password;
    std::optional<std::string> display_name;
};
BOOST_DESCRIBE_STRUCT(JoinBody, (), (code, password, display_name))

struct NewInvitation {
    std::string name;
    std::string display_name;
    Role role = Role::viewer;
    std::optional<HiringRole> hiring_role;  ///< left out: none
};
BOOST_DESCRIBE_STRUCT(NewInvitation, (), (name, display_name, role, hiring_role))

/// The only reply that ever holds the code.
struct InvitationIssued {
    std::string id;  ///< the person's
    std::string name;
    std::string link_path;  ///< to be put behind the server's address: "/join#<code>"
    std::string code;
    Timestamp expires;
};
BOOST_DESCRIBE_STRUCT(InvitationIssued, (), (id, name, link_path, code, expires))

/// What is left out stays as it is.
struct PersonChange {
    std::optional<Role> role;
    std::optional<PersonState> state;  ///< active or disabled
    std::optional<std::string> display_name;
    std::optional<HiringRole> hiring_role;
};
BOOST_DESCRIBE_STRUCT(PersonChange, (), (role, state, display_name, hiring_role))

struct NewPassword {
    std::string old;
    std::string password;  ///< the new one
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (old, password))

struct SessionRow {
    std::string id;
    std::string person;
    std::string person_name;
    Timestamp began;
    Timestamp last_seen;  ///< since this server started; else when it started or the session began
    Timestamp expires;
    std::string address;
    std::string agent;
    bool current = false;  ///< the one that asks
};
BOOST_DESCRIBE_STRUCT(SessionRow, (), (id, person, person_name, began, last_seen, expires, address, agent, current))

struct SessionList {
    std::vector<SessionRow> items;  ///< by id
    std::string next_cursor;
};
BOOST_DESCRIBE_STRUCT(SessionList, (), (items, next_cursor))

struct RoleView {
    Role name = Role::viewer;
    std::vector<api::Right> rights;
    std::string description;
};
BOOST_DESCRIBE_STRUCT(RoleView, (), (name, rights, description))

struct HiringRoleView {
    HiringRole name = HiringRole::none;
    std::vector<api::Right> rights;
    std::string description;
};
BOOST_DESCRIBE_STRUCT(HiringRoleView, (), (name, rights, description))

struct RoleList {
    std::vector<RoleView> items;         ///< from the least to the most
    std::vector<HiringRoleView> hiring;  ///< the same; a person has one of each
};
BOOST_DESCRIBE_STRUCT(RoleList, (), (items, hiring))

}  // namespace plimsoll::access

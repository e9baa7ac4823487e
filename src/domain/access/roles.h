// roles.h: what people may do, as data: each role is a set of rights. Rows ask for rights; nobody asks for roles.
#pragma once

#include <array>
#include <boost/describe/enum.hpp>
#include <string_view>
#include <vector>

#include "api/rights.h"

namespace plimsoll::access {

BOOST_DEFINE_ENUM_CLASS(Role, guest, viewer, responder, editor, admin)

/// What somebody has to do with candidates, whatever their role: administrators have nothing to do with them either.
BOOST_DEFINE_ENUM_CLASS(HiringRole, none, interviewer, manager)

struct RoleRow {
    Role role;
    api::Rights rights;
    std::string_view name;
    std::string_view description;  ///< one sentence for the person who hands it out
};

struct HiringRoleRow {
    HiringRole role;
    api::Rights rights;
    std::string_view name;
    std::string_view description;
};

/// From the least to the most, in the order of the enum.
inline constexpr std::array<RoleRow, 5> roles = {{
    {Role::guest, {api::Right::practise}, "guest", "Signs in and practises; sees nothing of operations"},
    {Role::viewer, {api::Right::view}, "viewer", "Reads everything that is not a secret"},
    {Role::responder, {api::Right::view, api::Right::respond}, "responder", "Reads; acknowledges and silences pages, replays dead letters, tests channels"},
    {Role::editor, {api::Right::view, api::Right::respond, api::Right::edit}, "editor", "As responder, and imports history"},
    {Role::admin, {api::Right::admin}, "admin", "Everything but candidates: people, tokens and sessions too"},
}};

inline constexpr std::array<HiringRoleRow, 3> hiring_roles = {{
    {HiringRole::none, {}, "none", "Sees no candidate"},
    {HiringRole::interviewer, {api::Right::interview}, "interviewer", "Sees the candidates of the interviews that name them, and writes cards"},
    {HiringRole::manager, {api::Right::hire}, "manager", "Sees every candidate; plans interviews, decides, erases"},
}};

[[nodiscard]] constexpr const RoleRow& row_of(Role role) { return roles[static_cast<std::size_t>(role)]; }
[[nodiscard]] constexpr const HiringRoleRow& row_of(HiringRole role) { return hiring_roles[static_cast<std::size_t>(role)]; }
/// What a person with both may do.
[[nodiscard]] constexpr api::Rights rights_of(Role role, HiringRole hiring) {
    api::Rights all = row_of(role).rights;
    all.add(row_of(hiring).rights);
    return all;
}

/// Every right that the set grants, each by its own name: what admin includes is spelt out.
[[nodiscard]] std::vector<api::Right> spelt_out(api::Rights rights);

}  // namespace plimsoll::access

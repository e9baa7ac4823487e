// roles.h: what people may do, as data: each role is a set of rights. Rows ask for rights; nobody asks for roles.
#pragma once

#include <array>
#include <boost/describe/enum.hpp>
#include <string_view>
#include <vector>

#include "api/rights.h"

namespace plimsoll::access {

BOOST_DEFINE_ENUM_CLASS(Role, viewer, responder, editor, admin)

struct RoleRow {
    Role role;
    api::Rights rights;
    std::string_view name;
    std::string_view description;  ///< one sentence for the person who hands it out
};

/// From the least to the most, in the order of the enum.
inline constexpr std::array<RoleRow, 4> roles = {{
    {Role::viewer, {api::Right::view}, "viewer", "Reads everything that is not a secret"},
    {Role::responder, {api::Right::view, api::Right::respond}, "responder", "Reads; acknowledges and silences pages, replays dead letters, tests channels"},
    {Role::editor, {api::Right::view, api::Right::respond, api::Right::edit}, "editor", "As responder, and imports history"},
    {Role::admin, {api::Right::admin}, "admin", "Everything: people, tokens and sessions too"},
}};

[[nodiscard]] constexpr const RoleRow& row_of(Role role) { return roles[static_cast<std::size_t>(role)]; }

/// Every right that the set grants, each by its own name: what admin includes is spelt out.
[[nodiscard]] std::vector<api::Right> spelt_out(api::Rights rights);

}  // namespace plimsoll::access

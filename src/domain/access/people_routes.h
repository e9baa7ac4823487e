// people_routes.h: the rows of sign-in, people, sessions and roles.
//
// Without a right  GET and POST /session, /setup and /join: whoever asks has none yet. What they change is kept from other
//                  sites' pages by the check of Origin.
// Own              sign-out, password and sessions need a session of one's own, whatever the role: their right is practise, which
//                  everybody who signs in has.
#pragma once

#include <memory>
#include <vector>

#include "api/route.h"
#include "domain/access/sign_in.h"

namespace plimsoll::access {

[[nodiscard]] std::vector<api::Route> people_routes(std::shared_ptr<Desk> desk);

}  // namespace plimsoll::access

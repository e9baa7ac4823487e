// four_eyes.h: whether who decides is somebody else than who asked, as far as this server can know.
//
// Person     a token speaks for the person that made it, or that made the token that made it. A token that no person made,
//            as this machine's own, speaks for nobody: that it is somebody else than who asked cannot be known.
// Others     active people, besides who asked, with the right to decide: admin of exclusions, edit of targets.
#pragma once

#include <string>

#include "domain/access/state.h"
#include "domain/exclusions/decide.h"
#include "domain/targets/decide.h"

namespace plimsoll::server {

/// "person:9f…" of a person and of their tokens; empty: no person is known behind it.
[[nodiscard]] std::string person_behind(const access::State& state, std::string actor);

[[nodiscard]] exclusions::Standing standing_of(const access::State& state, const std::string& requester, const std::string& actor);
/// The same of who proposed a target.
[[nodiscard]] targets::Standing target_standing_of(const access::State& state, const std::string& proposer, const std::string& actor);

}  // namespace plimsoll::server

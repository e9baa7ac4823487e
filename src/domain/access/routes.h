// routes.h: the rows of this module: tokens are listed, made and revoked by those with the right admin.
#pragma once

#include <vector>

#include "api/route.h"
#include "base/random.h"
#include "domain/access/decide.h"

namespace plimsoll::access {

/// `random` must be a cryptographic source that is safe from any thread; it must outlive the rows.
[[nodiscard]] std::vector<api::Route> routes(api::Engine<State, Command> engine, Random& random);

}  // namespace plimsoll::access

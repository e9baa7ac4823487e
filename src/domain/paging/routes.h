// routes.h: what paging offers over HTTP.
#pragma once

#include <functional>
#include <vector>

#include "api/route.h"
#include "domain/catalog/model.h"
#include "domain/paging/decide.h"

namespace plimsoll::paging {

/// `channels`: those of the catalogue as it is now; safe from any thread.
[[nodiscard]] std::vector<api::Route> routes(api::Engine<State, Command> engine,
                                             std::function<std::vector<catalog::Channel>()> channels);

}  // namespace plimsoll::paging

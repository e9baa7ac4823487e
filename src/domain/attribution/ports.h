// ports.h: what this module needs from the rest of the program.
#pragma once

#include <functional>

#include "api/route.h"
#include "domain/attribution/decide.h"
#include "domain/exclusions/state.h"
#include "domain/slo/ports.h"

namespace plimsoll::attribution {

/// Every function is safe from any thread.
struct Ports {
    api::Engine<State, Command> engine;
    slo::Ports slo;
    /// Looks at annotations and exclusions; `look` must be quick. May be left out: then none is proposed.
    std::function<void(const std::function<void(const exclusions::State&)>& look)> exclusions;
    using Work = std::function<Result<api::Reply>(const api::Request&)>;
    /// Has work done on a thread that may read months of counts. May be left out: then it is done at once.
    std::function<api::AsyncHandler(Work)> apart;
};

}  // namespace plimsoll::attribution

// ports.h: what this module needs from the rest of the program.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "api/route.h"
#include "domain/slo/ports.h"
#include "domain/targets/decide.h"

namespace plimsoll::targets {

/// Every function is safe from any thread.
struct Ports {
    api::Engine<State, Command> engine;
    slo::Ports slo;  ///< catalogue, counts, clock
    /// How the second stands to the first, who proposed: whether they are two people, and how many others could decide.
    std::function<Standing(const std::string& proposer, const std::string& actor)> standing;
    /// Breaches of an SLO's budget that began after an instant of sample time. May be left out.
    std::function<std::uint64_t(const std::string& slo, Timestamp after)> breaches_since;
    using Work = std::function<Result<api::Reply>(const api::Request&)>;
    /// Has work done on a thread that may read months of counts. May be left out: then it is done at once.
    std::function<api::AsyncHandler(Work)> apart;
};

}  // namespace plimsoll::targets

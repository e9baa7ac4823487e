// kit_routes.h: interview kits, the gaps of a plan, and calibration over HTTP, for whoever interviews.
//
// Hidden     an answer's known ratings are in no reply to somebody who has not rated it; others' ratings go to whoever hires alone.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/route.h"
#include "domain/hiring/decide.h"
#include "domain/hiring/kit_shelf.h"

namespace plimsoll::hiring {

/// Every function is safe from any thread; none gives null.
struct KitPorts {
    std::function<std::shared_ptr<const KitShelf>()> shelf;
    std::function<std::shared_ptr<const people::BankReading>()> bank;
    api::Engine<State, Command> engine;
    /// The person behind a token, so that nobody rates an answer twice; else the actor itself.
    std::function<std::string(const std::string& actor)> person_behind;
};

[[nodiscard]] std::vector<api::Route> kit_routes(KitPorts ports);

}  // namespace plimsoll::hiring

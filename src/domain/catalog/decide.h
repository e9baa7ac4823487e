// decide.h: every rule about when files become the catalogue.
//
// Order of the guards, for ApplyReading:
//   1. the reading has errors          -> CatalogRefused, unless the same errors were refused last
//   2. it says what already applies    -> nothing; CatalogConfirmed if something was refused or held
//   3. it removes all objects, or more than a tenth of those that exist, and deletes were not allowed
//                                      -> CatalogHeld, unless the same removals are held already
//   4. else                            -> CatalogApplied, one for each thousand changes, all of one version
// Objects are services, tiers, channels, SLOs, error-budget policies and SLAs. A tenth is counted exactly: of 20, two may go and three wait.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "domain/catalog/reading.h"
#include "domain/catalog/state.h"

namespace plimsoll::catalog {

struct ApplyReading {
    Reading reading;
    std::string author;  ///< opaque id; empty: not from Git
    std::string commit;
    bool allow_deletes = false;
};

/// Lets go of SLOs that were removed kKeepRemoved ago. Given by the worker when next_due() has come.
struct ForgetRemoved {};

using Command = std::variant<ApplyReading, ForgetRemoved>;

/// Never refuses: a reading with errors is itself a fact to record.
[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

/// Why the last reading did not apply: errors::refused with every field, errors::held with the removals, or nothing.
[[nodiscard]] Result<> standing(const State& state);

}  // namespace plimsoll::catalog

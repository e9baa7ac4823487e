// routes.h: the catalogue over HTTP.
#pragma once

#include <functional>
#include <vector>

#include "api/route.h"
#include "domain/catalog/decide.h"
#include "domain/catalog/state.h"

namespace plimsoll::catalog {

/// What the server lends. Both return at once and work on another thread.
struct Ports {
    /// Reads the folder again and gives ApplyReading to the engine; `done` gets the sequence that submit returned.
    /// Errors: io (the folder cannot be read), and what the engine says.
    std::function<void(const api::Actor& actor, bool allow_deletes, std::function<void(Result<std::uint64_t>)> done)> apply;
    /// Runs work that is too long for an I/O thread.
    std::function<void(std::function<void()> work)> run;
};

[[nodiscard]] std::vector<api::Route> routes(api::Engine<State, Command> engine, Ports ports);

}  // namespace plimsoll::catalog

#include "domain/exclusions/state.h"

namespace plimsoll::exclusions {

void apply(State& state, const Event&, const log::Stamp&) { ++state.events; }

}  // namespace plimsoll::exclusions

#include "domain/attribution/state.h"

namespace plimsoll::attribution {

void apply(State& state, const Event&, const log::Stamp&) { ++state.events; }

}  // namespace plimsoll::attribution

#include "domain/policy/state.h"

namespace plimsoll::policy {

void apply(State& state, const Event&, const log::Stamp&) { ++state.events; }

}  // namespace plimsoll::policy

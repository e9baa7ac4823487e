// state.h: folded from the log.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>

#include "domain/policy/events.h"
#include "log/event.h"

namespace plimsoll::policy {

struct State {
    std::uint64_t events = 0;  ///< so far
};
BOOST_DESCRIBE_STRUCT(State, (), (events))

/// Total.
void apply(State& state, const Event& event, const log::Stamp& stamp);

}  // namespace plimsoll::policy

// plan.h: what goes wrong in a soak, and when: a function of the seed, the length and the speed alone, so that a run can be
// replayed.
//
// Shape      rounds; in each round every kind of trouble comes once, in an order that is drawn. Nothing happens in the first
//            tenth (at most a minute) and in the last eighth (at most a minute and a half).
// Restarts   stand in the first half of the run only: what grows shows in the long life of the last process.
// Times      of the machine, since the company was founded.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"

namespace plimsoll::soak {

enum class Trouble {
    stopped,        ///< the server is told to stop (SIGTERM) and started again
    killed,         ///< kill -9, and started again
    outage,         ///< no traffic at all; the counters behind it go on
    vanished,       ///< one instance is not heard, and comes back with its counters
    replaced,       ///< one instance ends, and another begins in its place from zero
    late,           ///< every third body waits and is sent when later ones have long been taken
    twice,          ///< every body is sent twice, every fifth a third time much later
    full_disk,      ///< not a byte is free
    receiver_down,  ///< a service breaks, and nobody takes the pages that follow
    broken,         ///< half of a service's events are bad
};

struct Step {
    Duration at;
    Duration length;
    Trouble trouble = Trouble::stopped;
    std::uint64_t draw = 0;  ///< chooses the instance or the service
};

/// In order of time; none overlap. `with_disk`: a disk of its own can be filled. Requires: run >= 2 minutes.
[[nodiscard]] std::vector<Step> plan_of(std::uint64_t seed, Duration run, bool with_disk);

/// How long after the founding nothing goes wrong.
[[nodiscard]] Duration quiet_start(Duration run);

[[nodiscard]] std::string_view name_of(Trouble trouble);
/// The plan for people, one step a line.
[[nodiscard]] std::string text_of(std::span<const Step> plan, int speed);

}  // namespace plimsoll::soak

// gate_replay.h: takes a decision of the gate again, twice: from its event alone, and from the log folded up to it.
//
// Event      decide_gate(facts) of what the event recorded.
// Fold       catalogue and alerts up to where the decision saw them, states and exceptions up to the decision, each from its own
//            streams of the log; only the counts, which the log does not hold, are those that the event recorded. The states
//            follow from the folded standing and those counts by the folded policy.
// Threads    one that may read the disk.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "domain/policy/views.h"
#include "log/log.h"
#include "server/desk.h"

namespace plimsoll::server {

struct GateReplay {
    policy::GateDecision decision;
    policy::GateAnswer replayed;           ///< from the event alone
    policy::GateAnswer refolded;           ///< from the log
    std::vector<std::string> differences;  ///< in words; none if all is the same
    bool same = false;                     ///< both answers and all facts
};
BOOST_DESCRIBE_STRUCT(GateReplay, (), (decision, replayed, refolded, differences, same))

/// Also of a decision that is no longer kept at hand. Errors: unknown_decision; io; malformed.
[[nodiscard]] Result<GateReplay> replay_gate(const log::Log& log, const std::string& id);

[[nodiscard]] api::Route gate_replay_route(const log::Log& log, const Desk& desk);

}  // namespace plimsoll::server

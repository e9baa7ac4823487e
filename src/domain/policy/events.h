// events.h: what was decided of policy, in the past tense. Field names are permanent.
//
// Complete   an event holds all that was decided on: the counts, the lines, whose they are. Who reads the log years later
//            needs neither the ledger nor the catalogue of that day to decide again.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/policy/gate.h"

namespace plimsoll::policy {

/// A budget went from one state to another.
struct StateEntered {
    static constexpr std::string_view json_tag = "policy.StateEntered";
    std::string slo;
    std::string service;
    BudgetState from = BudgetState::healthy;
    BudgetState to = BudgetState::healthy;
    std::optional<Timestamp> from_since;  ///< sample time at which `from` was entered; empty: never logged
    Timestamp as_of;                      ///< sample time
    std::string why;                      ///< one clause for people
    Figure figure;
    Terms terms;
    std::vector<std::string> channels;    ///< who is told
};
BOOST_DESCRIBE_STRUCT(StateEntered, (), (slo, service, from, to, from_since, as_of, why, figure, terms, channels))

struct BreachBegan {
    static constexpr std::string_view json_tag = "policy.BreachBegan";
    std::string slo;
    std::string service;
    Timestamp as_of;
};
BOOST_DESCRIBE_STRUCT(BreachBegan, (), (slo, service, as_of))

struct BreachEnded {
    static constexpr std::string_view json_tag = "policy.BreachEnded";
    std::string slo;
    std::string service;
    Timestamp as_of;
};
BOOST_DESCRIBE_STRUCT(BreachEnded, (), (slo, service, as_of))

/// So many breaches within so long that repairing one at a time is no answer. Once in that time.
struct ChronicBreach {
    static constexpr std::string_view json_tag = "policy.ChronicBreach";
    std::string slo;
    std::string service;
    Timestamp as_of;
    std::vector<Timestamp> breaches;  ///< their beginnings, oldest first
    Duration within;
    std::string policy;
    std::vector<std::string> channels;
};
BOOST_DESCRIBE_STRUCT(ChronicBreach, (), (slo, service, as_of, breaches, within, policy, channels))

/// The SLO is no longer in the catalogue: its state is forgotten.
struct StandingEnded {
    static constexpr std::string_view json_tag = "policy.StandingEnded";
    std::string slo;
    std::string service;
    BudgetState state = BudgetState::healthy;
    std::optional<Timestamp> since;
    std::string why;
};
BOOST_DESCRIBE_STRUCT(StandingEnded, (), (slo, service, state, since, why))

struct ExceptionGranted {
    static constexpr std::string_view json_tag = "policy.ExceptionGranted";
    std::string id;
    std::string service;
    std::string owner;   ///< a team or a role, who answers for it
    std::string reason;
    Timestamp ends;
    std::vector<std::string> allows;  ///< "gate"
    std::string by;
};
BOOST_DESCRIBE_STRUCT(ExceptionGranted, (), (id, service, owner, reason, ends, allows, by))

struct ExceptionEnded {
    static constexpr std::string_view json_tag = "policy.ExceptionEnded";
    std::string id;
    std::string service;
    bool expired = false;
    std::string reason;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(ExceptionEnded, (), (id, service, expired, reason, by))

/// The gate was asked. The answer follows from the facts: decide_gate(facts).
struct GateDecided {
    static constexpr std::string_view json_tag = "policy.GateDecided";
    std::string id;  ///< "shop-17"
    std::string service;
    GateAnswer answer;
    GateFacts facts;
};
BOOST_DESCRIBE_STRUCT(GateDecided, (), (id, service, answer, facts))

using Event = std::variant<StateEntered, BreachBegan, BreachEnded, ChronicBreach, StandingEnded, ExceptionGranted,
                           ExceptionEnded, GateDecided>;

}  // namespace plimsoll::policy

// state.h: in which state each budget is, its breaches, exceptions and the gate's decisions, folded from the log.
//
// Shape      an SLO of which nothing was said was healthy as far as anybody knew: it has no standing.
// Bounds     100 breaches per SLO; 200 decisions per service and 10,000 in all (then the oldest tenth goes); 50 ended
//            exceptions per service. The log keeps all.
// Invariant  `known` is never unknown; a breach is open (no end) just while the SLO is in breach.
// Threads    the engine's.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/policy/events.h"
#include "log/event.h"

namespace plimsoll::policy {

inline constexpr std::size_t kBreachesPerSlo = 100;  ///< as many as a policy may call chronic
inline constexpr std::size_t kDecisionsPerService = 200;
inline constexpr std::size_t kDecisionsInAll = 10'000;
inline constexpr std::size_t kEndedExceptionsPerService = 50;
inline constexpr Duration kRateWindow = Duration::minutes(1);

struct Breach {
    Timestamp at;                    ///< sample time
    std::optional<Timestamp> until;  ///< empty: it lasts
};
BOOST_DESCRIBE_STRUCT(Breach, (), (at, until))

/// Where an SLO's budget stands.
struct Standing {
    BudgetState state = BudgetState::healthy;
    BudgetState known = BudgetState::healthy;  ///< the last that could be said
    std::optional<Timestamp> since;            ///< sample time at which `state` was entered; empty: never logged
    std::string why;
    std::string service;                       ///< as it was then
    std::vector<Breach> breaches;              ///< oldest first
    std::optional<Timestamp> chronic_since;    ///< when it was last called chronic
    std::uint64_t seq = 0;                     ///< of the event that entered `state`
};
BOOST_DESCRIBE_STRUCT(Standing, (), (state, known, since, why, service, breaches, chronic_since, seq))

struct Exception {
    std::string id;
    std::string service;
    std::string owner;
    std::string reason;
    std::vector<std::string> allows;
    Timestamp granted_at;
    std::string granted_by;
    Timestamp ends;
    std::optional<Timestamp> ended_at;
    std::string ended_by;    ///< "system": by time
    std::string end_reason;
};
BOOST_DESCRIBE_STRUCT(Exception, (), (id, service, owner, reason, allows, granted_at, granted_by, ends, ended_at, ended_by, end_reason))

struct Decision {
    std::string id;
    std::uint64_t seq = 0;
    Timestamp at;
    std::string actor;
    GateAnswer answer;
    GateFacts facts;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (id, seq, at, actor, answer, facts))

struct GateRecord {
    std::uint64_t made = 0;            ///< ever
    std::vector<Decision> decisions;   ///< oldest first
};
BOOST_DESCRIBE_STRUCT(GateRecord, (), (made, decisions))

struct State {
    std::map<std::string, Standing> standings;    ///< by SLO
    std::map<std::string, Exception> exceptions;  ///< by id
    std::map<std::string, GateRecord> gates;      ///< by service
    std::vector<Timestamp> decided_at;            ///< decisions of the last minute, all services
    std::map<std::string, std::uint64_t> exceptions_made;  ///< ever, by service
    std::uint64_t decisions_kept = 0;
    std::uint64_t standing_changes = 0;           ///< rises with every change of a standing
};
BOOST_DESCRIBE_STRUCT(State, (), (standings, exceptions, gates, decided_at, exceptions_made, decisions_kept, standing_changes))

/// Total.
void apply(State& state, const Event& event, const log::Stamp& stamp);

/// nullptr: nothing was ever said of it.
[[nodiscard]] const Standing* find_standing(const State& state, const std::string& slo);
[[nodiscard]] const Decision* find_decision(const State& state, const std::string& id);
/// "shop" of "shop-17".
[[nodiscard]] std::string service_of(const std::string& id);
/// Not ended, and its end lies after `at`.
[[nodiscard]] bool holds(const Exception& exception, Timestamp at);
/// Beginnings of breaches after `after`, oldest first.
[[nodiscard]] std::vector<Timestamp> breaches_after(const Standing& standing, Timestamp after);
/// When the next exception runs out; empty: none holds.
[[nodiscard]] std::optional<Timestamp> next_due(const State& state);

}  // namespace plimsoll::policy

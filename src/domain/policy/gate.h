// gate.h: may this service be changed now? A pure function of recorded facts, so that the answer can be given again.
//
// Guards     in this order, and every one is told that holds:
//            1  no SLO: cannot tell.
//            2  a budget in a state in which the policy refuses (freeze and breach, unless it says otherwise): refused. Data
//               that went missing since do not open the gate.
//            3  a budget that cannot be told: no data, coverage under the floor, too few events, or no sample for the SLO's
//               staleness bound: cannot tell.
//            4  an exception that allows the gate: allowed, whatever 1 to 3 say.
//            5  otherwise allowed.
//            Refused goes before cannot tell: what is known to be spent is known.
// Pages      that are open inform and do not refuse: the change may be the repair. A policy that wants a freeze during
//            incidents puts its lines higher.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/policy/terms.h"

namespace plimsoll::policy {

BOOST_DEFINE_ENUM_CLASS(Answer, allowed, refused, cannot_tell)
BOOST_DEFINE_ENUM_CLASS(Effect, refuses, cannot_tell, allows, informs)

struct SloFacts {
    using json_defaults = void;
    std::string slo;
    BudgetState state = BudgetState::unknown;
    std::string why;          ///< of the state
    Figure figure;
    Duration stale_after;     ///< no sample for so long: nothing can be said
    std::int64_t pages_open = 0;    ///< alerts that page and did not resolve
    std::int64_t tickets_open = 0;
    friend bool operator==(const SloFacts&, const SloFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(SloFacts, (), (slo, state, why, figure, stale_after, pages_open, tickets_open))

struct ExceptionFacts {
    std::string id;
    std::string owner;
    std::string reason;
    Timestamp ends;
    friend bool operator==(const ExceptionFacts&, const ExceptionFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(ExceptionFacts, (), (id, owner, reason, ends))

/// All that the gate looks at.
struct GateFacts {
    using json_defaults = void;
    std::string service;
    Timestamp at;
    Terms terms;
    std::vector<SloFacts> slos;             ///< by name
    std::vector<ExceptionFacts> exceptions; ///< that hold at `at` and allow the gate, by id
    std::uint64_t seen_seq = 0;             ///< alerts and catalogue are those of this place in the log
    friend bool operator==(const GateFacts&, const GateFacts&) = default;
};
BOOST_DESCRIBE_STRUCT(GateFacts, (), (service, at, terms, slos, exceptions, seen_seq))

struct GateReason {
    using json_defaults = void;
    std::string code;  ///< no_slo, budget_freeze, budget_breach, budget_caution, no_data, too_little_known, stale, exception, page_open, budget_left
    std::string text;  ///< one sentence
    std::string slo;   ///< empty: of the service
    Effect effect = Effect::informs;
    friend bool operator==(const GateReason&, const GateReason&) = default;
};
BOOST_DESCRIBE_STRUCT(GateReason, (), (code, text, slo, effect))

struct GateAnswer {
    using json_defaults = void;
    Answer answer = Answer::cannot_tell;
    BudgetState state = BudgetState::unknown;  ///< of the service: its worst
    std::vector<GateReason> reasons;           ///< those that decide first
    friend bool operator==(const GateAnswer&, const GateAnswer&) = default;
};
BOOST_DESCRIBE_STRUCT(GateAnswer, (), (answer, state, reasons))

[[nodiscard]] GateAnswer decide_gate(const GateFacts& facts);

/// The same facts, but for when they were gathered.
[[nodiscard]] bool same_facts(const GateFacts& a, const GateFacts& b);

/// A source whose SLO asks for no staleness alert counts as silent after so long.
inline constexpr Duration kStaleDefault = Duration::minutes(15);

}  // namespace plimsoll::policy

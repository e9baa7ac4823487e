// views.h: what the API, the command line and the screens show of policies, exceptions and the gate. Field names are part of
// the API.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/policy/ports.h"

namespace plimsoll::policy {

struct SloStanding {
    std::string slo;
    BudgetState state = BudgetState::unknown;
    std::optional<Timestamp> since;   ///< sample time; null: since it has been watched
    std::string why;
    std::optional<double> budget;     ///< share left, signed
    std::optional<double> budget_without_exclusions;  ///< null: nothing is excluded
    std::optional<double> coverage;
    std::optional<Timestamp> as_of;
    slo::Thresholds thresholds;
    double hysteresis = 0;
};
BOOST_DESCRIBE_STRUCT(SloStanding, (), (slo, state, since, why, budget, budget_without_exclusions, coverage, as_of, thresholds, hysteresis))

/// What a state leads to.
struct StateTerms {
    BudgetState state = BudgetState::healthy;
    std::vector<std::string> consequences;  ///< what people do, in the policy's words
    std::vector<std::string> told;          ///< channels
    bool gate_refuses = false;
};
BOOST_DESCRIBE_STRUCT(StateTerms, (), (state, consequences, told, gate_refuses))

struct BreachView {
    std::string slo;
    Timestamp at;                    ///< sample time
    std::optional<Timestamp> until;  ///< null: it lasts
};
BOOST_DESCRIBE_STRUCT(BreachView, (), (slo, at, until))

struct ServicePolicy {
    std::string service;
    std::optional<std::string> policy;   ///< null: none is declared, and defaults hold
    std::string source;                  ///< "policy critical", "default of tier rank 0"
    std::string version;
    BudgetState state = BudgetState::unknown;  ///< the worst of its SLOs; unknown without any
    std::optional<Timestamp> since;      ///< of that SLO
    std::vector<SloStanding> slos;       ///< worst first
    std::vector<std::string> consequences;  ///< of the present state
    std::vector<std::string> told;       ///< on entering the present state
    std::vector<StateTerms> states;
    std::vector<Exception> exceptions;   ///< that hold, then those that ended, newest first
    std::vector<BreachView> breaches;    ///< newest first
    bool chronic = false;
    int chronic_breaches = 0;            ///< so many ...
    Duration chronic_within;             ///< ... within so long escalate; zero breaches: never
    Duration longest_exception;
};
BOOST_DESCRIBE_STRUCT(ServicePolicy, (), (service, policy, source, version, state, since, slos, consequences, told, states, exceptions,
                                          breaches, chronic, chronic_breaches, chronic_within, longest_exception))

struct GateSlo {
    std::string slo;
    BudgetState state = BudgetState::unknown;
    std::optional<double> budget;
    std::optional<double> budget_without_exclusions;
    std::optional<double> coverage;
    std::optional<Timestamp> as_of;
    std::int64_t alerts_open = 0;
};
BOOST_DESCRIBE_STRUCT(GateSlo, (), (slo, state, budget, budget_without_exclusions, coverage, as_of, alerts_open))

struct GateDecision {
    std::string id;
    std::string service;
    Timestamp at;
    std::string actor;
    Answer answer = Answer::cannot_tell;
    std::vector<GateReason> reasons;
    BudgetState state = BudgetState::unknown;
    std::optional<ExceptionFacts> exception;  ///< that allowed it
    std::vector<GateSlo> slos;
    std::string policy;          ///< "policy critical", "default of tier rank 0"
    std::string policy_version;
    std::uint64_t seq = 0;       ///< of the log
};
BOOST_DESCRIBE_STRUCT(GateDecision, (), (id, service, at, actor, answer, reasons, state, exception, slos, policy, policy_version, seq))

struct GateDecisionPage {
    std::vector<GateDecision> items;  ///< newest first
    std::string next_cursor;          ///< empty: this was the last page
};
BOOST_DESCRIBE_STRUCT(GateDecisionPage, (), (items, next_cursor))

struct GateDecisionDetail {
    GateDecision decision;
    GateFacts facts;  ///< all that it was decided on
};
BOOST_DESCRIBE_STRUCT(GateDecisionDetail, (), (decision, facts))

struct ExceptionBody {
    using json_defaults = void;
    std::string service;
    std::string owner;                 ///< a team or a role that answers for it
    std::string reason;
    std::optional<Timestamp> ends;     ///< exactly one of ends and lasts
    std::optional<Duration> lasts;
    std::vector<std::string> allows;   ///< left out: ["gate"], which is all that there is
};
BOOST_DESCRIBE_STRUCT(ExceptionBody, (), (service, owner, reason, ends, lasts, allows))

struct EndExceptionBody {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(EndExceptionBody, (), (reason))

struct ExceptionList {
    std::vector<Exception> items;  ///< that hold, soonest to end first; then those that ended, newest first
};
BOOST_DESCRIBE_STRUCT(ExceptionList, (), (items))

[[nodiscard]] GateDecision view_of(const Decision& decision);
/// `service` empty: of all.
[[nodiscard]] std::vector<Exception> list_exceptions(const State& state, const std::string& service);

struct DecisionFilter {
    std::string service;
    std::optional<Answer> answer;
    std::optional<std::uint64_t> before;  ///< cursor: log sequence
    std::size_t limit = 100;
};
[[nodiscard]] GateDecisionPage list_decisions(const State& state, const DecisionFilter& filter);

/// Errors: unknown_service.
struct PolicyReading {
    ServicePolicy view;
    std::uint64_t seq = 0;
};
[[nodiscard]] Result<PolicyReading> read_policy(const Ports& ports, const std::string& service);

}  // namespace plimsoll::policy

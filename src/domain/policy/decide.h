// decide.h: what follows from budgets, exceptions and questions at the gate, as guards followed by events. Every rule of
// policy lives here, in standing.h (which state) and in gate.h (which answer).
//
// History    a figure more than 15 minutes behind the wall clock changes nothing: a source that catches up must neither
//            freeze a service nor tell people of what is over.
// Repeats    the same command twice says nothing the second time.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/policy/standing.h"
#include "domain/policy/state.h"

namespace plimsoll::policy {

namespace errors {
inline constexpr ErrorKind unknown_service{"policy.unknown_service", 404, "There is no such service",
                                           "Check the name; `plimsoll catalog show` lists what is declared"};
inline constexpr ErrorKind unknown_exception{"policy.unknown_exception", 404, "There is no such exception",
                                             "List the exceptions: old ones are only in the log"};
inline constexpr ErrorKind exception_over{"policy.exception_over", 409, "The exception is over already",
                                          "Grant another one if changes must go on"};
inline constexpr ErrorKind too_many_exceptions{"policy.too_many_exceptions", 409, "The service has 20 exceptions that hold",
                                               "End some first"};
inline constexpr ErrorKind unknown_decision{"policy.unknown_decision", 404, "There is no such decision",
                                            "The newest 200 of each service are kept at hand; the log holds them all"};
inline constexpr ErrorKind too_many_decisions{"policy.too_many_decisions", 429, "The gate was asked 600 times within a minute",
                                              "Ask again in a minute; a pipeline needs one answer"};
}  // namespace errors

inline constexpr std::size_t kDecisionsPerMinute = 600;
inline constexpr std::size_t kExceptionsPerService = 20;
inline constexpr Duration kSameDecisionFor = Duration::seconds(10);
inline constexpr Duration kHistoryAfter = Duration::minutes(15);

/// The counts moved.
struct JudgeBudget {
    std::string slo;
    std::string service;
    Figure figure;
    catalog::ErrorBudgetPolicy policy;  ///< policy_for(service)
    std::string source;                 ///< of its lines
};

/// The SLO is gone from the catalogue.
struct EndStanding {
    std::string slo;
    std::string why;
};

/// Errors: invalid (every field), too_many_exceptions.
struct GrantException {
    std::string service;
    std::string owner;
    std::string reason;
    Timestamp ends;
    std::vector<std::string> allows;
    Duration longest;  ///< that the policy grants
};

/// Errors: unknown_exception, exception_over, invalid (no reason).
struct EndException {
    std::string id;
    std::string reason;
};

/// Exceptions whose time is over.
struct EndDueExceptions {};

/// Somebody asks. States and exceptions are filled in from the state. The same facts by the same actor within ten seconds are
/// the same decision: nothing is recorded. Errors: too_many_decisions.
struct AskGate {
    GateFacts facts;  ///< `at`, states and exceptions are not read
};

using Command = std::variant<JudgeBudget, EndStanding, GrantException, EndException, EndDueExceptions, AskGate>;

[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

/// What the gate is decided on, as of the state: for AskGate, and for whoever decides again from a folded log.
[[nodiscard]] GateFacts complete(const State& state, GateFacts facts, Timestamp at);
/// The decision that answers the same question; nullptr: it is to be recorded.
[[nodiscard]] const Decision* same_decision(const State& state, const GateFacts& facts, const log::Issued& issued);

}  // namespace plimsoll::policy

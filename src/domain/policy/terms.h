// terms.h: what decided on a budget's state: the policy's lines, and what the SLO's counts said. Copied into each event, so
// that a decision can be checked years later from its event alone.
//
// Exact      the counts are the evidence; `budget` is their quotient, as the load line shows it. A state is decided on counts.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "domain/slo/thresholds.h"

namespace plimsoll::policy {

using slo::BudgetState;

/// The lines that hold for a service, and whose they are.
struct Terms {
    using json_defaults = void;
    std::string policy;       ///< empty: nobody declared one
    std::string source;       ///< "policy critical", "default of tier rank 0"
    std::string version;      ///< hash of all that decides
    double caution = 0;       ///< share of the budget left: at or below it, caution
    double freeze = 0;        ///< at or below it, freeze; at or below zero, breach
    double hysteresis = 0;    ///< a state is left only so far above its line
    std::vector<BudgetState> refuses;  ///< states in which the gate refuses
    friend bool operator==(const Terms&, const Terms&) = default;
};
BOOST_DESCRIBE_STRUCT(Terms, (), (policy, source, version, caution, freeze, hysteresis, refuses))

/// What the counts of one SLO said at one instant, over its period.
struct Figure {
    using json_defaults = void;
    std::optional<Timestamp> as_of;   ///< empty: no data yet
    std::int64_t valid = 0;           ///< in the SLO's unit, exclusions left out
    std::int64_t bad = 0;
    std::int64_t per_one = 1;         ///< counts that make one event
    std::int64_t slots = 0;           ///< of 10 s, that should have been measured
    std::int64_t measured = 0;        ///< that were
    std::int64_t settled_slots = 0;   ///< a thirtieth of the period: with fewer, the budget is young
    std::int64_t least_events = 0;    ///< fewer say nothing
    Ratio objective;
    std::optional<double> budget;     ///< share left, signed
    std::optional<double> budget_without_exclusions;  ///< empty: nothing is excluded
    std::optional<double> coverage;
    double coverage_floor = 0.9;
    std::string why_empty;            ///< why budget is empty
    std::string definition_version;
    friend bool operator==(const Figure&, const Figure&) = default;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (as_of, valid, bad, per_one, slots, measured, settled_slots, least_events, objective, budget,
                                   budget_without_exclusions, coverage, coverage_floor, why_empty, definition_version))

/// The policy that holds for a service: the catalogue's, or one without a name that is made of our defaults, tells nobody and
/// calls nothing chronic.
[[nodiscard]] catalog::ErrorBudgetPolicy policy_for(const catalog::Catalog& catalog, const std::string& service);
/// `source` as in slo::Thresholds.
[[nodiscard]] Terms terms_of(const catalog::ErrorBudgetPolicy& policy, std::string source);
[[nodiscard]] Terms terms_for(const catalog::Catalog& catalog, const std::string& service);
/// Whether the gate refuses in this state: as the policy says, else freeze and breach.
[[nodiscard]] bool refuses(const catalog::ErrorBudgetPolicy& policy, BudgetState state);

}  // namespace plimsoll::policy

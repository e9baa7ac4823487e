// overview.h: the first screen: every service by its worst SLO, what burns now, what changed within a day.
//
// Worst      by consequence: what state it is in (burning before breached, frozen, stale, cannot tell, no data, ok; among burning ones
//            those that page before tickets), then where its budget stands against its thresholds, how critical the tier
//            is, how fast it burns (from 1 on: slower than that it lasts), how little budget is left.
// Equal      every figure is that of the SLO's own summary: a service shows its worst SLO and names it.
// Bounds     200 alerts that burn and 100 changes, the worst and the newest of them; `counts` tells of all.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/slo/views.h"

namespace plimsoll::slo {

inline constexpr std::size_t kBurningMost = 200;
inline constexpr std::size_t kChangedMost = 100;
/// Of the changes, so many at most tell of budgets: those that moved furthest.
inline constexpr std::size_t kBudgetChangesMost = 50;
/// A budget that moved further than this share within a day is worth a line.
inline constexpr double kBudgetMoved = 0.05;

/// In the order of consequence.
BOOST_DEFINE_ENUM_CLASS(ServiceState, burning, breached, frozen, stale, cannot_tell, no_data, ok, no_slo)

struct OverviewCounts {
    std::int64_t services = 0;  ///< services; all others count SLOs
    std::int64_t slos = 0;
    std::int64_t burning = 0;
    std::int64_t breached = 0;
    std::int64_t frozen = 0;
    std::int64_t stale = 0;
    std::int64_t cannot_tell = 0;
    std::int64_t no_data = 0;
    std::int64_t ok = 0;
};
BOOST_DESCRIBE_STRUCT(OverviewCounts, (), (services, slos, burning, breached, frozen, stale, cannot_tell, no_data, ok))

/// One service, and of its SLOs the worst.
struct ServiceLine {
    std::string name;
    std::string display_name;
    std::string owner;
    std::string tier;
    std::optional<int> tier_rank;
    ServiceState state = ServiceState::no_slo;
    std::int64_t slos = 0;
    std::string slo;                  ///< the worst; empty: the service has none
    std::string objective;            ///< of it, as all that follows but alerts_open
    std::optional<Duration> period;
    std::optional<double> budget_remaining;
    std::optional<double> budget_minutes;
    std::optional<double> budget_yesterday;
    std::optional<double> burn_1h;
    std::optional<double> projected_end;
    std::optional<double> projected_low;
    std::optional<double> projected_high;
    std::optional<double> coverage;
    Thresholds thresholds;
    std::optional<BudgetState> policy_state;  ///< the worst of all its SLOs
    int alerts_open = 0;              ///< of all its SLOs
    std::optional<Timestamp> as_of;
    std::string why_empty;
};
BOOST_DESCRIBE_STRUCT(ServiceLine, (), (name, display_name, owner, tier, tier_rank, state, slos, slo, objective, period,
                                        budget_remaining, budget_minutes, budget_yesterday, burn_1h, projected_end,
                                        projected_low, projected_high, coverage, thresholds, policy_state, alerts_open, as_of,
                                        why_empty))

/// A burn alert that did not resolve yet.
struct BurningNow {
    std::string alert;
    std::string slo;
    std::string service;
    std::string tier;
    std::optional<int> tier_rank;
    std::string rule;
    std::string severity;
    AlertState state = AlertState::firing;
    Timestamp since;                         ///< sample time
    std::optional<double> burn;              ///< now, over the rule's long window
    std::optional<double> budget_remaining;  ///< now
    std::string condition;                   ///< for people: condition_words
};
BOOST_DESCRIBE_STRUCT(BurningNow, (), (alert, slo, service, tier, tier_rank, rule, severity, state, since, burn,
                                       budget_remaining, condition))

BOOST_DEFINE_ENUM_CLASS(ChangedKind, alert_fired, alert_resolved, budget, catalogue)

struct ChangedItem {
    Timestamp at;
    ChangedKind kind = ChangedKind::budget;
    std::string service;               ///< empty for the catalogue
    std::string slo;
    std::string text;                  ///< one sentence for people
    std::optional<std::uint64_t> seq;  ///< of the log
};
BOOST_DESCRIBE_STRUCT(ChangedItem, (), (at, kind, service, slo, text, seq))

struct Overview {
    std::optional<Timestamp> as_of;   ///< the newest of all SLOs; null: no data yet
    std::uint64_t revision = 0;       ///< differs when anything here may differ
    OverviewCounts counts;
    std::vector<ServiceLine> services;  ///< worst first
    std::vector<BurningNow> burning;    ///< worst first
    std::vector<ChangedItem> changed;   ///< within a day, newest first
};
BOOST_DESCRIBE_STRUCT(Overview, (), (as_of, revision, counts, services, burning, changed))

/// Where a service's state is to be found among its SLO's.
[[nodiscard]] ServiceState service_state(SloState state);

/// What fired or resolved at `at`, in one sentence.
[[nodiscard]] ChangedItem fired_item(const AlertFired& fired, std::uint64_t seq, Timestamp at);
[[nodiscard]] ChangedItem resolved_item(const ClosedAlert& closed);
/// Empty when the budget neither moved far nor crossed a line within a day.
[[nodiscard]] std::optional<ChangedItem> budget_item(const SloSummary& slo);

/// `slos`: all of the catalogue's. `burning` and `changed` in any order; budgets' items are added here.
[[nodiscard]] Overview overview_of(const catalog::Catalog& catalog, const std::vector<SloSummary>& slos,
                                   std::vector<BurningNow> burning, std::vector<ChangedItem> changed);

}  // namespace plimsoll::slo

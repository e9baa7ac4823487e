// events.h: what is said of an SLO's alerts, in the past tense. Field names are permanent.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/units.h"
#include "domain/slo/definition.h"
#include "domain/slo/groups.h"

namespace plimsoll::slo {

BOOST_DEFINE_ENUM_CLASS(AlertKind, burn, stale)

/// The counts an alert was decided on, so that the decision can be checked by hand.
struct BurnEvidence {
    Duration window;
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    std::int64_t missing_slots = 0;
    std::optional<double> burn;  ///< empty: no traffic
    std::optional<double> burn_low{};  ///< where the rule must be sure: the lower end of its 95 % interval
    std::optional<std::int64_t> per_one{};  ///< so many counts make one; empty: one does
    std::optional<std::string> noun{};      ///< what is counted: "slices", "samples"; empty: events
};
BOOST_DESCRIBE_STRUCT(BurnEvidence, (), (window, valid, bad, missing_slots, burn, burn_low, per_one, noun))

/// An alert is one run of one rule of one SLO, from fired to resolved. `alert` is its id: "<slo>/<rule>/<fired ms>".
struct AlertFired {
    static constexpr std::string_view json_tag = "slo.AlertFired";
    std::string alert;
    std::string slo;
    std::string service;
    std::string rule;
    AlertKind kind = AlertKind::burn;
    std::string severity;           ///< "page" or "ticket"
    Timestamp since;                ///< when the condition began to hold (sample time)
    Timestamp as_of;                ///< sample time of the judgement
    std::vector<BurnEvidence> evidence;
    double factor = 0;
    Ratio objective;
    std::optional<double> budget_remaining;  ///< share; may be below zero
    std::optional<BurnEvidence> period;      ///< the counts that budget_remaining stands on
    std::string definition_version;
    std::vector<std::string> channels;       ///< resolved: the rule's, else the service's
    std::string condition;                   ///< condition_of what was judged; a changed condition ends the alert
};
BOOST_DESCRIBE_STRUCT(AlertFired, (), (alert, slo, service, rule, kind, severity, since, as_of, evidence, factor,
                                       objective, budget_remaining, period, definition_version, channels, condition))

/// Neither firing nor resolving can be said any more.
struct AlertFrozen {
    static constexpr std::string_view json_tag = "slo.AlertFrozen";
    std::string alert;
    Timestamp as_of;
    std::vector<BurnEvidence> evidence;
    std::optional<std::string> why{};  ///< "too little traffic"; empty: data is missing
};
BOOST_DESCRIBE_STRUCT(AlertFrozen, (), (alert, as_of, evidence, why))

/// Enough data again: the alert still holds.
struct AlertThawed {
    static constexpr std::string_view json_tag = "slo.AlertThawed";
    std::string alert;
    Timestamp as_of;
};
BOOST_DESCRIBE_STRUCT(AlertThawed, (), (alert, as_of))

struct AlertResolved {
    static constexpr std::string_view json_tag = "slo.AlertResolved";
    std::string alert;
    Timestamp as_of;
    std::string why;  ///< "burn below threshold", "slo removed", "rule changed", "data again"
    std::vector<BurnEvidence> evidence;
};
BOOST_DESCRIBE_STRUCT(AlertResolved, (), (alert, as_of, why, evidence))

/// A rule with an entry delay began to hold. Logged so that a restart does not forget since when.
struct PendingBegan {
    static constexpr std::string_view json_tag = "slo.PendingBegan";
    std::string slo;
    std::string rule;
    Timestamp since;  ///< sample time
    std::string condition;
};
BOOST_DESCRIBE_STRUCT(PendingBegan, (), (slo, rule, since, condition))

/// It ceased to hold before the entry delay had passed (or the rule is no more): no alert came of it.
struct PendingEnded {
    static constexpr std::string_view json_tag = "slo.PendingEnded";
    std::string slo;
    std::string rule;
    Timestamp as_of;
};
BOOST_DESCRIBE_STRUCT(PendingEnded, (), (slo, rule, as_of))

/// A firing rule with a clear delay is no longer above; it resolves if that lasts.
struct ClearingBegan {
    static constexpr std::string_view json_tag = "slo.ClearingBegan";
    std::string alert;
    Timestamp since;  ///< sample time
};
BOOST_DESCRIBE_STRUCT(ClearingBegan, (), (alert, since))

/// It rose again before the clear delay had passed.
struct ClearingEnded {
    static constexpr std::string_view json_tag = "slo.ClearingEnded";
    std::string alert;
    Timestamp as_of;
};
BOOST_DESCRIBE_STRUCT(ClearingEnded, (), (alert, as_of))

/// Kinds of anomaly that last: see suspicions.h.
inline constexpr std::string_view kConstantBurn = "constant_burn";
inline constexpr std::string_view kNoBurn = "no_burn";

/// The indicator contradicted itself: recorded, never stored as counts.
struct SliAnomalySeen {
    static constexpr std::string_view json_tag = "slo.SliAnomalySeen";
    std::string slo;
    std::string kind;  ///< of the counts: "constant_burn", "no_burn", which last until they end; of samples: "bad_above_valid", "unknown_start", "conflicting_duplicate", "counter_reset", "too_late"
    Timestamp at;
    std::int64_t count = 0;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(SliAnomalySeen, (), (slo, kind, at, count, detail))

/// What lasted is over.
struct SliAnomalyEnded {
    static constexpr std::string_view json_tag = "slo.SliAnomalyEnded";
    std::string slo;
    std::string kind;
    Timestamp at;
};
BOOST_DESCRIBE_STRUCT(SliAnomalyEnded, (), (slo, kind, at))

/// The catalogue asks something else of an SLO. What was judged before keeps the version that judged it.
struct DefinitionChanged {
    static constexpr std::string_view json_tag = "slo.DefinitionChanged";
    std::string slo;
    DefinitionChange what = DefinitionChange::created;
    std::uint32_t generation = 1;          ///< rises with each new indicator
    Timestamp as_of;                       ///< sample time from which it holds; of one without data the wall clock
    std::optional<Definition> from;        ///< empty: it is new
    std::optional<Definition> to;          ///< empty: it was removed
    std::optional<double> budget_before;   ///< share that was left, as the old version judges it
    std::optional<double> budget_after;    ///< as the new one does
    std::optional<TimeRange> rejudged;     ///< history that the new version judges too; empty: none, or a new generation
};
BOOST_DESCRIBE_STRUCT(DefinitionChanged, (), (slo, what, generation, as_of, from, to, budget_before, budget_after, rejudged))

/// Late samples changed slots that were already judged. Idempotent by batch and source.
struct LedgerRevised {
    static constexpr std::string_view json_tag = "slo.LedgerRevised";
    std::uint64_t batch = 0;
    std::string source;
    TimeRange range;
    std::vector<std::string> slos;
};
BOOST_DESCRIBE_STRUCT(LedgerRevised, (), (batch, source, range, slos))

using Event = std::variant<AlertFired, AlertFrozen, AlertThawed, AlertResolved, SliAnomalySeen, LedgerRevised,
                           PendingBegan, PendingEnded, ClearingBegan, ClearingEnded, SliAnomalyEnded, DefinitionChanged,
                           GroupsSeen, GroupsForgotten>;

}  // namespace plimsoll::slo

// sla.h: what a contract promises beside an SLO, on the same counts: its own windows on the wall clock of its zone, what is
// owed when it is broken, and how far away that is.
//
// Ratio      good / valid of one contract window, in the SLO's unit; exclusions that were approved are left out.
// Broken     ratio < objective; a credit is owed if ratio < its bound, the deepest bound alone: credits do not add up.
//            Compared as whole numbers.
// Headroom   (1 - objective) x valid - bad: events that may still fail at the traffic so far before the contract is broken. Its
//            share is of (1 - objective) x valid. Signed: below zero the contract is broken as it stands. The traffic that is to
//            come adds to it and is not guessed at.
// Past       the twelve windows before. A window that was measured in part says how much; what nobody measured is neither good
//            nor bad.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/policy/money.h"
#include "domain/policy/ports.h"

namespace plimsoll::policy {

inline constexpr std::size_t kPastWindows = 12;

/// What is owed below a ratio.
struct CreditView {
    std::string below;            ///< "99.9 %"
    double share = 0;             ///< of the fee
    std::optional<Money> amount;  ///< null: no fee is said
};
BOOST_DESCRIBE_STRUCT(CreditView, (), (below, share, amount))

struct SlaWindow {
    TimeRange range;                   ///< of the contract; `to` date it is not over yet
    std::int64_t valid = 0;            ///< counts in the SLO's unit
    std::int64_t bad = 0;
    std::optional<double> ratio;       ///< null: no events
    std::optional<double> coverage;    ///< share of the window so far that was measured
    bool broken = false;
    std::optional<CreditView> credit;  ///< null: none is owed
};
BOOST_DESCRIBE_STRUCT(SlaWindow, (), (range, valid, bad, ratio, coverage, broken, credit))

struct CountUnit {
    std::string noun;          ///< "events", "slices"
    std::int64_t per_one = 1;  ///< counts that make one
};
BOOST_DESCRIBE_STRUCT(CountUnit, (), (noun, per_one))

struct SlaView {
    std::string name;
    std::string customer;
    std::string description;
    std::string slo;
    std::string service;
    std::string objective;            ///< the contract's: "99.5 %"
    std::string window;               ///< "month, Europe/Berlin"
    std::string zone_database;        ///< its version
    CountUnit unit;
    std::optional<Timestamp> as_of;   ///< null: no data yet
    TimeRange range;                  ///< the window that holds as_of
    SlaWindow to_date;
    std::optional<CreditView> credit_now;       ///< owed if the window ended now; null: none
    std::optional<std::int64_t> headroom_events;///< whole ones, rounded down; signed
    std::optional<double> headroom_share;
    std::string slo_objective;
    std::optional<double> slo_remaining;        ///< share of the SLO's own budget, over its own period
    std::optional<std::int64_t> between_events; ///< events between the SLO's objective and the contract's, at the traffic so far
    std::vector<CreditView> credits;            ///< highest bound first
    std::optional<Money> fee;                   ///< of one window
    std::vector<SlaWindow> past;                ///< newest first
    std::string why_empty;                      ///< why there is no ratio
};
BOOST_DESCRIBE_STRUCT(SlaView, (), (name, customer, description, slo, service, objective, window, zone_database, unit, as_of, range,
                                    to_date, credit_now, headroom_events, headroom_share, slo_objective, slo_remaining,
                                    between_events, credits, fee, past, why_empty))

struct SlaList {
    std::vector<SlaView> items;  ///< least headroom first
};
BOOST_DESCRIBE_STRUCT(SlaList, (), (items))

namespace errors {
inline constexpr ErrorKind unknown_sla{"policy.unknown_sla", 404, "There is no such SLA", "`plimsoll sla list` shows what is declared"};
}  // namespace errors

/// The contract's arithmetic on one window, of which `excluded` is left out. What lies before the first sample is not measured,
/// and counts as such: the contract held then too.
[[nodiscard]] SlaWindow window_of(const catalog::Sla& sla, const ledger::WindowSum& sum, TimeRange range, Duration excluded);
/// floor(((1 - objective) x valid - bad) / per_one).
[[nodiscard]] std::int64_t headroom_of(const Ratio& objective, std::int64_t valid, std::int64_t bad, std::int64_t per_one);

/// Errors: unknown_sla; io.
[[nodiscard]] Result<SlaView> read_sla(const Ports& ports, const std::string& name);
[[nodiscard]] Result<SlaList> list_slas(const Ports& ports);

}  // namespace plimsoll::policy

// budget_calendar.h: how each month's budget went, day by day, on a zone's wall clock.
//
// Months     are budgets of their own, whatever the SLO's window: bad of what a month's traffic allows.
// Objective  that of the version which judged when the month ended; of the month that runs, the present one.
// Days       all of a month's, each with the share of that month's budget that it burnt; days to come and days that nothing
//            measured have no counts. A day has 23, 24 or 25 hours.
// Exclusions are left out; a day that has any says so.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/slo/ports.h"
#include "domain/slo/state.h"
#include "domain/slo/views.h"

namespace plimsoll::slo {

inline constexpr int kCalendarMonths = 12;
inline constexpr int kCalendarMonthsMost = 24;

struct CalendarDay {
    std::string date;                   ///< "2026-11-21" on the zone's clocks
    TimeRange range;
    std::optional<std::int64_t> valid;  ///< counts of the unit
    std::optional<std::int64_t> bad;
    std::optional<double> burnt;        ///< share of that month's budget
    std::optional<double> coverage;
    bool excluded = false;              ///< some of it
};
BOOST_DESCRIBE_STRUCT(CalendarDay, (), (date, range, valid, bad, burnt, coverage, excluded))

struct CalendarMonth {
    std::string month;                  ///< "2026-11"
    TimeRange range;
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    std::optional<double> remaining;    ///< share, signed
    std::optional<double> coverage;
    std::string objective;              ///< "99.95 %"
    std::string version;                ///< of the definition
    bool partial = false;               ///< it runs still, or began before the first count
    std::vector<CalendarDay> days;
};
BOOST_DESCRIBE_STRUCT(CalendarMonth, (), (month, range, valid, bad, remaining, coverage, objective, version, partial, days))

struct BudgetCalendar {
    std::string name;
    CountUnit unit;
    std::string zone;
    std::string zone_database;          ///< its version
    std::string objective;
    std::vector<CalendarMonth> months;  ///< oldest first, none before the first count
};
BOOST_DESCRIBE_STRUCT(BudgetCalendar, (), (name, unit, zone, zone_database, objective, months))

/// Which definition judged when. `versions`: oldest first; may be empty.
[[nodiscard]] const Definition* judging_at(const std::vector<VersionRecord>& versions, Timestamp at);

/// Requires: a zone that zones::check admits, 1 to kCalendarMonthsMost months. Errors: io; not_found.
[[nodiscard]] Result<BudgetCalendar> budget_calendar(const Counts& counts, const catalog::Slo& slo, const ledger::LiveWindows& live,
                                                     const std::vector<VersionRecord>& versions, const std::string& zone, int months);

}  // namespace plimsoll::slo

// downtime.h: how long a service may be down and still keep an objective, and the other way round. Exact.
//
// Periods    a day, a week and 30 days as they stand; a year is 365.25 days, as astronomers and most tables have it; a quarter is
//            a fourth and a month a twelfth of it. So 99.99 % is 4.32 minutes in 30 days and 52.6 minutes in a year.
// Inverse    the objective that a downtime in a period leaves: 1 - downtime / period. Written with six decimals of a percent,
//            rounded down: who promises more than this would break it.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::policy {

struct DowntimeRow {
    std::string period;           ///< "30 d", "year"
    double period_days = 0;
    double allowed_seconds = 0;
    Ratio allowed_exact;          ///< in seconds, reduced
    std::string allowed_words;    ///< "4 min 19 s"
};
BOOST_DESCRIBE_STRUCT(DowntimeRow, (), (period, period_days, allowed_seconds, allowed_exact, allowed_words))

struct Downtime {
    std::string objective;              ///< "99.95 %"
    Ratio objective_exact;
    bool rounded_down = false;          ///< the objective was computed and has more digits than are shown
    std::vector<DowntimeRow> rows;
    std::optional<std::int64_t> events; ///< of so many ...
    std::optional<std::int64_t> events_allowed;  ///< ... so many may be bad
    std::string year;                   ///< what a year is here
};
BOOST_DESCRIBE_STRUCT(Downtime, (), (objective, objective_exact, rounded_down, rows, events, events_allowed, year))

/// What is asked. Exactly one of objective and minutes; minutes need a period.
struct DowntimeAsked {
    std::optional<std::string> objective;  ///< percent: "99.95"
    std::optional<std::string> minutes;    ///< decimal: "20", "4.32"
    std::optional<std::string> period;     ///< "30d": of the minutes, or one more row
    std::optional<std::string> events;
};

/// Errors: invalid, with every field.
[[nodiscard]] Result<Downtime> downtime(const DowntimeAsked& asked);

}  // namespace plimsoll::policy

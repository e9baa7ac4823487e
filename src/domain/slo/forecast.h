// forecast.h: what will be left of the budget when its window ends, and when it will be spent, with how sure that is.
//
// Traffic    by the hour of the week, the mean over the weeks there are, from two weeks on; with less, the mean of all hours.
// Errors     the error ratio of the same history, at most kHistory back.
// Rolling    a period ahead, hour by hour: what leaves the window as well as what comes.
// Calendar   to the window's end: what was counted to date, and what comes.
// Interval   95 %: from how far the days' bad counts lay from the mean error ratio, days taken as independent; with fewer than
//            seven whole days Wilson's of the error ratio, events taken as independent. Source of the latter: E. B. Wilson, JASA 22
//            (1927), 209-212. Traffic is taken as forecast.
// Spent      the first hour at whose end nothing is left, by the likeliest value and by each end of the interval.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/catalog/model.h"
#include "ledger/slot.h"

namespace plimsoll::slo {

inline constexpr Duration kForecastHistory = Duration::days(56);

struct SloForecast {
    std::string name;
    std::optional<Timestamp> as_of;        ///< null: no data yet
    TimeRange window;                      ///< from now to where the forecast ends
    std::string method;                    ///< one sentence
    std::optional<double> remaining_now;   ///< share
    std::optional<double> remaining_end;
    std::optional<double> low;             ///< at the end, 95 %
    std::optional<double> high;
    std::optional<Timestamp> exhausted_at; ///< null: not within the window
    std::optional<Timestamp> exhausted_low;   ///< by the worse end of the interval: the earliest
    std::optional<Timestamp> exhausted_high;  ///< by the better end: the latest; null: perhaps never
    std::string basis;                     ///< the history that it stands on
    std::string why_empty;
};
BOOST_DESCRIBE_STRUCT(SloForecast, (), (name, as_of, window, method, remaining_now, remaining_end, low, high, exhausted_at,
                                        exhausted_low, exhausted_high, basis, why_empty))

/// An hour of the past.
struct PastCounts {
    Timestamp start;
    ledger::Slot sum;
    std::int64_t slots = 0;  ///< that should have been measured
};
struct ForecastFacts {
    const catalog::Slo& slo;
    Timestamp now;                     ///< on the hour at or before the newest counts
    Timestamp end;                     ///< of a calendar's window; of a window that rolls, a period ahead
    std::vector<PastCounts> hours;     ///< the history, oldest first, up to now
    std::vector<PastCounts> window;    ///< hour by hour what is in the window now, oldest first
    std::int64_t per_one = 1;
    std::optional<double> remaining_now = {};  ///< as every other view has it
};
/// Requires: not a composite through which burn rates pass, whose counts do not add up over time.
[[nodiscard]] SloForecast forecast_of(const ForecastFacts& facts);

}  // namespace plimsoll::slo

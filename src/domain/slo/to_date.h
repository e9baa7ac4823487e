// to_date.h: what has passed of a calendar's window, and what is to come.
//
// To date    the budget of what has passed: traffic to come is not known, so it allows nothing yet.
// Whole      the budget of the whole window, were traffic to go on at its mean and nothing more to be bad.
// Projected  the same, were traffic and errors to go on as over the last days.
// Age        an SLO that is younger than its window answers for the time since it was first measured.
#pragma once

#include <optional>

#include "domain/slo/budget.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {

struct ToDate {
    TimeRange window;  ///< all of it, by the calendar
    Duration passed;   ///< of what the SLO answers for
    Duration left;
    [[nodiscard]] Duration whole() const { return passed + left; }
};
/// Empty for a window that rolls. `period`: what is known of it, to date.
[[nodiscard]] std::optional<ToDate> to_date(const catalog::Slo& slo, const Known& period);

/// The time that a budget in minutes is of: the period, or as much of a calendar's window as has passed.
[[nodiscard]] Duration minutes_of(const catalog::Slo& slo, const std::optional<ToDate>& date);
/// 1 - bad x passed / (allowance x valid x whole); empty without events.
[[nodiscard]] std::optional<double> left_of_whole(const Budget& budget, const ToDate& date);
/// 1 - (bad + bad lately x f) / (allowance x (valid + valid lately x f)), f = left / lately: what will be left at the end. The
/// interval is Wilson's of the error ratio lately, with as much traffic. Requires: sound windows with events.
[[nodiscard]] Projection projected_end(const Known& period, const Known& lately, const ToDate& date, const Ratio& objective, std::int64_t per_one);

}  // namespace plimsoll::slo

// outlook_reading.h: gathers what a budget calendar and a forecast need from counts and state.
//
// Threads    any, as reading.h.
#pragma once

#include "domain/slo/budget_calendar.h"
#include "domain/slo/forecast.h"
#include "domain/slo/reading.h"

namespace plimsoll::slo {

/// Errors: bad_parameter (no such zone); those of Counts.
[[nodiscard]] Result<BudgetCalendar> read_calendar(const Ports& ports, const Reading& reading, const std::string& zone, int months);
/// Errors: those of Counts.
[[nodiscard]] Result<SloForecast> read_forecast(const Ports& ports, const Reading& reading);

}  // namespace plimsoll::slo

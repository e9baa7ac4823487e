#include "base/json_codec.h"
#include "domain/slo/budget_calendar.h"
#include "domain/slo/forecast.h"

PLIMSOLL_JSON(plimsoll::slo::BudgetCalendar)
PLIMSOLL_JSON(plimsoll::slo::SloForecast)

#include "base/json_codec.h"
#include "domain/slo/chart.h"
#include "domain/slo/debug.h"
#include "domain/slo/overview.h"
#include "domain/slo/slots.h"
#include "domain/slo/views.h"

PLIMSOLL_JSON(plimsoll::slo::SloSummary)
PLIMSOLL_JSON(plimsoll::slo::SloPage)
PLIMSOLL_JSON(plimsoll::slo::SloDetail)
PLIMSOLL_JSON(plimsoll::slo::SloExplain)
PLIMSOLL_JSON(plimsoll::slo::SloDebug)
PLIMSOLL_JSON(plimsoll::slo::BurnDown)
PLIMSOLL_JSON(plimsoll::slo::AlertView)
PLIMSOLL_JSON(plimsoll::slo::AlertPage)
PLIMSOLL_JSON(plimsoll::slo::Overview)
PLIMSOLL_JSON(plimsoll::slo::SloChart)
PLIMSOLL_JSON(plimsoll::slo::SloSlots)

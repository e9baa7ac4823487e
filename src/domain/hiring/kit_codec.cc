#include "base/json_codec.h"
#include "domain/hiring/kit_views.h"
#include "domain/hiring/panel.h"

PLIMSOLL_JSON(plimsoll::hiring::InterviewKit)
PLIMSOLL_JSON(plimsoll::hiring::InterviewKitList)
PLIMSOLL_JSON(plimsoll::hiring::InterviewKitView)
PLIMSOLL_JSON(plimsoll::hiring::PanelPlan)
PLIMSOLL_JSON(plimsoll::hiring::PanelGaps)
PLIMSOLL_JSON(plimsoll::hiring::ShelfReport)
PLIMSOLL_JSON(plimsoll::hiring::CalibrationSetList)
PLIMSOLL_JSON(plimsoll::hiring::CalibrationSetView)
PLIMSOLL_JSON(plimsoll::hiring::CalibrationResult)
PLIMSOLL_JSON(plimsoll::hiring::CalibrationBody)

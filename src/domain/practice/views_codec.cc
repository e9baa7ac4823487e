#include "base/json_codec.h"
#include "domain/practice/routes.h"

PLIMSOLL_JSON(plimsoll::practice::AskList)
PLIMSOLL_JSON(plimsoll::practice::AskReport)
PLIMSOLL_JSON(plimsoll::practice::PlanQuestion)
PLIMSOLL_JSON(plimsoll::practice::Plan)
PLIMSOLL_JSON(plimsoll::practice::StoriesQuestion)
PLIMSOLL_JSON(plimsoll::practice::StoriesAnswer)
PLIMSOLL_JSON(plimsoll::practice::StoryCheck)
PLIMSOLL_JSON(plimsoll::practice::Figure)
PLIMSOLL_JSON(plimsoll::practice::FigureCheck)
PLIMSOLL_JSON(plimsoll::practice::ClaimsQuestion)
PLIMSOLL_JSON(plimsoll::practice::ClaimsAnswer)
PLIMSOLL_JSON(plimsoll::practice::Closing)
PLIMSOLL_JSON(plimsoll::practice::ClosingCheck)
PLIMSOLL_JSON(plimsoll::practice::Workbook)
PLIMSOLL_JSON(plimsoll::practice::WorkbookKept)

#include "base/json_codec.h"
#include "domain/exclusions/views.h"

PLIMSOLL_JSON(plimsoll::exclusions::ExclusionView)
PLIMSOLL_JSON(plimsoll::exclusions::ExclusionPage)
PLIMSOLL_JSON(plimsoll::exclusions::EffectList)
PLIMSOLL_JSON(plimsoll::exclusions::CorrectedList)
PLIMSOLL_JSON(plimsoll::exclusions::AnnotationView)
PLIMSOLL_JSON(plimsoll::exclusions::AnnotationPage)
PLIMSOLL_JSON(plimsoll::exclusions::ExclusionBody)
PLIMSOLL_JSON(plimsoll::exclusions::DecisionBody)
PLIMSOLL_JSON(plimsoll::exclusions::WithdrawalBody)
PLIMSOLL_JSON(plimsoll::exclusions::AnnotationBody)

#include "base/json_codec.h"
#include "domain/policy/views.h"

PLIMSOLL_JSON(plimsoll::policy::ServicePolicy)
PLIMSOLL_JSON(plimsoll::policy::GateDecision)
PLIMSOLL_JSON(plimsoll::policy::GateDecisionPage)
PLIMSOLL_JSON(plimsoll::policy::GateDecisionDetail)
PLIMSOLL_JSON(plimsoll::policy::Exception)
PLIMSOLL_JSON(plimsoll::policy::ExceptionBody)
PLIMSOLL_JSON(plimsoll::policy::EndExceptionBody)
PLIMSOLL_JSON(plimsoll::policy::ExceptionList)

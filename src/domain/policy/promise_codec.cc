#include "base/json_codec.h"
#include "domain/policy/downtime.h"
#include "domain/policy/portfolio.h"
#include "domain/policy/sla.h"

PLIMSOLL_JSON(plimsoll::policy::SlaView)
PLIMSOLL_JSON(plimsoll::policy::SlaList)
PLIMSOLL_JSON(plimsoll::policy::Downtime)
PLIMSOLL_JSON(plimsoll::policy::Portfolio)

#include "base/json_codec.h"
#include "server/probe_routes.h"

PLIMSOLL_JSON(plimsoll::server::ProbeList)
PLIMSOLL_JSON(plimsoll::server::ProbeDetail)
PLIMSOLL_JSON(plimsoll::server::ProbeTrial)
PLIMSOLL_JSON(plimsoll::probes::CheckResult)

#include "base/json_codec.h"
#include "server/source_routes.h"

PLIMSOLL_JSON(plimsoll::server::SourceList)
PLIMSOLL_JSON(plimsoll::server::SourceDetail)
PLIMSOLL_JSON(plimsoll::server::SourceMetricPage)
PLIMSOLL_JSON(plimsoll::server::ProposalList)

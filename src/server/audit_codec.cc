#include "base/json_codec.h"
#include "server/audit_routes.h"

PLIMSOLL_JSON(plimsoll::server::LogEntry)
PLIMSOLL_JSON(plimsoll::server::LogPage)
PLIMSOLL_JSON(plimsoll::server::LogEntryDetail)
PLIMSOLL_JSON(std::vector<plimsoll::catalog::FieldChange>)
PLIMSOLL_JSON(plimsoll::server::ChainState)
PLIMSOLL_JSON(plimsoll::server::SloVersions)

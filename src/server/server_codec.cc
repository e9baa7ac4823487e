#include "base/json_codec.h"
#include "server/accounts.h"
#include "server/import_routes.h"

PLIMSOLL_JSON(plimsoll::server::ImportRequest)
PLIMSOLL_JSON(plimsoll::server::ImportReply)
PLIMSOLL_JSON(plimsoll::server::KeptOrigins)

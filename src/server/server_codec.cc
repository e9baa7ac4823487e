#include "base/json_codec.h"
#include "server/import_routes.h"

PLIMSOLL_JSON(plimsoll::server::ImportRequest)
PLIMSOLL_JSON(plimsoll::server::ImportReply)

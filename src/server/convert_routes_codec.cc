#include "base/json_codec.h"
#include "server/convert_routes.h"

PLIMSOLL_JSON(plimsoll::server::SloImportRequest)

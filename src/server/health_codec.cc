#include "base/json_codec.h"
#include "server/health.h"

PLIMSOLL_JSON(plimsoll::server::ServerHealth)

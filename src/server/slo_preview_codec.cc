#include "base/json_codec.h"
#include "server/slo_preview.h"

PLIMSOLL_JSON(plimsoll::server::SloDraftRequest)
PLIMSOLL_JSON(plimsoll::server::SloDraftPreview)

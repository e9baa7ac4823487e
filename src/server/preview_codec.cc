#include "base/json_codec.h"
#include "server/preview.h"

PLIMSOLL_JSON(plimsoll::server::CatalogPreview)

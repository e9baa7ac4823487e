#include "base/json_codec.h"
#include "domain/catalog/files.h"

PLIMSOLL_JSON(plimsoll::catalog::CatalogFiles)
PLIMSOLL_JSON(plimsoll::catalog::CatalogFileText)

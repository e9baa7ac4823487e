#include "base/json_codec.h"
#include "domain/catalog/replies.h"

PLIMSOLL_JSON(plimsoll::catalog::CatalogSummary)
PLIMSOLL_JSON(plimsoll::catalog::ServiceList)
PLIMSOLL_JSON(plimsoll::catalog::ServiceDetail)
PLIMSOLL_JSON(plimsoll::catalog::ObjectList)
PLIMSOLL_JSON(plimsoll::catalog::CheckRequest)
PLIMSOLL_JSON(plimsoll::catalog::CheckReport)
PLIMSOLL_JSON(plimsoll::catalog::ApplyRequest)
PLIMSOLL_JSON(plimsoll::catalog::ApplyReply)

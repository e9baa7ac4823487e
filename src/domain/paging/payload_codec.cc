#include "base/json_codec.h"
#include "domain/paging/payload.h"

PLIMSOLL_JSON(plimsoll::paging::WebhookBody)
PLIMSOLL_JSON(plimsoll::paging::HeartbeatBody)
PLIMSOLL_JSON(std::vector<plimsoll::paging::PostableAlert>)

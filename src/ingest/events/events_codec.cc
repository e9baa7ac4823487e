#include "base/json_codec.h"
#include "ingest/events/event_body.h"

PLIMSOLL_JSON(plimsoll::ingest::events::EventBatch)
PLIMSOLL_JSON(plimsoll::ingest::events::EventsReply)

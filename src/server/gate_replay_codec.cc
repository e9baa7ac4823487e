#include "base/json_codec.h"
#include "server/gate_replay.h"

PLIMSOLL_JSON(plimsoll::server::GateReplay)

#include "base/json_codec.h"
#include "cli/session_codec.h"

PLIMSOLL_JSON(plimsoll::cli::Problem)
PLIMSOLL_JSON(plimsoll::cli::LocalServer)

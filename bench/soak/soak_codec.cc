#include "base/json_codec.h"
#include "soak.h"

PLIMSOLL_JSON(plimsoll::soak::Report)

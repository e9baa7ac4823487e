#include "base/json_codec.h"
#include "demo/demo.h"

PLIMSOLL_JSON(plimsoll::demo::Founding)
PLIMSOLL_JSON(plimsoll::demo::Welcome)

#include "base/json_codec.h"
#include "convert/exported.h"

PLIMSOLL_JSON(plimsoll::convert::Exported)

#include "base/json_codec.h"
#include "convert/convert.h"

PLIMSOLL_JSON(plimsoll::convert::Converted)

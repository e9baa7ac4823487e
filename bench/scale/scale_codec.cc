#include "base/json_codec.h"
#include "measure.h"

PLIMSOLL_JSON(plimsoll::scale::Report)

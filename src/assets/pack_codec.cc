#include "assets/pack.h"
#include "base/json_codec.h"

PLIMSOLL_JSON(plimsoll::assets::PackIndex)

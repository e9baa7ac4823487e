#include "base/json_codec.h"
#include "base/measure.h"

PLIMSOLL_JSON(plimsoll::Measure)
PLIMSOLL_JSON(std::vector<plimsoll::Measure>)
PLIMSOLL_JSON(std::vector<std::string>)
PLIMSOLL_JSON(std::map<std::string, std::string>)

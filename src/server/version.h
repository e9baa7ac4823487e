// version.h: which version this is. CMake's project() says it once.
#pragma once

#include <string_view>
#include <vector>

#include "api/route.h"

namespace plimsoll::server {

class Housekeeping;

inline constexpr std::string_view kVersion = PLIMSOLL_VERSION;

/// GET /api/v1/version and GET /api/v1/audit/head.
[[nodiscard]] std::vector<api::Route> own_routes(Housekeeping& housekeeping);

}  // namespace plimsoll::server

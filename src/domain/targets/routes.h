// routes.h: what this module offers over HTTP.
#pragma once

#include <vector>

#include "api/route.h"
#include "domain/targets/ports.h"

namespace plimsoll::targets {

[[nodiscard]] std::vector<api::Route> routes(const Ports& ports);

}  // namespace plimsoll::targets

// routes.h: what this module offers over HTTP.
#pragma once

#include <vector>

#include "api/route.h"
#include "domain/exclusions/ports.h"

namespace plimsoll::exclusions {

[[nodiscard]] std::vector<api::Route> routes(const Ports& ports);

}  // namespace plimsoll::exclusions

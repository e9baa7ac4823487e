// routes.h: what policy offers over HTTP.
#pragma once

#include <vector>

#include "api/route.h"
#include "domain/policy/ports.h"

namespace plimsoll::policy {

[[nodiscard]] std::vector<api::Route> routes(const Ports& ports);
/// SLAs, downtime and the portfolio.
[[nodiscard]] std::vector<api::Route> promise_routes(const Ports& ports);

}  // namespace plimsoll::policy

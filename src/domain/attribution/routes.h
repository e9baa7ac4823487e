// routes.h: episodes, charges and dependency budgets over HTTP, as rows.
#pragma once

#include <vector>

#include "api/route.h"
#include "domain/attribution/ports.h"

namespace plimsoll::attribution {

[[nodiscard]] std::vector<api::Route> routes(const Ports& ports);

}  // namespace plimsoll::attribution

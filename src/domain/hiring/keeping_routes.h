// keeping_routes.h: the rows of retention, legal holds, erasing, and everything that is kept of one candidate; all for whoever hires.
#pragma once

#include <memory>
#include <vector>

#include "api/route.h"
#include "domain/hiring/keeping.h"

namespace plimsoll::hiring {

[[nodiscard]] std::vector<api::Route> keeping_routes(std::shared_ptr<const KeepingPorts> ports);

}  // namespace plimsoll::hiring

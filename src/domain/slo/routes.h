// routes.h: what this module offers over HTTP; the rows are in routes.cc.
#pragma once

#include <vector>

#include "domain/slo/ports.h"

namespace plimsoll::slo {

[[nodiscard]] std::vector<api::Route> routes(const Ports& ports);

}  // namespace plimsoll::slo

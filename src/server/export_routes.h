// export_routes.h: GET /api/v1/export/...: the catalogue and its figures in the formats of other tools.
//
// Shape      rules, grafana and openslo give files and what they cannot say, as JSON; csv gives the table itself, metrics the page.
// Threads    the work runs at the desk: a page of metrics reads every SLO.
#pragma once

#include <vector>

#include "api/route.h"
#include "domain/slo/ports.h"
#include "server/desk.h"

namespace plimsoll::server {

[[nodiscard]] std::vector<api::Route> export_routes(const slo::Ports& ports, const Desk& desk);

}  // namespace plimsoll::server

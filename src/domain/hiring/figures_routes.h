// figures_routes.h: funnel, plan, agreement and exports over HTTP.
//
// Rights     Right::hire; agreement also for whoever interviews, over the cards that they may see, with their own row alone.
// Cost       funnel and plan read the state; the others open up to kMostCardsOpened cards, beside the documents, so that no draft waits.
#pragma once

#include <vector>

#include "domain/hiring/route_parts.h"

namespace plimsoll::hiring {

[[nodiscard]] std::vector<api::Route> figure_routes(const PortsPtr& ports);

}  // namespace plimsoll::hiring

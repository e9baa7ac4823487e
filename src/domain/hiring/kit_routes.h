// kit_routes.h: interview kits, the gaps of a plan, and calibration over HTTP, for whoever interviews.
//
// Hidden     an answer's known ratings are in no reply to somebody who has not rated it; others' ratings go to whoever hires alone.
#pragma once

#include <memory>
#include <vector>

#include "api/route.h"
#include "domain/hiring/ports.h"

namespace plimsoll::hiring {

/// Uses of the ports the engine, kits, bank and who is behind a token alone, and waits for nothing.
[[nodiscard]] std::vector<api::Route> kit_routes(const std::shared_ptr<const Ports>& ports);

}  // namespace plimsoll::hiring

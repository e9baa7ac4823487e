// routes.h: openings, candidates, interviews, cards, debrief and decision over HTTP.
//
// Rights     Right::interview for all, with sight.h deciding what is shown: what one may not see is unknown (404). What changes anything but
//            one's own card, draft and words in the debrief needs Right::hire.
// Private    replies hold names and words: no cache on the way keeps them, and no copy is kept for a repeated Idempotency-Key.
#pragma once

#include <memory>
#include <vector>

#include "api/route.h"
#include "domain/hiring/ports.h"

namespace plimsoll::hiring {

/// Sealed texts and names open for as long as `ports` live.
[[nodiscard]] std::vector<api::Route> routes(std::shared_ptr<const Ports> ports);

}  // namespace plimsoll::hiring

// measures.h: how much of what was spent is explained, each figure with what a person needs to compute it again.
//
// Empty      when nothing went bad there is nothing to explain: no share, never 0 or 1.
#pragma once

#include "base/measure.h"
#include "domain/attribution/views.h"

namespace plimsoll::attribution {

/// "attribution.charged_share": bad charged to causes / bad, over the range.
[[nodiscard]] Measure charged_share(const Told& told);
/// "attribution.unexplained_share": bad charged to nothing / bad; 1 - charged share.
[[nodiscard]] Measure unexplained_share(const Told& told);

}  // namespace plimsoll::attribution

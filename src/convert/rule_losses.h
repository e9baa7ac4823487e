// rule_losses.h: what Prometheus' rules cannot say of an SLO.
#pragma once

#include "convert/exported.h"

namespace plimsoll::convert {

/// True if rules would judge something else than the promise: slices, composites, the worst of groups.
[[nodiscard]] bool left_out(const catalog::Slo& slo);
/// In the order of the definition; of an SLO that is left out, why.
[[nodiscard]] std::vector<Loss> rule_losses(const catalog::Slo& slo);
/// What holds of every SLO, told once.
[[nodiscard]] std::vector<Loss> common_rule_losses();

}  // namespace plimsoll::convert

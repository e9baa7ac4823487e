// phase.h: where the rules of an SLO stand in its record, told to the judge's quick test: by the worker and by a replay alike.
#pragma once

#include <string>

#include "domain/slo/judge.h"
#include "domain/slo/state.h"

namespace plimsoll::slo {

/// `record` may be nullptr: nothing was ever said.
[[nodiscard]] Phase phase_of(const SloRecord* record, const std::string& rule);

struct Mirrored {
    bool busy = false;     ///< some rule is not idle
    bool changed = false;  ///< the quick test thought otherwise of some rule
};
/// Tells the quick test where every rule of the SLO at `index` stands.
Mirrored mirror(Judge& judge, std::size_t index, const SloRecord* record);

}  // namespace plimsoll::slo

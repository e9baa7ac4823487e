// write_answer.h: what a sender is told about samples that will never be good.
#pragma once

#include "base/error.h"
#include "ingest/gatherer.h"

namespace plimsoll::ingest {

/// refused_samples: the detail counts by reason (Prometheus logs the start of it), the fields name the first samples:
/// where = series and time, rule = reason. `received`: samples of the body. Requires: something was refused.
[[nodiscard]] Error refused_error(std::uint64_t received, const ReasonCounts& refused, const std::vector<RefusedSample>& told);

}  // namespace plimsoll::ingest

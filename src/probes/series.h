// series.h: a check as samples, in the names that prober.h gives.
//
// Times      all at the time the check was due, so that a check that took long does not move into another slot.
// Events     both results are told at each check, one as 1 and one as 0: a probe that never failed has failures that are zero,
//            not missing. Buckets are cumulative as Prometheus' are.
#pragma once

#include <vector>

#include "ingest/intake.h"
#include "probes/prober.h"

namespace plimsoll::probes {

/// Of probe_duration_seconds where a probe names none.
[[nodiscard]] const std::vector<double>& default_buckets();

[[nodiscard]] std::vector<ingest::LabelledSample> samples_of(const CheckResult& check, const std::vector<double>& buckets);

}  // namespace plimsoll::probes

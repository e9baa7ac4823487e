// annotations.h: the annotations of ours, plimsoll.dev/..., that say of an SLO or a Composite what OpenSLO has no field for.
//
// burn-policy, runbook, stale-after  are read by resolve_rules.cc and resolve_slo.cc, which know what they stand beside.
// group-by, group-limit, group-roll-up   one SLO per label value, 1 to 1,000 of them, and what their sum says
// empty-slices                        gap, good or bad
// least-events, interval              when a burn is believed
// coverage-floor                      below it a figure says so
// reviewed, review-every              when somebody last looked whether the promise is the right one, and how often
#pragma once

#include <string>
#include <vector>

#include "domain/catalog/model.h"
#include "domain/catalog/object.h"

namespace plimsoll::catalog {

/// Every key, whole: "plimsoll.dev/burn-policy".
[[nodiscard]] const std::vector<std::string>& annotation_keys();

/// What the annotations say of an SLO whose method, slicing and composite are known.
void apply_annotations(const Metadata& metadata, Slo& slo, Problems& problems);

}  // namespace plimsoll::catalog

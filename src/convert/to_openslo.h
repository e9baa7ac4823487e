// to_openslo.h: the catalogue as OpenSLO v1 and nothing else, for other tools that read it.
//
// Resolved   every SLO is an object of its own with its indicator and alert policies in place: a document that makes several is
//            written as several. A composite whose members pass through it (burn, worst, shortfall) keeps them as its objectives.
// Annotated  what OpenSLO has no field for stands as annotation export.plimsoll.dev/..., and in the losses: the second window of a
//            rule, freshness, the share between two buckets.
// Read back  by Plimsoll, such a file makes the same indicators, objectives and windows.
#pragma once

#include "convert/exported.h"

namespace plimsoll::convert {

/// One file a service, services and data sources among them.
[[nodiscard]] Exported to_openslo(const catalog::Catalog& catalog, const Wanted& wanted);

}  // namespace plimsoll::convert

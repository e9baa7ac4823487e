// lint.h: what is allowed and yet probably not meant. Warnings never stop a catalogue from being applied.
#pragma once

#include "domain/catalog/model.h"
#include "domain/catalog/problem.h"

namespace plimsoll::catalog {

/// Warns of: a service with SLOs and no owner; an SLO that nothing watches; a page that tells nobody; a workbook rule that
/// cannot fire, or that the period is too short for; a budget that a minute of total outage spends; a DataSource or a probe
/// that no SLO is counted from.
void lint(const Catalog& catalog, Problems& problems);

}  // namespace plimsoll::catalog

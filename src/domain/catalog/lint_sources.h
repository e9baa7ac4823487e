// lint_sources.h: sources and probes that are declared and counted by no SLO.
#pragma once

#include "domain/catalog/model.h"
#include "domain/catalog/problem.h"

namespace plimsoll::catalog {

/// Warns of: a DataSource that is asked, scraped or read, and a Probe, whose series no SLO could select. Samples that are
/// pushed need no declaration, so of their DataSources nothing is said. Cost: sources times the selectors
/// that could mean their kind; of scraped ones all of them.
void lint_sources(const Catalog& catalog, Problems& problems);

}  // namespace plimsoll::catalog

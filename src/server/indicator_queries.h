// indicator_queries.h: the indicators of a catalogue as ingest reads them: queries parsed, gauges with their reading, groups
// with their roll-up.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "domain/catalog/model.h"
#include "ingest/binding.h"

namespace plimsoll::server {

struct Indicators {
    std::vector<std::string> slos;  ///< by name, in the order of `queries`
    std::vector<ingest::IndicatorQueries> queries;
};

/// Of every declared SLO that has an indicator of its own: a composite counts what its members count, and a group what its
/// roll-up does. Errors: those of promql, with the SLO's name.
[[nodiscard]] Result<Indicators> indicators_of(const std::map<std::string, catalog::Slo>& slos);

/// Of every group in `slos`; `declared` is indicators_of(slos), and they come after it. A group without roll-up is left out.
[[nodiscard]] Indicators groups_of(const std::map<std::string, catalog::Slo>& slos, const Indicators& declared);

}  // namespace plimsoll::server

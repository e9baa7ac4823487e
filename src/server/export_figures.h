// export_figures.h: the figures of SLOs as tables and as a page of metrics.
#pragma once

#include <string>

#include "domain/slo/figure_reading.h"
#include "domain/slo/ports.h"

namespace plimsoll::server {

/// One row an SLO, as `slo list` shows them: CSV.
[[nodiscard]] std::string overview_csv(const slo::Ports& ports);
/// One row a point of a chart: counts since the point before, budget, coverage and each rule's burn rates.
[[nodiscard]] std::string budget_csv(const slo::SloChart& chart);
/// One row a slot, in whole counts of which `per_one` make one event; empty cells where nothing was measured.
[[nodiscard]] std::string counts_csv(const slo::SloSlots& slots, std::int64_t per_one);
/// The page of convert/to_metrics.h. Cost: one reading of every SLO's windows.
[[nodiscard]] std::string metrics_page(const slo::Ports& ports);

}  // namespace plimsoll::server

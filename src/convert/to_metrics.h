// to_metrics.h: what Plimsoll says of its SLOs, as a page of metrics for others to scrape.
//
// Format     OpenMetrics 1.0, gauges alone, so that older readers of Prometheus' text take it as well; it ends with # EOF.
// Labels     service, slo on every series; window as Prometheus writes it; severity.
// Absent     a figure that is not known has no series: it is neither zero nor NaN.
// Names      are permanent.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"

namespace plimsoll::convert {

inline constexpr const char* kOpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// One SLO at one instant.
struct SloFigures {
    std::string service;
    std::string slo;
    double objective = 0;                          ///< share, 0 to 1
    Duration period;
    std::optional<double> budget_remaining;        ///< share, signed
    std::map<Duration, double> burn_rates;         ///< by window
    std::optional<double> valid;                   ///< events of the period
    std::optional<double> bad;
    std::optional<double> coverage;                ///< share of the period that was measured
    std::map<std::string, int> alerts_firing;      ///< by severity: page, ticket
    std::string state;                             ///< ok, burning, ...
    std::optional<Timestamp> as_of;                ///< of the newest sample
};

[[nodiscard]] std::string to_metrics(const std::vector<SloFigures>& slos);

}  // namespace plimsoll::convert

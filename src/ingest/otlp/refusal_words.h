// refusal_words.h: what the sender of an export is told of the data points that will never be good.
//
// Shape      "3 of 20 data points refused: 2: the counter is not a whole number; 1: the data point has no time. First:
//            orders_total{job="shop"} at 2026-11-21T09:00:00Z: the counter is not a whole number; select a counter of events".
//            Exporters log it as it is.
// Histograms one refused data point may be several refused samples; each of them is counted, up to the number of points.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "ingest/gatherer.h"
#include "ingest/otlp/point_gatherer.h"

namespace plimsoll::ingest::otlp {

struct RefusedExport {
    std::uint64_t received = 0;  ///< data points
    const std::array<std::uint64_t, kPointFaults>& by_fault;
    const std::vector<RefusedPoint>& told_points;
    const ReasonCounts& by_reason;
    const std::vector<RefusedSample>& told_samples;

    /// Data points refused.
    [[nodiscard]] std::uint64_t points() const;
    /// Requires: points() > 0.
    [[nodiscard]] std::string words() const;
};

}  // namespace plimsoll::ingest::otlp

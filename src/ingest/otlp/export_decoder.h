// export_decoder.h: the hot path: an ExportMetricsServiceRequest (protobuf) into what the ledger is told.
//
// In place   the protobuf is walked where it lies; a message whose later fields say what its earlier ones mean is walked twice.
// Whole      what is not valid protobuf throughout gives an error and nothing of it is stored; a point that will never be good is
//            counted and told, and the rest goes on.
// Sums       monotonic: a counter, by its growth or by deltas. Not monotonic: a gauge, cumulative only.
// Skipped    exemplars, metadata, descriptions, min and max, fields of the future.
// Threads    one export at a time.
#pragma once

#include <string>
#include <string_view>

#include "ingest/otlp/point_gatherer.h"

namespace plimsoll::ingest::otlp {

class ExportDecoder {
public:
    ExportDecoder(Resolver& resolver, const Beginnings& beginnings, QuietTargets& targets, const DecodeLimits& limits)
        : gatherer_(resolver, beginnings, targets, limits) {}

    /// `now`: the server's clock. Errors: malformed; rebinding; new_group; what the ledger says.
    Result<DecodedExport> decode(std::string_view bytes, Timestamp now);

private:
    // Each returns false when the gatherer has an error to tell.
    bool request(std::string_view bytes);
    bool resource_metrics(std::string_view bytes);
    bool scope_metrics(std::string_view bytes, Metric of_all);
    bool metric(std::string_view bytes, Metric metric);
    bool data(protozero::pbf_tag_type kind, std::string_view bytes, Metric& metric);
    template <class Point>
    bool points(std::string_view bytes, const Reading& reading, Point& point);
    /// How a metric's points are read; the metric learns its kind.
    [[nodiscard]] Reading reading_of(Metric& metric, MetricKind kind, std::int32_t temporality);
    [[nodiscard]] std::string place() const;

    PointGatherer gatherer_;
    NumberPoint number_;
    HistogramPoint histogram_;
    ExponentialPoint exponential_;
    SummaryPoint summary_;
    std::string identity_;  ///< what is hashed of a metric

    // Of the export at hand.
    std::uint64_t metrics_ = 0;
    std::string_view name_;      ///< of the metric at hand
    std::string resource_hash_;  ///< of the resource at hand
};

}  // namespace plimsoll::ingest::otlp

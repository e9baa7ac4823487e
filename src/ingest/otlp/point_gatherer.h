// point_gatherer.h: what becomes of data points: refused, or judged as the samples of their series; and the zeros that nobody
// sent but that follow from what was sent.
//
// Series     known by the XXH3 hash of all that its metric's points share and of its attributes' bytes; its labels are made only
//            when the hash is met first.
// Implied    zeros (beginnings.h, quiet_targets.h) are gathered apart. They are to be committed before what was sent, and their
//            fate is not the sender's business.
// Threads    one export at a time; beginnings and targets are shared between gatherers.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ingest/gatherer.h"
#include "ingest/otlp/beginnings.h"
#include "ingest/otlp/data_points.h"
#include "ingest/otlp/parts.h"
#include "ingest/otlp/point_labels.h"
#include "ingest/otlp/quiet_targets.h"

namespace plimsoll::ingest::otlp {

/// A data point that is refused, as its sender should be told.
struct RefusedPoint {
    std::string series;
    Timestamp at;
    PointFault why = PointFault::no_time;
};

struct DecodedExport {
    GatheredBody sent;
    GatheredBody implied;
    std::uint64_t points = 0;                           ///< data points
    std::array<std::uint64_t, kPointFaults> refused{};  ///< data points, by fault
    std::vector<RefusedPoint> told;                     ///< the first of them
    std::vector<Beginnings::Seen> seen;                 ///< to be learned once it is stored
};

/// A metric whose points are being read.
struct Reading {
    Metric metric;
    Temporality temporality = Temporality::cumulative;
    std::optional<PointFault> fault;  ///< of every point of it
    std::uint64_t low = 0;            ///< hash of all that its points share
    std::uint64_t high = 0;
    /// Whether its points count since a start that they name.
    [[nodiscard]] bool rises() const {
        return temporality == Temporality::cumulative && metric.kind != MetricKind::gauge && metric.kind != MetricKind::up_down_counter;
    }
};

class PointGatherer {
public:
    PointGatherer(Resolver& resolver, const Beginnings& beginnings, QuietTargets& targets, const DecodeLimits& limits);

    void begin(Timestamp now);
    /// What follows is of this resource, which must outlive end_resource().
    void begin_resource(const Resource& resource);
    bool end_resource();
    /// One point. False: finish() says why.
    bool add(const Reading& reading, const NumberPoint& point);
    bool add(const Reading& reading, const HistogramPoint& point) { return add_parts(reading, point); }
    bool add(const Reading& reading, const ExponentialPoint& point) { return add_parts(reading, point); }
    bool add(const Reading& reading, const SummaryPoint& point) { return add_parts(reading, point); }
    /// Errors: malformed; rebinding; new_group; what the ledger says.
    Result<DecodedExport> finish();

private:
    /// The point at hand.
    struct Point {
        const Reading& reading;
        const PointHead& head;
        Timestamp at;
        std::span<const Part> parts;
        std::uint64_t low = 0;  ///< hash
        std::uint64_t high = 0;
        enum class Start { unasked, settled, refused } start = Start::unasked;
        [[nodiscard]] SeriesHash whole() const { return SeriesHash::of(low, high); }
        [[nodiscard]] SeriesHash series(const Part& part) const;
    };

    template <class Kind>
    bool add_parts(const Reading& reading, const Kind& kind);
    [[nodiscard]] Point point_of(const Reading& reading, const PointHead& head, std::span<const Part> parts);
    bool say(Point& point, const Part& part);
    bool settle_start(Point& point);
    bool say_zeros(const Point& point, Timestamp start);
    bool note_delta(const Point& point, const SeriesHash& series, const PointLabels& labels);
    bool imply(const SeriesHash& series, Temporality temporality, Timestamp at, const LabelReader& labels);
    bool imply_silence();
    [[nodiscard]] static std::optional<PointFault> fault_of(const Reading& reading, const PointHead& head, bool has_value);
    void refuse(PointFault fault, const Reading& reading, const PointHead& head);
    bool failed(Error error);

    const Beginnings& beginnings_;
    QuietTargets& targets_;
    const DecodeLimits limits_;
    Gatherer sent_;
    Gatherer implied_;

    // Of the export at hand.
    DecodedExport out_;
    Timestamp horizon_;
    std::optional<Error> error_;
    std::map<std::string, Timestamp> newest_by_target_;
    std::vector<Part> parts_;
    // Of the resource at hand.
    const Resource* resource_ = nullptr;
    Timestamp newest_;
    std::shared_ptr<QuietTarget> target_;  ///< once it said a delta
};

}  // namespace plimsoll::ingest::otlp

// point_labels.h: the labels of a series, made from a resource, a metric and a data point when the series is met for the first
// time.
//
// Target     job is `service.name`, behind `service.namespace` and a slash where there is one; instance is
//            `service.instance.id`. Both stand even where a data point has attributes of these names.
// Promoted   few resource attributes that tell places apart become labels too (kPromoted), unless the point says otherwise.
// Scope      otel_scope_name and otel_scope_version, so that two libraries that count alike stay two series.
// Collision  attributes whose names become one label: their values joined by ';', in the order of the attributes' names.
// Source     OpenTelemetry specification, "Prometheus and OpenMetrics compatibility".
// Threads    one.
#pragma once

#include <array>
#include <list>
#include <optional>
#include <string>
#include <string_view>

#include "ingest/gatherer.h"
#include "ingest/otlp/attributes.h"
#include "ingest/otlp/naming.h"
#include "ingest/otlp/parts.h"

namespace plimsoll::ingest::otlp {

inline constexpr std::array<std::string_view, 5> kPromoted{"deployment.environment", "deployment.environment.name", "k8s.cluster.name",
                                                           "k8s.namespace.name", "cloud.region"};

/// What a resource gives to all its series.
struct Target {
    std::string job;
    std::string instance;
    Pairs promoted;  ///< label names and values
    /// "job\0instance", as the ledger's targets.
    [[nodiscard]] std::string key() const { return job + '\0' + instance; }
};
/// `resource`: a Resource message. Errors: malformed.
[[nodiscard]] Result<Target> target_of_resource(std::string_view resource);

/// A resource of the export at hand; its attributes are read when they are asked for.
class Resource {
public:
    explicit Resource(std::string_view bytes) : bytes_(bytes) {}
    Result<const Target*> target() const;
    [[nodiscard]] std::string_view bytes() const { return bytes_; }

private:
    std::string_view bytes_;
    mutable std::optional<Target> target_;
};

/// What a metric gives to all its series.
struct Metric {
    const Resource* resource = nullptr;
    std::string_view scope_name;
    std::string_view scope_version;
    std::string_view name;
    std::string_view unit;
    MetricKind kind = MetricKind::gauge;
    protozero::pbf_tag_type attribute_field = 0;
};

class PointLabels final : public LabelReader {
public:
    /// All of these must outlive it.
    PointLabels(const Metric& metric, std::string_view attributes, const Part& part)
        : metric_(metric), attributes_(attributes), part_(part) {}
    [[nodiscard]] Result<Labels> labels() const override;
    /// Sorted by name.
    [[nodiscard]] Result<Pairs> pairs() const;

private:
    const Metric& metric_;
    std::string_view attributes_;
    const Part& part_;
    mutable std::list<Pairs> owned_;  ///< what labels() points into
};

/// Labels that are kept already.
class KeptLabels final : public LabelReader {
public:
    explicit KeptLabels(const Pairs& pairs) : pairs_(pairs) {}
    [[nodiscard]] Result<Labels> labels() const override;

private:
    const Pairs& pairs_;
};

}  // namespace plimsoll::ingest::otlp

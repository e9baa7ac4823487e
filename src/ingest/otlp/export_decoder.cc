#include "ingest/otlp/export_decoder.h"

#include <xxhash.h>

#include "base/text.h"
#include "ingest/otlp/errors.h"

namespace plimsoll::ingest::otlp {
namespace {

constexpr std::int32_t kDelta = 1;
constexpr std::int32_t kCumulative = 2;

protozero::pbf_tag_type attribute_field(MetricKind kind) {
    switch (kind) {
        case MetricKind::histogram:
            return field::kHistogramAttributes;
        case MetricKind::exponential_histogram:
            return field::kExponentialAttributes;
        case MetricKind::summary:
            return field::kSummaryAttributes;
        default:
            return field::kNumberAttributes;
    }
}

void append_sized(std::string& bytes, std::string_view text) {
    const auto size = static_cast<std::uint32_t>(text.size());
    bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
    bytes += text;
}

void append_hash(std::string& bytes, const XXH128_hash_t& hash) {
    bytes.append(reinterpret_cast<const char*>(&hash), sizeof hash);
}

}  // namespace

Result<DecodedExport> ExportDecoder::decode(std::string_view bytes, Timestamp now) {
    metrics_ = 0;
    name_ = {};
    gatherer_.begin(now);
    try {
        if (!request(bytes)) {
            auto failed = gatherer_.finish();
            if (!failed && failed.error().is(plimsoll::errors::malformed))
                return fail(errors::malformed, failed.error().detail() + place());
            return failed;
        }
        return gatherer_.finish();
    } catch (const protozero::exception& e) {
        return fail(errors::malformed, std::string("protobuf: ") + e.what() + place());
    }
}

std::string ExportDecoder::place() const {
    if (metrics_ == 0) return " before the first metric";
    return " in metric " + std::to_string(metrics_) + (name_.empty() ? "" : " (" + text::printable(name_.substr(0, 200)) + ")");
}

bool ExportDecoder::request(std::string_view bytes) {
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() != tag_and_type(1, kBytes)) {
            skip_unless<1>(message);
            continue;
        }
        if (!resource_metrics(message.get_view())) return false;
    }
    return true;
}

bool ExportDecoder::resource_metrics(std::string_view bytes) {
    std::string_view resource_bytes;
    pbf_reader head(bytes);
    while (head.next()) {
        if (head.tag_and_type() == tag_and_type(1, kBytes)) {
            resource_bytes = head.get_view();
        } else {
            skip_unless<1>(head);
        }
    }
    const Resource resource(resource_bytes);
    Metric of_all;
    of_all.resource = &resource;
    resource_hash_.clear();
    append_hash(resource_hash_, XXH3_128bits(resource_bytes.data(), resource_bytes.size()));
    gatherer_.begin_resource(resource);
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() != tag_and_type(2, kBytes)) {
            skip_unless<2>(message);
            continue;
        }
        if (!scope_metrics(message.get_view(), of_all)) return false;
    }
    return gatherer_.end_resource();
}

bool ExportDecoder::scope_metrics(std::string_view bytes, Metric of_all) {
    pbf_reader head(bytes);
    while (head.next()) {
        if (head.tag_and_type() != tag_and_type(1, kBytes)) {
            skip_unless<1>(head);
            continue;
        }
        pbf_reader scope(head.get_view());
        while (scope.next()) {
            switch (scope.tag_and_type()) {
                case tag_and_type(1, kBytes):
                    of_all.scope_name = scope.get_view();
                    break;
                case tag_and_type(2, kBytes):
                    of_all.scope_version = scope.get_view();
                    break;
                default:
                    skip_unless<1, 2>(scope);
            }
        }
    }
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() != tag_and_type(2, kBytes)) {
            skip_unless<2>(message);
            continue;
        }
        if (!metric(message.get_view(), of_all)) return false;
    }
    return true;
}

bool ExportDecoder::metric(std::string_view bytes, Metric metric) {
    ++metrics_;
    name_ = {};
    protozero::pbf_tag_type kind = 0;
    std::string_view data_bytes;
    pbf_reader message(bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
            case tag_and_type(1, kBytes):
                name_ = metric.name = message.get_view();
                break;
            case tag_and_type(3, kBytes):
                metric.unit = message.get_view();
                break;
            case tag_and_type(5, kBytes):
            case tag_and_type(7, kBytes):
            case tag_and_type(9, kBytes):
            case tag_and_type(10, kBytes):
            case tag_and_type(11, kBytes):  // one of them: the last that was sent
                kind = message.tag();
                data_bytes = message.get_view();
                break;
            default:
                skip_unless<1, 3, 5, 7, 9, 10, 11>(message);
        }
    }
    return kind == 0 || data(kind, data_bytes, metric);
}

bool ExportDecoder::data(protozero::pbf_tag_type kind, std::string_view bytes, Metric& metric) {
    std::int32_t temporality = 0;
    bool monotonic = false;
    pbf_reader message(bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
            case tag_and_type(2, kVarint):
                temporality = message.get_enum();
                break;
            case tag_and_type(3, kVarint):
                monotonic = message.get_bool();
                break;
            default:
                message.skip();
        }
    }
    switch (kind) {
        case 5:
            return points(bytes, reading_of(metric, MetricKind::gauge, kCumulative), number_);
        case 7:
            return points(bytes, reading_of(metric, monotonic ? MetricKind::counter : MetricKind::up_down_counter, temporality), number_);
        case 9:
            return points(bytes, reading_of(metric, MetricKind::histogram, temporality), histogram_);
        case 10:
            return points(bytes, reading_of(metric, MetricKind::exponential_histogram, temporality), exponential_);
        default:
            return points(bytes, reading_of(metric, MetricKind::summary, kCumulative), summary_);
    }
}

Reading ExportDecoder::reading_of(Metric& metric, MetricKind kind, std::int32_t temporality) {
    metric.kind = kind;
    metric.attribute_field = attribute_field(kind);
    Reading reading;
    reading.metric = metric;
    if (temporality == kDelta) reading.temporality = Temporality::delta;
    if (temporality != kDelta && temporality != kCumulative) reading.fault = PointFault::no_temporality;
    else if (temporality == kDelta && kind == MetricKind::up_down_counter) reading.fault = PointFault::change_of_gauge;
    identity_ = resource_hash_;
    identity_ += static_cast<char>(kind);
    identity_ += static_cast<char>(reading.temporality);
    for (const std::string_view text : {metric.scope_name, metric.scope_version, metric.name, metric.unit}) append_sized(identity_, text);
    const XXH128_hash_t hash = XXH3_128bits(identity_.data(), identity_.size());
    reading.low = hash.low64;
    reading.high = hash.high64;
    return reading;
}

template <class Point>
bool ExportDecoder::points(std::string_view bytes, const Reading& reading, Point& point) {
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() != tag_and_type(1, kBytes)) {
            skip_unless<1>(message);
            continue;
        }
        read(message.get_view(), point);
        if (!gatherer_.add(reading, point)) return false;
    }
    return true;
}

}  // namespace plimsoll::ingest::otlp

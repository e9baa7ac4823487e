#include "ingest/otlp/json_messages.h"

namespace plimsoll::ingest::otlp {
namespace {

Fields key_value();
Fields any_value();

Fields array_value() {
    static constexpr Field kFields[]{{"values", 1, Form::messages, any_value}};
    return kFields;
}
Fields key_value_list() {
    static constexpr Field kFields[]{{"values", 1, Form::messages, key_value}};
    return kFields;
}
Fields any_value() {
    static constexpr Field kFields[]{{"stringValue", 1, Form::text},
                                     {"boolValue", 2, Form::boolean},
                                     {"intValue", 3, Form::int64},
                                     {"doubleValue", 4, Form::real},
                                     {"arrayValue", 5, Form::message, array_value},
                                     {"kvlistValue", 6, Form::message, key_value_list},
                                     {"bytesValue", 7, Form::bytes}};
    return kFields;
}
Fields key_value() {
    static constexpr Field kFields[]{{"key", 1, Form::text}, {"value", 2, Form::message, any_value}};
    return kFields;
}
Fields number_point() {
    static constexpr Field kFields[]{{"startTimeUnixNano", 2, Form::fixed64},
                                     {"timeUnixNano", 3, Form::fixed64},
                                     {"asDouble", 4, Form::real},
                                     {"asInt", 6, Form::sfixed64},
                                     {"attributes", field::kNumberAttributes, Form::messages, key_value},
                                     {"flags", 8, Form::uint32}};
    return kFields;
}
Fields histogram_point() {
    static constexpr Field kFields[]{{"startTimeUnixNano", 2, Form::fixed64},
                                     {"timeUnixNano", 3, Form::fixed64},
                                     {"count", 4, Form::fixed64},
                                     {"sum", 5, Form::real},
                                     {"bucketCounts", 6, Form::fixed64s},
                                     {"explicitBounds", 7, Form::reals},
                                     {"attributes", field::kHistogramAttributes, Form::messages, key_value},
                                     {"flags", 10, Form::uint32}};
    return kFields;
}
Fields exponential_buckets() {
    static constexpr Field kFields[]{{"offset", 1, Form::sint32}, {"bucketCounts", 2, Form::uint64s}};
    return kFields;
}
Fields exponential_point() {
    static constexpr Field kFields[]{{"attributes", field::kExponentialAttributes, Form::messages, key_value},
                                     {"startTimeUnixNano", 2, Form::fixed64},
                                     {"timeUnixNano", 3, Form::fixed64},
                                     {"count", 4, Form::fixed64},
                                     {"sum", 5, Form::real},
                                     {"scale", 6, Form::sint32},
                                     {"zeroCount", 7, Form::fixed64},
                                     {"positive", 8, Form::message, exponential_buckets},
                                     {"negative", 9, Form::message, exponential_buckets},
                                     {"flags", 10, Form::uint32},
                                     {"zeroThreshold", 14, Form::real}};
    return kFields;
}
Fields quantile() {
    static constexpr Field kFields[]{{"quantile", 1, Form::real}, {"value", 2, Form::real}};
    return kFields;
}
Fields summary_point() {
    static constexpr Field kFields[]{{"startTimeUnixNano", 2, Form::fixed64},
                                     {"timeUnixNano", 3, Form::fixed64},
                                     {"count", 4, Form::fixed64},
                                     {"sum", 5, Form::real},
                                     {"quantileValues", 6, Form::messages, quantile},
                                     {"attributes", field::kSummaryAttributes, Form::messages, key_value},
                                     {"flags", 8, Form::uint32}};
    return kFields;
}
Fields gauge() {
    static constexpr Field kFields[]{{"dataPoints", 1, Form::messages, number_point}};
    return kFields;
}
Fields sum() {
    static constexpr Field kFields[]{{"dataPoints", 1, Form::messages, number_point},
                                     {"aggregationTemporality", 2, Form::temporality},
                                     {"isMonotonic", 3, Form::boolean}};
    return kFields;
}
Fields histogram() {
    static constexpr Field kFields[]{{"dataPoints", 1, Form::messages, histogram_point}, {"aggregationTemporality", 2, Form::temporality}};
    return kFields;
}
Fields exponential_histogram() {
    static constexpr Field kFields[]{{"dataPoints", 1, Form::messages, exponential_point},
                                     {"aggregationTemporality", 2, Form::temporality}};
    return kFields;
}
Fields summary() {
    static constexpr Field kFields[]{{"dataPoints", 1, Form::messages, summary_point}};
    return kFields;
}
Fields metric() {
    static constexpr Field kFields[]{{"name", 1, Form::text},
                                     {"unit", 3, Form::text},
                                     {"gauge", 5, Form::message, gauge},
                                     {"sum", 7, Form::message, sum},
                                     {"histogram", 9, Form::message, histogram},
                                     {"exponentialHistogram", 10, Form::message, exponential_histogram},
                                     {"summary", 11, Form::message, summary}};
    return kFields;
}
Fields scope() {
    static constexpr Field kFields[]{{"name", 1, Form::text}, {"version", 2, Form::text}};
    return kFields;
}
Fields scope_metrics() {
    static constexpr Field kFields[]{{"scope", 1, Form::message, scope}, {"metrics", 2, Form::messages, metric}};
    return kFields;
}
Fields resource() {
    static constexpr Field kFields[]{{"attributes", field::kResourceAttributes, Form::messages, key_value}};
    return kFields;
}
Fields resource_metrics() {
    static constexpr Field kFields[]{{"resource", 1, Form::message, resource}, {"scopeMetrics", 2, Form::messages, scope_metrics}};
    return kFields;
}
}  // namespace

Fields json_request() {
    static constexpr Field kFields[]{{"resourceMetrics", 1, Form::messages, resource_metrics}};
    return kFields;
}

}  // namespace plimsoll::ingest::otlp

// naming.h: what OpenTelemetry calls a thing, as Prometheus calls it.
//
// Source     OpenTelemetry specification, "Prometheus and OpenMetrics compatibility": units become suffixes in Prometheus'
//            words, monotonic sums end in _total, gauges of unit 1 in _ratio; what Prometheus' names may not hold becomes one
//            underscore. Units in braces are annotations and say nothing.
// Threads    pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plimsoll::ingest::otlp {

enum class MetricKind : std::uint8_t { gauge, counter, up_down_counter, histogram, exponential_histogram, summary };

/// ("http.server.request.duration", "s", histogram) -> "http_server_request_duration_seconds"; without the suffixes of a
/// histogram's parts. Empty when nothing of the name is left.
[[nodiscard]] std::string metric_name(std::string_view name, std::string_view unit, MetricKind kind);

/// "http.status_code" -> "http_status_code"; one that would begin with a digit begins with key_. Never a name that Prometheus
/// keeps for itself, since no two underscores stand together. Empty when the attribute's name is.
[[nodiscard]] std::string label_name(std::string_view attribute);

}  // namespace plimsoll::ingest::otlp

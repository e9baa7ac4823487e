// export_bytes.h: exports made byte by byte, independent of the decoder: for tests, fuzz seeds and measurements. Each function
// returns encoded fields; concatenate them.
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/write_body.h"

namespace plimsoll::ingest::otlp::bytes {

using body::Pairs;
using body::varint;

inline std::string message(std::uint32_t field, std::string_view content) { return body::bytes(field, content); }
inline std::string fixed(std::uint32_t field, std::uint64_t n) { return body::key(field, 1) + body::fixed64(n); }
inline std::string real(std::uint32_t field, double value) { return fixed(field, std::bit_cast<std::uint64_t>(value)); }
inline std::string number(std::uint32_t field, std::uint64_t n) { return body::key(field, 0) + varint(n); }
inline std::string zigzag(std::uint32_t field, std::int32_t n) {
    return number(field, (static_cast<std::uint32_t>(n) << 1) ^ static_cast<std::uint32_t>(n >> 31));
}

/// A KeyValue with a string, as the field of that number.
inline std::string attribute(std::uint32_t field, std::string_view key, std::string_view value) {
    return message(field, message(1, key) + message(2, message(1, value)));
}
inline std::string attributes(std::uint32_t field, const Pairs& pairs) {
    std::string out;
    for (const auto& [key, value] : pairs) out += attribute(field, key, value);
    return out;
}

enum Temporality : std::uint8_t { unspecified = 0, delta = 1, cumulative = 2 };
enum class Sign { monotonic, up_and_down };

/// When, in ms; the start may be missing.
struct When {
    std::int64_t at_ms = 0;
    std::optional<std::int64_t> start_ms;
    std::uint32_t flags = 0;
};
inline std::string times(const When& when) {
    std::string out;
    if (when.start_ms) out += fixed(2, static_cast<std::uint64_t>(*when.start_ms) * 1'000'000);
    return out + fixed(3, static_cast<std::uint64_t>(when.at_ms) * 1'000'000);
}

// Data points, each as field 1 of its kind's data.
inline std::string whole(const Pairs& labels, const When& when, std::int64_t value) {
    return message(
        1, times(when) + fixed(6, static_cast<std::uint64_t>(value)) + attributes(7, labels) + (when.flags ? number(8, when.flags) : ""));
}
inline std::string real(const Pairs& labels, const When& when, double value) {
    return message(1, times(when) + real(4, value) + attributes(7, labels));
}
inline std::string ended(const Pairs& labels, const When& when) { return message(1, times(when) + attributes(7, labels) + number(8, 1)); }

inline std::string packed(std::uint32_t field, const std::vector<std::uint64_t>& values) {
    std::string out;
    for (const std::uint64_t value : values) out += body::fixed64(value);
    return message(field, out);
}
inline std::string packed(std::uint32_t field, const std::vector<double>& values) {
    std::string out;
    for (const double value : values) out += body::fixed64(std::bit_cast<std::uint64_t>(value));
    return message(field, out);
}
inline std::uint64_t sum_of(const std::vector<std::uint64_t>& counts) {
    std::uint64_t out = 0;
    for (const std::uint64_t count : counts) out += count;
    return out;
}
inline std::string histogram_point(const Pairs& labels, const When& when, const std::vector<double>& bounds,
                                   const std::vector<std::uint64_t>& counts, double sum = 0.5) {
    return message(1,
                   times(when) + fixed(4, sum_of(counts)) + real(5, sum) + packed(6, counts) + packed(7, bounds) + attributes(9, labels));
}
inline std::string exponential_point(const Pairs& labels, const When& when, std::int32_t scale, std::int32_t offset,
                                     const std::vector<std::uint64_t>& counts, std::uint64_t zeros = 0) {
    std::string buckets;
    for (const std::uint64_t count : counts) buckets += varint(count);
    return message(1, attributes(1, labels) + times(when) + fixed(4, sum_of(counts) + zeros) + zigzag(6, scale) + fixed(7, zeros) +
                          message(8, zigzag(1, offset) + message(2, buckets)));
}

// Metrics, each as field 2 of a scope.
inline std::string metric(std::string_view name, std::string_view unit, std::uint32_t kind, std::string_view data) {
    return message(2, message(1, name) + message(3, unit) + message(kind, data));
}
inline std::string gauge(std::string_view name, std::string_view points, std::string_view unit = "") {
    return metric(name, unit, 5, points);
}
inline std::string sum(std::string_view name, Temporality temporality, std::string_view points, Sign sign = Sign::monotonic,
                       std::string_view unit = "") {
    return metric(name, unit, 7, std::string(points) + number(2, temporality) + (sign == Sign::monotonic ? number(3, 1) : ""));
}
inline std::string histogram(std::string_view name, Temporality temporality, std::string_view points, std::string_view unit = "s") {
    return metric(name, unit, 9, std::string(points) + number(2, temporality));
}
inline std::string exponential(std::string_view name, Temporality temporality, std::string_view points, std::string_view unit = "s") {
    return metric(name, unit, 10, std::string(points) + number(2, temporality));
}

/// A whole export of one resource and one scope without a name.
inline std::string exported(const Pairs& resource, std::string_view metrics) {
    return message(1, message(1, attributes(1, resource)) + message(2, metrics));
}

}  // namespace plimsoll::ingest::otlp::bytes

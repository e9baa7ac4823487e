// parts.h: the series that one data point speaks of: a number is one; a histogram its buckets, _count and _sum; a summary its
// quantiles, _count and _sum.
//
// Histogram  buckets as Prometheus has them: each counts what is at most its bound (`le`); the last, +Inf, is the count.
// Exponential the buckets' own bounds move with the data, and a series must not come and go; so every point is told at the same
//            161 bounds, 2^-20 to 2^20 in quarters of an octave: 2^(i/4). Each of them is a bound of every scale from 2 up, so
//            nothing is split. A point of a lower scale is refused (too_coarse). The bucket of zero counts in full from its
//            threshold on; negative values lie below every bound.
// Threads    pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/otlp/data_points.h"

namespace plimsoll::ingest::otlp {

/// Why a data point will never be good, beyond what any sample may lack (ingest/refusal.h).
enum class PointFault : std::uint8_t {
    no_time,
    no_value,
    no_temporality,
    change_of_gauge,
    unfit_buckets,
    too_many_buckets,
    too_coarse,
    another_writer,
};
inline constexpr std::size_t kPointFaults = static_cast<std::size_t>(PointFault::another_writer) + 1;

/// For metrics: "no_time".
[[nodiscard]] std::string_view key(PointFault fault);
/// For people: "the data point has no time", and what to do about it.
[[nodiscard]] std::string_view words(PointFault fault);
[[nodiscard]] std::string_view remedy(PointFault fault);

struct Part {
    enum class Role : std::uint8_t { whole, bucket, count, sum, quantile };
    Role role = Role::whole;
    double bound = 0;  ///< of a bucket its `le`, of a quantile the quantile
    double value = 0;
    /// Whether it only rises: a zero stands at its beginning.
    [[nodiscard]] bool is_counter() const { return role == Role::bucket || role == Role::count; }
};
/// "_bucket" and so on.
[[nodiscard]] std::string_view suffix(Part::Role role);
/// "le", "quantile" or nothing, and its value: "0.5", "+Inf".
[[nodiscard]] std::string_view bound_label(Part::Role role);
[[nodiscard]] std::string bound_text(double bound);

inline constexpr std::size_t kMostBuckets = 1'000;
inline constexpr int kFinestScale = 2;   ///< quarters of an octave
inline constexpr int kOctaves = 20;      ///< on either side of 1

/// Overwrites `parts`; the buckets first, then the count, then the sum. What it says when it says anything: the point's fault.
[[nodiscard]] std::optional<PointFault> parts_of(const HistogramPoint& point, std::vector<Part>& parts);
[[nodiscard]] std::optional<PointFault> parts_of(const ExponentialPoint& point, std::vector<Part>& parts);
[[nodiscard]] std::optional<PointFault> parts_of(const SummaryPoint& point, std::vector<Part>& parts);

}  // namespace plimsoll::ingest::otlp

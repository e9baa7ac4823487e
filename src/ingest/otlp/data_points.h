// data_points.h: one data point of each kind, read in place: what it says, before anything is made of it.
//
// Reused     read() overwrites everything, so that one value of each kind serves a whole export without allocating.
// Identity   the run of attribute fields as it stands in the bytes; gathered in a buffer when other fields stand between them.
// Errors     protozero::exception, on what is no protobuf or has a known field of another type.
// Threads    pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/units.h"
#include "ingest/otlp/wire.h"

namespace plimsoll::ingest::otlp {

/// What every kind begins with.
struct PointHead {
    std::string_view attributes;      ///< fields of the kind's attribute number
    std::uint64_t start_unix_nano = 0;  ///< 0: not said
    std::uint64_t time_unix_nano = 0;
    bool no_value = false;            ///< the flag NoRecordedValue: the series ends here

    [[nodiscard]] Timestamp at() const { return Timestamp::from_ms(static_cast<std::int64_t>(time_unix_nano / 1'000'000)); }
    [[nodiscard]] std::optional<Timestamp> start() const {
        if (start_unix_nano == 0) return std::nullopt;
        return Timestamp::from_ms(static_cast<std::int64_t>(start_unix_nano / 1'000'000));
    }

    std::string gathered;  ///< behind `attributes`, where they stood apart
};

struct NumberPoint : PointHead {
    std::optional<double> value;
};

struct HistogramPoint : PointHead {
    std::uint64_t count = 0;
    std::optional<double> sum;
    std::vector<double> bounds;
    std::vector<std::uint64_t> counts;  ///< one more than bounds, or none of either
};

struct ExponentialBuckets {
    std::int32_t offset = 0;
    std::vector<std::uint64_t> counts;  ///< counts[i] holds (base^(offset+i), base^(offset+i+1)], base = 2^(2^-scale)
};
struct ExponentialPoint : PointHead {
    std::uint64_t count = 0;
    std::optional<double> sum;
    std::int32_t scale = 0;
    std::uint64_t zero_count = 0;
    double zero_threshold = 0;
    ExponentialBuckets positive;
    ExponentialBuckets negative;
};

struct SummaryPoint : PointHead {
    std::uint64_t count = 0;
    double sum = 0;
    std::vector<std::pair<double, double>> quantiles;  ///< quantile and value
};

void read(std::string_view bytes, NumberPoint& point);
void read(std::string_view bytes, HistogramPoint& point);
void read(std::string_view bytes, ExponentialPoint& point);
void read(std::string_view bytes, SummaryPoint& point);

}  // namespace plimsoll::ingest::otlp

// exposition.h: one line of OpenMetrics or Prometheus text: a series, a value, a time.
//
// Times      OpenMetrics: seconds, with a fraction; Prometheus: whole milliseconds. Without being told, a number with a
//            point or an exponent, or below 10^11, is seconds (10^11 s is in the year 5138; 10^11 ms was in 1973).
// Skipped    comments, blank lines, exemplars.
// Formats    https://github.com/prometheus/OpenMetrics (1.0), Prometheus text format 0.0.4, `promtool tsdb dump` and
//            `dump-openmetrics` (label pairs apart by ", ", Go's escapes, __name__ inside the braces).
#pragma once

#include <optional>
#include <string_view>

#include "base/units.h"
#include "promql/place.h"

namespace plimsoll::ingest {

enum class TextFormat { automatic, open_metrics, prometheus };

/// A line that holds a sample. Views into the line.
struct ExpositionLine {
    std::string_view series;  ///< as written, for series_text.h; ends with its closing brace
    double value = 0;
    std::optional<Timestamp> at;
};

/// Empty: the line holds no sample. The labels are not read yet: most lines repeat a series that is known.
/// Errors: a Problem whose offset is in `line`.
[[nodiscard]] tl::expected<std::optional<ExpositionLine>, promql::Problem> read_line(std::string_view line,
                                                                                     TextFormat format);

}  // namespace plimsoll::ingest

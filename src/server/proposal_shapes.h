// proposal_shapes.h: what well-known exporters call what users see. The table behind proposals.h.
#pragma once

#include <string_view>
#include <vector>

namespace plimsoll::server {

/// ratio: bad of all events by a label. latency: quick enough of all, from a histogram. threshold: a gauge at most (or at least)
/// `bound`. freshness: a timestamp in seconds, at most `bound` seconds old. failures: "<x>_failed_total" beside "<x>_total".
enum class ShapeKind { ratio, latency, threshold, threshold_least, freshness, failures };

struct Shape {
    ShapeKind kind = ShapeKind::ratio;
    std::string_view system;
    std::string_view metric;                ///< exact; "*x" ends with x
    std::vector<std::string_view> parts;    ///< labels that part services, the best first
    std::vector<std::string_view> labels;   ///< ratio: those that may tell bad from good; the first that is there
    std::string_view bad;                   ///< ratio: the matcher behind that label
    std::string_view fixed;                 ///< a matcher that always stands: reporter="destination"
    double bound = 0;                       ///< latency: wanted, in the histogram's unit; threshold; freshness: seconds
    std::string_view suffix;                ///< of the SLO's name: "availability"
    std::string_view title;                 ///< {} is the part
    std::string_view why;
    std::string_view not_counted;
};

/// The best known first: of two shapes that give one SLO the first is taken.
[[nodiscard]] const std::vector<Shape>& shapes();

}  // namespace plimsoll::server

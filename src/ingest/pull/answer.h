// answer.h: what a server with the Prometheus query API answers, read in one pass without a tree.
//
// Shape      /api/v1/query and /api/v1/query_range: a vector, a matrix, or a scalar, which is one series without labels.
// Numbers    times to the millisecond; values as Prometheus writes them ("1e+06", "NaN", "+Inf").
// Bounds     the body's, which the client cuts; 32 levels of nesting; 20,000,000 points.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::ingest::pull {

namespace errors {
inline constexpr ErrorKind no_answer{"pull.no_answer", 502, "The server's answer is not one of the Prometheus query API",
                                     "Check the address, and what stands between it and here: a proxy, a sign-in page"};
}

struct AnsweredSeries {
    std::vector<std::pair<std::string, std::string>> labels;  ///< with __name__, in the order sent
    struct Point {
        Timestamp at;
        double value = 0;
    };
    std::vector<Point> points;
};

struct Answer {
    bool success = false;
    std::string error_type;             ///< "bad_data", "execution", "timeout", ...
    std::string error;
    std::vector<std::string> warnings;  ///< of the result: it may lack something
    bool partial = false;               ///< VictoriaMetrics' isPartial: nodes of its cluster did not answer
    std::vector<AnsweredSeries> series;
};

/// Errors: no_answer (not JSON, not of this shape).
[[nodiscard]] Result<Answer> read_answer(std::string_view body);

/// The text of `data` of an answer, for whoever reads it on. Errors: no_answer; invalid (what the server says is wrong).
[[nodiscard]] Result<std::string> data_of(std::string_view body);

}  // namespace plimsoll::ingest::pull

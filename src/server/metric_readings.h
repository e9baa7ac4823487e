// metric_readings.h: the process's own metrics at one instant, read off its exposition, so that its health stands on the same
// numbers as /metrics.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::server {

class MetricReadings {
public:
    /// Reads what Metrics::text() writes; lines of another shape are passed over.
    static MetricReadings of(std::string_view exposition);

    /// Sum over the series of this name whose labels hold the text (`status="5xx"`); empty text: all. 0 when there are none.
    [[nodiscard]] double sum(const std::string& name, std::string_view labels = {}) const;

    struct Bucket {
        double bound;          ///< inclusive; infinity last
        double observations;   ///< up to it
    };
    /// Of a histogram, its series added up; empty when there is none.
    [[nodiscard]] std::vector<Bucket> histogram(const std::string& name) const;

private:
    struct Sample {
        std::string labels;  ///< with braces, or empty
        double value = 0;
    };
    std::map<std::string, std::vector<Sample>> by_name_;
};

}  // namespace plimsoll::server

// prometheus_answers.h: what a server with the Prometheus query API answers, as far as a person is shown it: the `data` of
// label values, metadata and instant queries. Source: Prometheus documentation, HTTP API.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plimsoll::server {

struct MetricMeaning {
    std::string type;  ///< counter, gauge, histogram, summary
    std::string help;
};
struct PrometheusSample {
    std::map<std::string, std::string> labels;
    double value = 0;
};

/// Errors, of all three: malformed (not what the API answers).
[[nodiscard]] Result<std::vector<std::string>> label_values_of(std::string_view data);
/// Of each metric the first of its meanings.
[[nodiscard]] Result<std::map<std::string, MetricMeaning>> meanings_of(std::string_view data);
/// Samples of a vector; those that are no number are left out.
[[nodiscard]] Result<std::vector<PrometheusSample>> vector_of(std::string_view data);

}  // namespace plimsoll::server

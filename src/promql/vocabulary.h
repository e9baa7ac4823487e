// vocabulary.h: the words that PromQL knows, and what an SLI should use instead of each.
//
// Source     Prometheus documentation, "Query functions" and "Operators", versions 2.42 to 3.5.
#pragma once

#include <string>
#include <string_view>

namespace plimsoll::promql {

/// Function names are case-sensitive in PromQL.
[[nodiscard]] bool is_function(std::string_view name);
/// In lower case: aggregations are keywords, and keywords are not case-sensitive.
[[nodiscard]] bool is_aggregation(std::string_view lower_case_name);

/// What to write instead of a function or an aggregation that does not count events.
[[nodiscard]] std::string instead_of_function(std::string_view name);
[[nodiscard]] std::string instead_of_aggregation(std::string_view lower_case_name);
/// What to write instead of a binary operator other than + and -.
[[nodiscard]] std::string instead_of_operator(std::string_view sign);

}  // namespace plimsoll::promql

// place.h: where in a query something stands, as the person who wrote it counts.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace plimsoll::promql {

struct Place {
    int line = 1;
    int column = 1;  ///< counts characters (UTF-8), from 1
};
[[nodiscard]] Place place_of(std::string_view text, std::size_t offset);

/// "column 7"; in a query of several lines "line 2, column 7".
[[nodiscard]] std::string where(std::string_view text, std::size_t offset);

/// One thing wrong with a query.
struct Problem {
    std::size_t offset = 0;
    std::string rule;
    std::string remedy;
};
[[nodiscard]] FieldError field(std::string_view text, const Problem& problem);
/// errors::malformed, its detail and only field saying the problem.
[[nodiscard]] Error malformed(std::string_view text, const Problem& problem);

}  // namespace plimsoll::promql

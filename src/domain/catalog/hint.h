// hint.h: the known name that a misspelt one most probably means.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::catalog {

/// The candidate with the fewest letters to change, add, drop or swap, when those are at most a third of the name's
/// letters (at least one); case does not count. The first in order wins a tie.
[[nodiscard]] std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& known);

/// "did you mean `duration`?", or `otherwise`.
[[nodiscard]] std::string did_you_mean(std::string_view written, const std::vector<std::string>& known,
                                       std::string otherwise);

}  // namespace plimsoll::catalog

// week_map.h: when in the week things go wrong, in characters: seven rows of 24 hours.
//
//            0     6     12    18
//     Mon    ························      · none bad   ░ ▒ ▓ █ up to so many percent bad   blank: nothing counted
//     Tue    ·········█▓·············
//
// The steps are a 64th, a 16th, a quarter and all of the worst hour's error ratio, so that one bad hour does not hide the rest.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.h"
#include "domain/targets/views.h"

namespace plimsoll::cli {

/// Seven rows, their hours above and the legend below, each line indented by two. Requires: 168 cells, Monday 00 first; else nothing.
[[nodiscard]] std::string week_map(const std::vector<targets::BaselineCell>& week, const Terminal& terminal);

}  // namespace plimsoll::cli

// load_line.h: Plimsoll's own picture, in characters: how much risk is left, the same on every row.
//
//       ┃██████│███○──────│─────────────  48.2 % left  burning 6.2x  ends -6 %
//    ╱╱╱┃──────│──────────│─────────────  41.0 % overspent
//
// Zero (┃) stands at a fifth of the width on every row; what remains is filled from there to the right, what is overspent is
// hatched to the left, clipped at -100 %. Ticks stand at the thresholds (freeze, caution), the circle at the projected end.
// Under the floor of coverage the fill is dotted. State is never told by colour alone. The web UI draws the same.
#pragma once

#include <optional>
#include <string>

#include "cli/terminal.h"

namespace plimsoll::cli {

struct LoadLine {
    std::optional<double> remaining;      ///< share of the budget, may be below zero; empty: not enough data
    std::optional<double> burn;           ///< burn rate now
    std::optional<double> projected_end;  ///< remaining share at the end of the window, at this burn
    std::optional<double> coverage;
    double caution = 0.5;                 ///< thresholds, as shares; a freeze at 0 has no tick of its own
    double freeze = 0.1;
    double coverage_floor = 0.9;
};

/// The bar alone, `width` columns; at least 10.
[[nodiscard]] std::string load_bar(const LoadLine& line, int width, const Terminal& terminal);
/// The bar with its words.
[[nodiscard]] std::string load_line(const LoadLine& line, int width, const Terminal& terminal);

}  // namespace plimsoll::cli

// load_line.h: Plimsoll's own picture, in characters: how much risk is left, the same on every row.
//
//   ████│███████████████│─────────────────  48.2 % left  burning 6.2x  ends -6 %
//
// The bar is a gauge from 0 % (left) to 100 % (right) of the budget, filled for what remains; ticks stand at 10 % and
// 50 %. What is overspent is hatched from the left, clipped at -100 %. State is never told by colour alone.
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
    double coverage_floor = 0.9;
};

/// The bar alone, `width` columns.
[[nodiscard]] std::string load_bar(const LoadLine& line, int width, const Terminal& terminal);
/// The bar with its words.
[[nodiscard]] std::string load_line(const LoadLine& line, int width, const Terminal& terminal);

}  // namespace plimsoll::cli

// plot.h: a line in braille dots, for the terminal: two by four dots a character, gaps left empty.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/terminal.h"

namespace plimsoll::cli {

struct Plot {
    std::vector<std::optional<double>> points;  ///< evenly spaced; empty where nothing was measured
    double low = 0;                             ///< of the axis; widened to hold every point
    double high = 1;
    std::vector<double> rules;                  ///< horizontal lines: thresholds
    std::string left;                           ///< captions under the ends of the x axis
    std::string right;
    bool percent = true;                        ///< axis labels
};

/// `width` and `height` in characters, labels included.
[[nodiscard]] std::string plot(const Plot& plot, int width, int height, const Terminal& terminal);

}  // namespace plimsoll::cli

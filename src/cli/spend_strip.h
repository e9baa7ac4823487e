// spend_strip.h: when a budget was spent, and how much of it is explained, as two rows of characters over one time axis.
//
//     ▂      █▇▁          ▁      what went bad, by height; the tallest column is the worst, heights are square roots of shares
//     ·      ━━╍          ·      charged: ━ all, ╍ a part, · nothing yet
//     1 Nov 00:00 … 1 Dec 00:00
//
// A column without an episode is empty in both rows. State is never told by colour alone.
#pragma once

#include <string>
#include <vector>

#include "base/units.h"
#include "cli/terminal.h"

namespace plimsoll::cli {

struct SpendBlock {
    TimeRange range;
    double bad = 0;
    double unexplained = 0;
};

/// Both rows and the axis, `width` columns wide (at least 10), each line indented by two. Empty range: nothing.
[[nodiscard]] std::string spend_strip(const TimeRange& range, const std::vector<SpendBlock>& blocks, int width, const Terminal& terminal);

/// How much of an amount is charged: "██████░░░░", ten columns.
[[nodiscard]] std::string charged_bar(double bad, double unexplained, const Terminal& terminal);

}  // namespace plimsoll::cli

#include "cli/week_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace plimsoll::cli {

namespace {

constexpr std::size_t kHours = 24;
constexpr std::array<const char*, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

struct Step {
    double upto;  ///< of the worst error ratio
    const char* sign;
    Tone tone;
};
constexpr std::array<Step, 4> kSteps{{{1.0 / 64, "░", Tone::plain}, {1.0 / 16, "▒", Tone::caution}, {1.0 / 4, "▓", Tone::caution}, {1.0, "█", Tone::alarm}}};

std::string sign_of(const targets::BaselineCell& cell, double worst, const Terminal& terminal) {
    if (!cell.sli) return " ";
    if (cell.bad <= 0) return terminal.tone("·", Tone::quiet);
    const double share = (1 - *cell.sli) / worst;
    const auto step = std::find_if(kSteps.begin(), kSteps.end() - 1, [&](const Step& s) { return share <= s.upto; });
    return terminal.tone(step->sign, step->tone);
}

}  // namespace

std::string week_map(const std::vector<targets::BaselineCell>& week, const Terminal& terminal) {
    if (week.size() != kDays.size() * kHours) return {};
    double worst = 0;
    for (const targets::BaselineCell& cell : week) {
        if (cell.sli) worst = std::max(worst, 1 - *cell.sli);
    }
    std::string out = fmt::format("  {:<5}{}\n", "", terminal.tone("0     6     12    18    ", Tone::quiet));
    for (std::size_t day = 0; day < kDays.size(); ++day) {
        out += fmt::format("  {:<5}", kDays[day]);
        for (std::size_t hour = 0; hour < kHours; ++hour) out += sign_of(week[day * kHours + hour], worst, terminal);
        out += '\n';
    }
    out += "  · none bad";
    if (worst > 0) {
        for (const Step& step : kSteps) out += fmt::format("   {} up to {}", step.sign, text::percent(worst * step.upto, 3));
    }
    return out + "   blank: nothing counted\n";
}

}  // namespace plimsoll::cli

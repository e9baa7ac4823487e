#include "cli/load_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace plimsoll::cli {

namespace {

constexpr double kCaution = 0.5;
constexpr double kFreeze = 0.1;

Tone tone_of(double remaining) {
    if (remaining < kFreeze) return Tone::alarm;
    return remaining < kCaution ? Tone::caution : Tone::plain;
}

std::string repeat(std::string_view piece, int n) {
    std::string out;
    for (int i = 0; i < n; ++i) out += piece;
    return out;
}

}  // namespace

std::string load_bar(const LoadLine& line, int width, const Terminal& terminal) {
    if (!line.remaining) return terminal.tone(repeat("·", width), Tone::quiet);
    const bool thin = line.coverage && *line.coverage < line.coverage_floor;
    const double remaining = *line.remaining;
    const auto position = [&](double share) { return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width)); };
    const bool overspent = remaining < 0;
    const int filled = position(std::fabs(remaining));
    std::string bar;
    for (int i = 0; i < width; ++i) {
        const bool tick = i == position(kFreeze) || i == position(kCaution);
        const bool in = i < filled;
        const char* body = overspent ? "╱" : thin ? "▒" : "█";
        const char* rest = tick ? "│" : thin ? "·" : "─";
        bar += terminal.tone(in ? body : rest, in ? tone_of(remaining) : Tone::quiet);
    }
    return bar;
}

std::string load_line(const LoadLine& line, int width, const Terminal& terminal) {
    std::string out = load_bar(line, width, terminal) + "  ";
    if (!line.remaining) {
        out += "not enough data";
    } else {
        const char* word = *line.remaining < 0 ? "overspent" : "left";
        out += terminal.tone(fmt::format("{:.1f} % {}", std::fabs(*line.remaining) * 100, word), tone_of(*line.remaining));
    }
    if (line.burn) out += fmt::format("  burning {:.1f}x", *line.burn);
    if (line.projected_end) out += fmt::format("  ends {:.0f} %", *line.projected_end * 100);
    if (line.coverage && *line.coverage < line.coverage_floor) {
        out += fmt::format("  coverage {:.0f} %", *line.coverage * 100);
    }
    return out;
}

}  // namespace plimsoll::cli

#include "cli/load_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace plimsoll::cli {

namespace {

Tone tone_of(const LoadLine& line) {
    if (*line.remaining < 0 || *line.remaining <= line.freeze) return Tone::alarm;
    return *line.remaining <= line.caution ? Tone::caution : Tone::plain;
}

bool is_thin(const LoadLine& line) { return line.coverage && *line.coverage < line.coverage_floor; }

/// Columns of a bar: overspent ones, zero, and those of what remains.
struct Scale {
    explicit Scale(int width) : zero(width / 5), rest(width - zero - 1) {}
    int zero;
    int rest;

    /// How many columns a share takes, from zero outward.
    [[nodiscard]] int columns(double share) const {
        const int room = share < 0 ? zero : rest;
        return static_cast<int>(std::lround(std::min(std::fabs(share), 1.0) * room));
    }
    /// The column that a share ends in.
    [[nodiscard]] int column(double share) const {
        return share < 0 ? zero - std::max(1, columns(share)) : zero + std::max(1, columns(share));
    }
};

}  // namespace

std::string load_bar(const LoadLine& line, int width, const Terminal& terminal) {
    const Scale scale(std::max(width, 10));
    const auto is_tick = [&](int at) {
        return at == scale.column(line.caution) || (line.freeze > 0 && at == scale.column(line.freeze));
    };
    std::string bar;
    for (int at = 0; at <= scale.zero + scale.rest; ++at) {
        if (!line.remaining) {
            bar += terminal.tone(at < scale.zero ? " " : at == scale.zero ? "┃" : "·", Tone::quiet);
            continue;
        }
        const int filled = scale.columns(*line.remaining);
        const bool over = *line.remaining < 0 && at < scale.zero && at >= scale.zero - filled;
        const bool in = *line.remaining >= 0 && at > scale.zero && at <= scale.zero + filled;
        if (line.projected_end && at == scale.column(*line.projected_end)) bar += "○";
        else if (at == scale.zero) bar += "┃";
        else if (over) bar += terminal.tone("╱", Tone::alarm);
        else if (at < scale.zero) bar += " ";
        else if (is_tick(at)) bar += terminal.tone("│", Tone::quiet);
        else if (in) bar += terminal.tone(is_thin(line) ? "▒" : "█", tone_of(line));
        else bar += terminal.tone(is_thin(line) ? "·" : "─", Tone::quiet);
    }
    return bar;
}

std::string load_line(const LoadLine& line, int width, const Terminal& terminal) {
    std::string out = load_bar(line, width, terminal) + "  ";
    if (!line.remaining) {
        out += "not enough data";
    } else {
        const char* word = *line.remaining < 0 ? "overspent" : "left";
        out += terminal.tone(fmt::format("{:.1f} % {}", std::fabs(*line.remaining) * 100, word), tone_of(line));
    }
    if (line.burn) out += fmt::format("  burning {:.1f}x", *line.burn);
    if (line.projected_end) out += fmt::format("  ends {:.0f} %", *line.projected_end * 100);
    if (is_thin(line)) out += fmt::format("  coverage {:.0f} %", *line.coverage * 100);
    return out;
}

}  // namespace plimsoll::cli

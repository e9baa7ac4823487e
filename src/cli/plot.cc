#include "cli/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace plimsoll::cli {

namespace {

/// A grid of braille characters; (0, 0) is the top left dot.
class Dots {
public:
    Dots(int columns, int rows) : columns_(columns), cells_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), 0) {}
    void set(int x, int y) {
        static constexpr unsigned char kBits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
        cells_[static_cast<std::size_t>(y / 4 * columns_ + x / 2)] |= kBits[y % 4][x % 2];
    }
    [[nodiscard]] std::string row(int y) const {
        std::string out;
        for (int x = 0; x < columns_; ++x) {
            const unsigned cp = 0x2800U + cells_[static_cast<std::size_t>(y * columns_ + x)];
            if (cp == 0x2800U) {
                out += ' ';
                continue;
            }
            out += static_cast<char>(0xe0U | (cp >> 12));
            out += static_cast<char>(0x80U | ((cp >> 6) & 0x3fU));
            out += static_cast<char>(0x80U | (cp & 0x3fU));
        }
        return out;
    }

private:
    int columns_;
    std::vector<unsigned char> cells_;
};

std::string label(double value, bool percent) {
    return percent ? fmt::format("{:4.0f} %", value * 100) : fmt::format("{:6.3g}", value);
}

}  // namespace

std::string plot(const Plot& p, int width, int height, const Terminal& terminal) {
    double low = p.low;
    double high = p.high;
    for (const auto& point : p.points) {
        if (!point) continue;
        low = std::min(low, *point);
        high = std::max(high, *point);
    }
    if (high <= low) high = low + 1;
    constexpr int kLabel = 7;
    const int columns = std::max(10, width - kLabel - 2);
    const int dots_x = columns * 2;
    const int dots_y = height * 4;
    const auto y_of = [&](double v) {
        return std::clamp(static_cast<int>(std::lround((high - v) / (high - low) * (dots_y - 1))), 0, dots_y - 1);
    };
    Dots dots(columns, height);
    for (const double rule : p.rules) {
        for (int x = 0; x < dots_x; x += 4) dots.set(x, y_of(rule));
    }
    const std::size_t n = p.points.size();
    std::optional<int> before;
    for (int x = 0; x < dots_x && n > 0; ++x) {
        const auto& point = p.points[std::min(n - 1, static_cast<std::size_t>(x) * n / static_cast<std::size_t>(dots_x))];
        if (!point) {
            before.reset();
            continue;
        }
        const int y = y_of(*point);
        const auto [from, to] = std::minmax({before.value_or(y), y});
        for (int step = from; step <= to; ++step) dots.set(x, step);
        before = y;
    }
    std::string out;
    for (int row = 0; row < height; ++row) {
        std::string axis(kLabel, ' ');
        if (row == 0) axis = fmt::format("{:>{}}", label(high, p.percent), kLabel);
        if (row == height - 1) axis = fmt::format("{:>{}}", label(low, p.percent), kLabel);
        std::string line = dots.row(row);
        line.erase(line.find_last_not_of(' ') + 1);
        out += terminal.tone(axis + " ┤", Tone::quiet) + line + "\n";
    }
    const std::string pad(static_cast<std::size_t>(std::max(1, columns - static_cast<int>(p.left.size() + p.right.size()))), ' ');
    out += std::string(kLabel + 2, ' ') + terminal.tone(p.left + pad + p.right, Tone::quiet) + "\n";
    return out;
}

}  // namespace plimsoll::cli

#include "cli/spend_strip.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace plimsoll::cli {

namespace {

constexpr const char* kHeights[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr int kCells = 10;

struct Column {
    double bad = 0;
    double unexplained = 0;
};

/// Each block's amount, by time over the columns that it touches.
std::vector<Column> columns_of(const TimeRange& range, const std::vector<SpendBlock>& blocks, std::size_t width) {
    std::vector<Column> out(width);
    const double length = range.length().in_seconds();
    for (const SpendBlock& block : blocks) {
        const double from = std::clamp((block.range.start - range.start).in_seconds() / length, 0.0, 1.0) * static_cast<double>(width);
        const double to = std::clamp((block.range.end - range.start).in_seconds() / length, 0.0, 1.0) * static_cast<double>(width);
        const auto last = std::min(width - 1, static_cast<std::size_t>(to));
        for (auto i = std::min(width - 1, static_cast<std::size_t>(from)); i <= last; ++i) {
            const double overlap = std::min(to, static_cast<double>(i + 1)) - std::max(from, static_cast<double>(i));
            const double share = to > from ? std::max(0.0, overlap) / (to - from) : 1;
            out[i].bad += block.bad * share;
            out[i].unexplained += block.unexplained * share;
        }
    }
    return out;
}

std::string height_of(double bad, double most) {
    if (bad <= 0) return " ";
    const auto level = static_cast<int>(std::ceil(8 * std::sqrt(bad / most))) - 1;
    return kHeights[std::clamp(level, 0, 7)];
}

std::string charged_of(const Column& column) {
    if (column.bad <= 0) return " ";
    const double charged = 1 - column.unexplained / column.bad;
    return charged > 0.999 ? "━" : charged < 0.001 ? "·" : "╍";
}

}  // namespace

std::string spend_strip(const TimeRange& range, const std::vector<SpendBlock>& blocks, int width, const Terminal& terminal) {
    if (range.start >= range.end) return "";
    const auto columns = columns_of(range, blocks, static_cast<std::size_t>(std::max(width, 10)));
    double most = 0;
    for (const Column& column : columns) most = std::max(most, column.bad);
    std::string heights;
    std::string charged;
    for (const Column& column : columns) {
        heights += height_of(column.bad, most);
        charged += charged_of(column);
    }
    const std::string left = text::rfc3339(range.start.floor(Duration::seconds(1)));
    const std::string right = text::rfc3339(range.end.floor(Duration::seconds(1)));
    const std::size_t gap = columns.size() > left.size() + right.size() ? columns.size() - left.size() - right.size() : 1;
    return "  " + terminal.tone(heights, Tone::alarm) + "\n  " + charged + "\n  " +
           terminal.tone(left + std::string(gap, ' ') + right, Tone::quiet) + "\n";
}

std::string charged_bar(double bad, double unexplained, const Terminal& terminal) {
    const double charged = bad > 0 ? std::clamp(1 - unexplained / bad, 0.0, 1.0) : 0;
    int full = static_cast<int>(std::lround(charged * kCells));
    if (charged > 0 && full == 0) full = 1;                // a little is not nothing
    if (charged < 1 && full == kCells) full = kCells - 1;  // nearly all is not all
    std::string done;
    std::string rest;
    for (int i = 0; i < kCells; ++i) (i < full ? done : rest) += i < full ? "█" : "░";
    return terminal.tone(done, Tone::good) + terminal.tone(rest, Tone::quiet);
}

}  // namespace plimsoll::cli

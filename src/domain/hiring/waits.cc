#include "domain/hiring/waits.h"

#include <fmt/format.h>

#include <algorithm>

namespace plimsoll::hiring {

namespace {

/// Where the curve steps down, and to what; ascending.
std::vector<std::pair<Duration, double>> steps_of(std::vector<Wait> waits) {
    std::sort(waits.begin(), waits.end(), [](const Wait& a, const Wait& b) { return a.length < b.length; });
    std::vector<std::pair<Duration, double>> steps;
    double left = 1;
    for (std::size_t i = 0; i < waits.size();) {
        std::size_t end = i;
        std::size_t ended = 0;
        for (; end < waits.size() && waits[end].length == waits[i].length; ++end) ended += waits[end].ended ? 1 : 0;
        if (ended > 0) {
            const auto waiting = static_cast<double>(waits.size() - i);
            left *= (waiting - static_cast<double>(ended)) / waiting;
            steps.emplace_back(waits[i].length, left);
        }
        i = end;
    }
    return steps;
}

}  // namespace

WaitFigure median_wait_after(const std::vector<Wait>& waits, Duration waited) {
    WaitFigure out;
    out.formula = "median of Kaplan and Meier's curve of lengths; those that go on count as waiting up to now";
    out.n = static_cast<std::int64_t>(waits.size());
    out.ended = std::count_if(waits.begin(), waits.end(), [](const Wait& w) { return w.ended; });
    if (waits.size() < kLeastWaits) {
        out.why_empty = fmt::format("not enough data: n = {}, at least {} are needed", waits.size(), kLeastWaits);
        return out;
    }
    const auto steps = steps_of(waits);
    double half = 0.5;
    for (const auto& [length, left] : steps)
        if (length <= waited) half = left / 2;
    constexpr double kRounding = 1e-12;  // of a product of a few thousand ratios
    for (const auto& [length, left] : steps) {
        if (length <= waited || left > half + kRounding) continue;
        out.median = length;
        return out;
    }
    out.why_empty = "more than half go on for longer than anything that has ended yet";
    return out;
}

WaitFigure median_wait(const std::vector<Wait>& waits) { return median_wait_after(waits, Duration::ms(-1)); }

}  // namespace plimsoll::hiring

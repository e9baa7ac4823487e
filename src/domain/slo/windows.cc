#include "domain/slo/windows.h"

#include <algorithm>

namespace plimsoll::slo {

std::vector<Duration> windows_of(const catalog::Slo& slo) {
    std::vector<Duration> windows{Duration::minutes(5), Duration::minutes(30), Duration::hours(1), Duration::hours(2),
                                  Duration::hours(6),   Duration::days(1),     Duration::days(3),  slo.period};
    for (const catalog::BurnRule& rule : slo.rules) {
        windows.push_back(rule.long_window);
        if (rule.short_window > Duration()) windows.push_back(rule.short_window);
    }
    std::sort(windows.begin(), windows.end());
    windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
    return windows;
}

const ledger::WindowSum* find_window(const catalog::Slo& slo, const ledger::LiveWindows& live, Duration length) {
    const std::vector<Duration> windows = windows_of(slo);
    const auto at = std::lower_bound(windows.begin(), windows.end(), length);
    if (at == windows.end() || *at != length || live.windows.size() != windows.size()) return nullptr;
    return &live.windows[static_cast<std::size_t>(at - windows.begin())];
}

Known known(const ledger::WindowSum& window, Timestamp since) {
    Known out;
    out.range = {std::clamp(since, window.range.start, window.range.end), window.range.end};
    const std::int64_t age = (out.range.length() + ledger::kStep - Duration::ms(1)) / ledger::kStep;
    out.slots = std::min(window.slots, age);
    out.measured = std::min(window.sum.measured, out.slots);
    out.valid = window.sum.valid;
    out.bad = window.sum.bad;
    return out;
}

}  // namespace plimsoll::slo

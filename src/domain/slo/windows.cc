#include "domain/slo/windows.h"

#include <algorithm>

#include "domain/slo/calendar.h"

namespace plimsoll::slo {

namespace {
const ledger::WindowSum* at(const ledger::LiveWindows& live, std::size_t place, std::size_t all) {
    return live.windows.size() == all ? &live.windows[place] : nullptr;
}
}  // namespace

std::vector<Duration> rolling_windows_of(const catalog::Slo& slo) {
    std::vector<Duration> windows{Duration::minutes(5), Duration::minutes(30), Duration::hours(1), Duration::hours(2),
                                  Duration::hours(6),   Duration::days(1),     Duration::days(3)};
    if (!slo.calendar) windows.push_back(slo.period);
    for (const catalog::BurnRule& rule : slo.rules) {
        windows.push_back(rule.long_window);
        if (rule.short_window > Duration()) windows.push_back(rule.short_window);
    }
    std::sort(windows.begin(), windows.end());
    windows.erase(std::unique(windows.begin(), windows.end()), windows.end());
    return windows;
}

std::vector<Duration> windows_of(const catalog::Slo& slo) {
    std::vector<Duration> windows = rolling_windows_of(slo);
    if (slo.calendar) windows.push_back(slo.period);
    return windows;
}

std::vector<Duration> kept_windows_of(const catalog::Slo& slo) { return rolling_windows_of(slo); }

const ledger::WindowSum* find_window(const catalog::Slo& slo, const ledger::LiveWindows& live, Duration length) {
    if (!slo.calendar || length != slo.period) return find_rolling(slo, live, length);
    const std::size_t all = rolling_windows_of(slo).size() + 1;
    return at(live, all - 1, all);
}

const ledger::WindowSum* find_rolling(const catalog::Slo& slo, const ledger::LiveWindows& live, Duration length) {
    const std::vector<Duration> windows = rolling_windows_of(slo);
    const auto found = std::lower_bound(windows.begin(), windows.end(), length);
    if (found == windows.end() || *found != length) return nullptr;
    return at(live, static_cast<std::size_t>(found - windows.begin()), windows.size() + (slo.calendar ? 1 : 0));
}

TimeRange period_until(const catalog::Slo& slo, Timestamp end) {
    if (!slo.calendar) return {end - slo.period, end};
    return {calendar_window(*slo.calendar, end - Duration::ms(1)).start, end};
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

// fixture_for_tests.h: a catalogue of one SLO and hand-made windows, for this module's tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/slo/decide.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo::fixture {

inline constexpr Timestamp kNoon = Timestamp::from_seconds(1'767'268'800);  // 2026-01-01T12:00:00Z, on a slot edge

inline Ratio ratio(std::int64_t n, std::int64_t d) { return *Ratio::of(n, d); }

inline catalog::BurnRule rule(std::string name, Duration long_window, Duration short_window, double factor) {
    catalog::BurnRule out;
    out.name = std::move(name);
    out.long_window = long_window;
    out.short_window = short_window;
    out.factor = factor;
    return out;
}

/// "checkout" of service "shop": 99.9 % over 30 days, one rule 14.4 over 1h and 5m, channel "pager".
inline catalog::Catalog shop() {
    catalog::Slo slo;
    slo.name = "checkout";
    slo.service = "shop";
    slo.objective = ratio(999, 1000);
    slo.period = Duration::days(30);
    slo.rules = {rule("page-1h-5m", Duration::hours(1), Duration::minutes(5), 14.4)};
    slo.definition_version = "d1";
    slo.sli_version = "s1";
    slo.indicator.total = "sum(increase(http_requests_total[5m]))";
    slo.indicator.bad = "sum(increase(http_requests_total{code=~\"5..\"}[5m]))";
    catalog::Service service;
    service.name = "shop";
    service.channels = {"pager"};
    catalog::Catalog out;
    out.services["shop"] = service;
    out.slos["checkout"] = slo;
    return out;
}

/// A window of `length` ending with the slot of `as_of`, fully measured unless told otherwise.
inline ledger::WindowSum window(Duration length, Timestamp as_of, std::int64_t valid, std::int64_t bad,
                                std::int64_t missing = 0) {
    ledger::WindowSum out;
    const Timestamp end = as_of.floor(ledger::kStep) + ledger::kStep;
    out.range = {end - length, end};
    out.step = ledger::kStep;
    out.slots = length / ledger::kStep;
    out.sum = {valid, bad, out.slots - missing, out.slots - missing, out.slots};
    return out;
}

/// All windows of the SLO with the same error ratio: bad of each `per` events, 100 valid events a slot.
inline ledger::LiveWindows steady(const catalog::Slo& slo, Timestamp as_of, std::int64_t bad_per_slot,
                                  std::int64_t valid_per_slot = 100) {
    ledger::LiveWindows live;
    live.as_of = as_of;
    live.since = as_of.floor(ledger::kStep) - Duration::days(1000);
    for (const Duration length : windows_of(slo)) {
        const std::int64_t slots = length / ledger::kStep;
        live.windows.push_back(window(length, as_of, slots * valid_per_slot, slots * bad_per_slot));
    }
    return live;
}

inline void set(const catalog::Slo& slo, ledger::LiveWindows& live, const ledger::WindowSum& sum) {
    const std::vector<Duration> windows = windows_of(slo);
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (windows[i] == sum.range.length()) live.windows[i] = sum;
    }
}

}  // namespace plimsoll::slo::fixture

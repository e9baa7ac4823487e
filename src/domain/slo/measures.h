// measures.h: the figures of an SLO, each with what a person needs to compute it again.
//
// Windows    each figure stands on one window over min(window, age), ending with the open slot at `as_of`.
// Exact      inputs are the exact counts; a value is divided once, at the end.
// Empty      without events a ratio is empty and says why, never 0 or 1. Counts are empty only if nothing was measured.
// Coverage   the lesser of reporting / live series and measured / all slots; below 90 % a caveat says so.
// Interval   none on counts, which are of all events; Wilson on the one forecast.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/catalog/model.h"
#include "domain/slo/state.h"
#include "domain/slo/windows.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

inline constexpr double kCoverageFloor = 0.9;

/// What the figures of one SLO are made from, at one instant. Lifetime: refers to the SLO and the record.
struct Account {
    const catalog::Slo& slo;
    ledger::LiveWindows live;
    ledger::SliStatus status;
    const SloRecord* record = nullptr;  ///< nullptr: nothing was ever said of it
};

/// "slo.error_ratio": bad / valid.
[[nodiscard]] Measure error_ratio(const Account& account, Duration window);
/// "slo.good_ratio": (valid - bad) / valid, the SLI's value.
[[nodiscard]] Measure good_ratio(const Account& account, Duration window);
/// "slo.burn_rate": error ratio / (1 - objective); 1 spends the budget in exactly one period. Source: SRE Workbook ch. 5.
[[nodiscard]] Measure burn_rate(const Account& account, Duration window);
/// "slo.budget_remaining": 1 - bad / ((1 - objective) x valid) over the period; signed.
[[nodiscard]] Measure budget_remaining(const Account& account);
/// "slo.budget_allowed_events", "slo.budget_spent_events", "slo.budget_events" (what remains, signed).
[[nodiscard]] Measure budget_allowed_events(const Account& account);
[[nodiscard]] Measure budget_spent_events(const Account& account);
[[nodiscard]] Measure budget_events(const Account& account);
/// "slo.budget_minutes": remaining share x (1 - objective) x period: minutes of full outage at mean traffic; signed.
[[nodiscard]] Measure budget_minutes(const Account& account);
/// "slo.budget_minutes_total": (1 - objective) x period; 99.99 % over 30 days is 4.32 minutes.
[[nodiscard]] Measure budget_minutes_total(const Account& account);
/// "slo.time_to_exhaustion": remaining share x period / burn over the last hour; empty when nothing burns or all is spent.
[[nodiscard]] Measure time_to_exhaustion(const Account& account);
/// "slo.budget_projected": 1 - burn over the last 3 days: what will be left after one more period at that burn.
[[nodiscard]] Measure budget_projected(const Account& account);
/// "slo.coverage" of the period.
[[nodiscard]] Measure coverage(const Account& account);

/// All of them; burn rates for every window the SLO keeps.
[[nodiscard]] std::vector<Measure> all_measures(const Account& account);

/// Why no count, or no ratio, can be said of a window of this length; empty when one can. `kept`: the ledger has such a window.
[[nodiscard]] std::string why_no_count(bool kept, const Known& counts, Duration length);
[[nodiscard]] std::string why_no_ratio(bool kept, const Known& counts, Duration length);

/// Share of a window that was measured; empty before the first slot.
[[nodiscard]] std::optional<double> coverage_of(const ledger::WindowSum& window, Timestamp since);

}  // namespace plimsoll::slo

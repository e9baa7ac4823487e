// measures.h: the figures of an SLO, each with what a person needs to compute it again.
//
// Windows    each figure stands on one window over min(window, age), ending with the open slot at `as_of`.
// Exact      inputs are the exact counts; a value is divided once, at the end.
// Empty      without events a ratio is empty and says why, never 0 or 1. Counts are empty only if nothing was measured.
// Coverage   the lesser of reporting / live series and measured / all slots; below 90 % a caveat says so.
// Interval   none on counts, which are of all events; Wilson on the one forecast.
// Units      counts are told in the SLO's unit (events, samples, slices, budgets): an input is so many of its parts.
// Calendar   figures of the period are of the window to date; what it will come to stands apart.
// Exclusions every figure is without what is excluded, lists it, and says what it would be with all of it counted.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/catalog/model.h"
#include "domain/slo/counts.h"
#include "domain/slo/state.h"
#include "domain/slo/windows.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

/// What the figures of one SLO are made from, at one instant. Lifetime: refers to the SLO and the record.
struct Account {
    const catalog::Slo& slo;
    ledger::LiveWindows live;
    ledger::SliStatus status;
    const SloRecord* record = nullptr;  ///< nullptr: nothing was ever said of it
    /// Where something is excluded within the period: what, and the windows with all of it counted.
    std::vector<ExcludedRange> excluded = {};
    ledger::LiveWindows with_excluded{Timestamp::min(), {}, {}};
    std::vector<std::string> missing_members = {};
    std::string worst_group = {};       ///< whose counts a roll-up by `worst` shows
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
/// "slo.budget_minutes": remaining share x (1 - objective) x period: minutes of full outage at mean traffic; signed. Of a
/// calendar, the time that has passed of its window stands for the period.
[[nodiscard]] Measure budget_minutes(const Account& account);
/// "slo.budget_minutes_total": (1 - objective) x period; 99.99 % over 30 days is 4.32 minutes. Of a calendar, the whole window.
[[nodiscard]] Measure budget_minutes_total(const Account& account);
/// "slo.time_to_exhaustion": remaining share x period / burn over the last hour; empty when nothing burns or all is spent. Of a
/// calendar, the share of the whole window's budget, and empty when the window ends before.
[[nodiscard]] Measure time_to_exhaustion(const Account& account);
/// "slo.budget_projected": 1 - burn over the last 3 days: what will be left after one more period at that burn. Of a calendar,
/// what will be left when its window ends, should traffic and errors go on as over the last 3 days (see to_date.h).
[[nodiscard]] Measure budget_projected(const Account& account);
/// "slo.budget_of_window", of a calendar alone: what is left of the whole window's budget, were traffic to go on at its mean and
/// nothing more to be bad.
[[nodiscard]] Measure budget_of_window(const Account& account);
/// "slo.coverage" of the period.
[[nodiscard]] Measure coverage(const Account& account);

/// All of them, each with what it would be without exclusions; burn rates for every window the SLO keeps.
[[nodiscard]] std::vector<Measure> all_measures(const Account& account);

/// Why no count, or no ratio, can be said of a window of this length; empty when one can. `kept`: the ledger has such a window.
[[nodiscard]] std::string why_no_count(bool kept, const Known& counts, Duration length);
[[nodiscard]] std::string why_no_ratio(bool kept, const Known& counts, Duration length);

/// Share of a window that was measured; empty before the first slot.
[[nodiscard]] std::optional<double> coverage_of(const ledger::WindowSum& window, Timestamp since);

}  // namespace plimsoll::slo

#include "domain/slo/figures.h"

#include <algorithm>

#include "domain/slo/budget.h"

namespace plimsoll::slo {
namespace {

/// The windows of one SLO, whose list is made once.
struct Windows {
    const Account& account;
    std::vector<Duration> lengths;

    explicit Windows(const Account& from) : account(from), lengths(windows_of(from.slo)) {}

    [[nodiscard]] const ledger::WindowSum* find(Duration length) const {
        if (never_fed(account.live) || account.live.windows.size() != lengths.size()) return nullptr;
        if (account.slo.calendar && length == account.slo.period) return &account.live.windows.back();
        const auto end = lengths.end() - (account.slo.calendar ? 1 : 0);
        const auto at = std::lower_bound(lengths.begin(), end, length);
        if (at == end || *at != length) return nullptr;
        return &account.live.windows[static_cast<std::size_t>(at - lengths.begin())];
    }
    /// Nothing known of a window that is not kept.
    [[nodiscard]] Known known_of(Duration length) const {
        const ledger::WindowSum* sum = find(length);
        return sum == nullptr ? Known{} : known(*sum, account.live.since);
    }
};

void add_projection(const Windows& windows, Figures& out) {
    const catalog::Slo& slo = windows.account.slo;
    const Known counts = windows.known_of(projection_basis(slo.period));
    if (!counts.sound() || counts.valid == 0) return;
    const Projection projected = projection_of(counts, slo.objective);
    out.projected_end = projected.value;
    out.projected_low = projected.low;
    out.projected_high = projected.high;
}

}  // namespace

Figures figures_of(const Account& account) {
    const catalog::Slo& slo = account.slo;
    const Windows windows(account);
    Figures out;
    const ledger::WindowSum* period = windows.find(slo.period);
    const Known counts = windows.known_of(slo.period);
    out.why_empty = why_no_ratio(period != nullptr, counts, slo.period);
    if (period != nullptr) out.coverage = coverage_of(*period, account.live.since);
    const Budget budget = budget_of(counts, slo.objective);
    out.budget_remaining = budget.remaining_share();
    if (counts.sound()) out.budget_events = budget.remaining_events().value();
    out.budget_minutes = budget.remaining_minutes(slo.period);
    out.burn_1h = burn_of(windows.known_of(Duration::hours(1)), slo.objective);
    add_projection(windows, out);
    return out;
}

}  // namespace plimsoll::slo

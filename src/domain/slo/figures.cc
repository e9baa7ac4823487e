#include "domain/slo/figures.h"

#include <algorithm>

#include "domain/slo/budget.h"
#include "domain/slo/to_date.h"

namespace plimsoll::slo {
namespace {

/// The windows of one SLO, whose list is made once.
struct Windows {
    const Account& account;
    std::vector<Duration> lengths;

    explicit Windows(const Account& from) : account(from), lengths(windows_of(from.slo)) {}

    /// The period's window; of a calendar, to date.
    [[nodiscard]] const ledger::WindowSum* period() const {
        if (account.slo.calendar) return all() ? &account.live.windows.back() : nullptr;
        return rolling(account.slo.period);
    }
    [[nodiscard]] const ledger::WindowSum* rolling(Duration length) const {
        const auto end = lengths.end() - (account.slo.calendar ? 1 : 0);
        const auto at = std::lower_bound(lengths.begin(), end, length);
        if (!all() || at == end || *at != length) return nullptr;
        return &account.live.windows[static_cast<std::size_t>(at - lengths.begin())];
    }
    [[nodiscard]] bool all() const { return !never_fed(account.live) && account.live.windows.size() == lengths.size(); }
    /// Nothing known of a window that is not kept.
    [[nodiscard]] Known known_of(const ledger::WindowSum* sum) const {
        return sum == nullptr ? Known{} : known(*sum, account.live.since);
    }
};

void add_projection(const Windows& windows, const Known& period, const std::optional<ToDate>& date, Figures& out) {
    const catalog::Slo& slo = windows.account.slo;
    const Known lately = windows.known_of(windows.rolling(projection_basis(slo.period)));
    if (!lately.sound() || lately.valid == 0) return;
    if (date && (!period.sound() || period.valid == 0)) return;
    const std::int64_t per_one = scale_of(slo).per_one;
    const Projection projected = date ? projected_end(period, lately, *date, slo.objective, per_one) : projection_of(lately, slo.objective, per_one);
    out.projected_end = projected.value;
    out.projected_low = projected.low;
    out.projected_high = projected.high;
}

}  // namespace

Figures figures_of(const Account& account) {
    const catalog::Slo& slo = account.slo;
    const Windows windows(account);
    Figures out;
    const ledger::WindowSum* period = windows.period();
    const Known counts = windows.known_of(period);
    const auto date = period == nullptr ? std::nullopt : to_date(slo, counts);
    out.why_empty = why_no_ratio(period != nullptr, counts, slo.period);
    if (period != nullptr) out.coverage = coverage_of(*period, account.live.since);
    const Budget budget = budget_of(counts, slo.objective);
    out.budget_remaining = budget.remaining_share();
    if (counts.sound()) {
        const SignedFraction left = budget.remaining_events();
        out.budget_events = SignedFraction{left.numerator, left.denominator * scale_of(slo).per_one}.value();
    }
    out.budget_minutes = budget.remaining_minutes(minutes_of(slo, date));
    out.burn_1h = burn_of(windows.known_of(windows.rolling(Duration::hours(1))), slo.objective);
    add_projection(windows, counts, date, out);
    return out;
}

}  // namespace plimsoll::slo

// losses.h: what harmed users within the range of a backtest, by which every variant is scored.
//
// Known      incidents that were given, as far as they lie in the range.
// Found      otherwise the episodes of the counts (attribution/episodes.h) that spent at least a hundredth of the period's
//            budget, by the SLO as it is.
// Budget     of one period at the range's mean traffic: (1 - objective) x valid of the range x period / length of the range.
//            So a loss costs the same whenever it came.
#pragma once

#include <span>
#include <vector>

#include "domain/backtest/views.h"
#include "ledger/ledger.h"

namespace plimsoll::backtest {

/// Counts that may be bad in one period, as a share's denominator.
struct PeriodBudget {
    double counts = 0;  ///< 0: nothing was counted
    [[nodiscard]] double share_of(std::int64_t bad) const { return counts > 0 ? static_cast<double>(bad) / counts : 0; }
};
[[nodiscard]] PeriodBudget period_budget(const catalog::Slo& slo, std::int64_t valid, Duration range);

/// Oldest first. `series`: the slots of the range.
[[nodiscard]] std::vector<Loss> found_losses(const catalog::Slo& slo, const ledger::Ledger::Series& series, TimeRange range);
[[nodiscard]] std::vector<Loss> known_losses(const catalog::Slo& slo, const ledger::Ledger::Series& series, TimeRange range,
                                             std::span<const KnownIncident> incidents);

}  // namespace plimsoll::backtest

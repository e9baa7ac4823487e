// budget.h: the arithmetic of error budgets, in exact fractions until the last division.
//
// Method     Occurrences: events are counted, never averaged over time. Source: OpenSLO, budgetingMethod Occurrences.
// Signs      a budget can be overspent, so what remains is signed.
// Empty      no events, no ratio: undefined is undefined, never 0 or 1.
#pragma once

#include <cstdint>
#include <optional>

#include "base/units.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {

/// The signed quotient of two products; the denominator is above zero.
struct SignedFraction {
    __int128 numerator = 0;
    __int128 denominator = 1;
    [[nodiscard]] double value() const {
        return static_cast<double>(static_cast<long double>(numerator) / static_cast<long double>(denominator));
    }
};

/// The budget of one window. Requires an objective strictly between 0 and 1.
struct Budget {
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    Ratio allowance;  ///< 1 - objective, reduced

    /// allowance x valid: how many events may be bad so far.
    [[nodiscard]] SignedFraction allowed() const;
    /// allowance x valid - bad.
    [[nodiscard]] SignedFraction remaining_events() const;
    /// 1 - bad / (allowance x valid); empty without events.
    [[nodiscard]] std::optional<SignedFraction> remaining() const;
    [[nodiscard]] std::optional<double> remaining_share() const;
};

/// 1 - objective, exact and reduced.
[[nodiscard]] Ratio allowance_of(const Ratio& objective);
[[nodiscard]] Budget budget_of(const Known& window, const Ratio& objective);
/// bad / valid / (1 - objective); empty without events, or when the counts contradict themselves.
[[nodiscard]] std::optional<double> burn_of(const Known& window, const Ratio& objective);

}  // namespace plimsoll::slo

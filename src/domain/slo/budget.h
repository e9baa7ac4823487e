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
    [[nodiscard]] static bool narrow(__int128 n) { return n == static_cast<std::int64_t>(n); }
    [[nodiscard]] double value() const {
        // The same quotient: both convert exactly, and narrow integers convert ten times as fast.
        if (narrow(numerator) && narrow(denominator)) {
            return static_cast<double>(static_cast<long double>(static_cast<std::int64_t>(numerator)) /
                                       static_cast<long double>(static_cast<std::int64_t>(denominator)));
        }
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
    /// remaining() x allowance x period: minutes of full outage at mean traffic; empty without events.
    [[nodiscard]] std::optional<double> remaining_minutes(Duration period) const;
};

/// 1 - objective, exact and reduced.
[[nodiscard]] Ratio allowance_of(const Ratio& objective);
[[nodiscard]] Budget budget_of(const Known& window, const Ratio& objective);
/// bad / valid / (1 - objective); empty without events, or when the counts contradict themselves.
[[nodiscard]] std::optional<double> burn_of(const Known& window, const Ratio& objective);
/// The same with 1 - objective at hand: for many windows of one SLO.
[[nodiscard]] std::optional<double> burn_at(const Known& window, const Ratio& allowance);

/// Wilson's interval of bad/valid at 95 %, where `per_one` counts make one event. Requires: valid > 0.
struct WilsonInterval {
    double low = 0;
    double high = 0;
};
[[nodiscard]] WilsonInterval wilson(std::int64_t bad, std::int64_t valid, std::int64_t per_one = 1);

/// Over which window a forecast stands: 3 days, or the period where that is shorter.
[[nodiscard]] Duration projection_basis(Duration period);
/// What is left after one more period at the burn of a window, and between what it lies at 95 %.
struct Projection {
    double value = 0;
    double low = 0;
    double high = 0;
};
/// The interval is Wilson's of the error ratio, taking events as independent. Source: E. B. Wilson, JASA 22 (1927),
/// 209-212. Requires: a sound window with events.
[[nodiscard]] Projection projection_of(const Known& window, const Ratio& objective, std::int64_t per_one = 1);

}  // namespace plimsoll::slo

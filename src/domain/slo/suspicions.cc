#include "domain/slo/suspicions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/invariant.h"
#include "base/text.h"
#include "domain/slo/budget.h"
#include "domain/slo/counts.h"

namespace plimsoll::slo {
namespace {

constexpr std::int64_t kBadADay = 100;
constexpr std::int64_t kExpectedAtLeast = 30;  ///< bad events that the objective allows in the month

struct Band {
    double least;   ///< burn of a day
    double spread;  ///< from the mean, as a share of it
};
constexpr Band kArises{1, 0.25};
constexpr Band kHolds{0.9, 0.4};

/// Nine tenths of it, of a window that is as long as it should be.
bool measured(const Known& window, Duration length) {
    return window.sound() && ledger::kStep * window.slots >= length && window.measured * 10 >= window.slots * 9;
}

std::string times(double burn) { return fmt::format("{:.1f}x", burn); }

}  // namespace

Suspicion constant_burn(const catalog::Slo& slo, std::span<const Known> days, bool suspected) {
    INVARIANT(days.size() == kSuspectDays, "a week is looked at");
    const Band band = suspected ? kHolds : kArises;
    const std::int64_t per_one = scale_of(slo).per_one;
    std::vector<double> burns;
    for (const Known& day : days) {
        if (!measured(day, Duration::days(1))) return {};
        const auto burn = burn_of(day, slo.objective);
        if (!burn || *burn <= band.least || day.bad < kBadADay * per_one) return {true, ""};
        burns.push_back(*burn);
    }
    double mean = 0;
    for (const double burn : burns) mean += burn / static_cast<double>(burns.size());
    const auto [low, high] = std::minmax_element(burns.begin(), burns.end());
    if (mean - *low > band.spread * mean || *high - mean > band.spread * mean) return {true, ""};
    return {true, fmt::format("each of the last 7 days burnt between {} and {}: a target that was never met, or an indicator that "
                              "counts what is no failure", times(*low), times(*high))};
}

Suspicion no_burn(const catalog::Slo& slo, const Known& month) {
    if (month.sound() && month.bad > 0) return {true, ""};
    if (!measured(month, kSuspectMonth)) return {};
    const CountScale scale = scale_of(slo);
    const SignedFraction allowed = budget_of(month, slo.objective).allowed();
    if (allowed.numerator < static_cast<__int128>(kExpectedAtLeast) * scale.per_one * allowed.denominator) return {true, ""};
    return {true, fmt::format("none of {} {} in 30 days was bad: an indicator that may be unable to fail, or a target far below what "
                              "is delivered", text::count(month.valid / scale.per_one), scale.noun)};
}

}  // namespace plimsoll::slo

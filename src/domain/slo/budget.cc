#include "domain/slo/budget.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/invariant.h"

namespace plimsoll::slo {
namespace {
__int128 product(std::int64_t a, std::int64_t b) { return static_cast<__int128>(a) * b; }
}  // namespace

WilsonInterval wilson(std::int64_t bad, std::int64_t valid, std::int64_t per_one) {
    constexpr double z = 1.959963984540054;
    const double n = static_cast<double>(valid) / static_cast<double>(per_one);
    const double p = static_cast<double>(bad) / static_cast<double>(valid);
    const double scale = 1 + z * z / n;
    const double centre = (p + z * z / (2 * n)) / scale;
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

SignedFraction Budget::allowed() const { return {product(allowance.numerator(), valid), allowance.denominator()}; }

SignedFraction Budget::remaining_events() const {
    return {product(allowance.numerator(), valid) - product(allowance.denominator(), bad), allowance.denominator()};
}

std::optional<SignedFraction> Budget::remaining() const {
    if (valid <= 0) return std::nullopt;
    return SignedFraction{remaining_events().numerator, allowed().numerator};
}

std::optional<double> Budget::remaining_share() const {
    const auto share = remaining();
    if (!share) return std::nullopt;
    return share->value();
}

std::optional<double> Budget::remaining_minutes(Duration period) const {
    if (valid <= 0) return std::nullopt;
    // The share's denominator is allowance x valid, so the allowance cancels but for its own denominator.
    const SignedFraction left = remaining_events();
    return SignedFraction{left.numerator, left.denominator * static_cast<__int128>(valid)}.value() * period.in_minutes();
}

Ratio allowance_of(const Ratio& objective) {
    const Result<Objective> checked = Objective::of(objective);
    INVARIANT(checked, "the catalogue admits only objectives between 0 and 1");
    return checked->allowance();
}

Budget budget_of(const Known& window, const Ratio& objective) {
    const bool says_something = window.sound();
    return {says_something ? window.valid : 0, says_something ? window.bad : 0, allowance_of(objective)};
}

std::optional<double> burn_of(const Known& window, const Ratio& objective) {
    return burn_at(window, allowance_of(objective));
}

std::optional<double> burn_at(const Known& window, const Ratio& allowance) {
    if (!window.sound() || window.valid == 0) return std::nullopt;
    return SignedFraction{product(window.bad, allowance.denominator()), product(window.valid, allowance.numerator())}
        .value();
}

Duration projection_basis(Duration period) { return std::min(Duration::days(3), period); }

Projection projection_of(const Known& window, const Ratio& objective, std::int64_t per_one) {
    const double allowance = allowance_of(objective).as_double();
    const auto [low, high] = wilson(window.bad, window.valid, per_one);
    return {budget_of(window, objective).remaining_share().value_or(0), 1 - high / allowance, 1 - low / allowance};
}

}  // namespace plimsoll::slo

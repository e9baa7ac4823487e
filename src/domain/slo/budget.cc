#include "domain/slo/budget.h"

#include <numeric>

#include "base/invariant.h"

namespace plimsoll::slo {
namespace {
__int128 product(std::int64_t a, std::int64_t b) { return static_cast<__int128>(a) * b; }
}  // namespace

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
    if (!window.sound() || window.valid == 0) return std::nullopt;
    const Ratio allowance = allowance_of(objective);
    return SignedFraction{product(window.bad, allowance.denominator()), product(window.valid, allowance.numerator())}
        .value();
}

}  // namespace plimsoll::slo

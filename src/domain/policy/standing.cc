#include "domain/policy/standing.h"

#include <boost/describe/enum_to_string.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/invariant.h"
#include "base/text.h"
#include "domain/slo/budget.h"

namespace plimsoll::policy {

namespace {

/// An allowance of 15 digits, times 2^63 events, times the slots of a year, times a billion: below 2^170.
using Whole = boost::multiprecision::uint256_t;

constexpr std::int64_t kBillion = 1'000'000'000;

/// A share as a person wrote it, in billionths: 0.1 + 0.2 is 0.3.
std::int64_t billionths(double share) { return std::max<std::int64_t>(0, std::llround(share * static_cast<double>(kBillion))); }

/// What is left is (allowed - spent) / allowed.
struct Remaining {
    Whole allowed;
    Whole spent;

    [[nodiscard]] bool at_or_below(std::int64_t line) const {
        return spent >= allowed || (allowed - spent) * kBillion <= allowed * line;
    }
};

/// `seen` of `shown` slots were measured, the others held mean traffic and nothing bad.
Remaining remaining_of(const Figure& figure, std::int64_t seen, std::int64_t shown) {
    const Ratio allowance = slo::allowance_of(figure.objective);
    return {Whole(allowance.numerator()) * figure.valid * shown, Whole(allowance.denominator()) * figure.bad * seen};
}
Remaining shown_by(const Figure& figure) { return remaining_of(figure, 1, 1); }

std::int64_t line_of(BudgetState state, const Terms& terms) {
    if (state == BudgetState::breach) return 0;
    return billionths(state == BudgetState::freeze ? terms.freeze : terms.caution);
}

/// The worst state whose line, raised by `margin`, is reached.
BudgetState reached(const Remaining& left, const Terms& terms, std::int64_t margin) {
    for (const BudgetState state : {BudgetState::breach, BudgetState::freeze, BudgetState::caution}) {
        if (left.at_or_below(line_of(state, terms) + margin)) return state;
    }
    return BudgetState::healthy;
}

bool has_ratio(const Figure& figure) {
    return figure.as_of && figure.valid > 0 && figure.bad >= 0 && figure.bad <= figure.valid && figure.measured > 0;
}

bool too_few(const Figure& figure) { return figure.valid / figure.per_one < figure.least_events; }

bool young(const Figure& figure) { return figure.slots < figure.settled_slots; }

std::string word(BudgetState state) { return boost::describe::enum_to_string(state, ""); }

std::string share(const std::optional<double>& value) { return value ? text::percent(*value) : "nothing that can be said"; }

std::string line_words(BudgetState state, const Terms& terms) {
    const double line = state == BudgetState::freeze ? terms.freeze : terms.caution;
    return fmt::format("at or below the {} line of {}", word(state), text::percent(line));
}

std::string why_in(BudgetState state, const Figure& figure, const Terms& terms) {
    const std::string left = share(figure.budget) + " left";
    if (state == BudgetState::healthy) return left;
    const BudgetState shown = reached(shown_by(figure), terms, 0);
    if (worse(state, shown)) return fmt::format("{}, not yet more than {} above the {} line", left, text::percent(terms.hysteresis), word(state));
    if (worse(shown, state)) return left + ", of a period that has hardly begun";
    if (state == BudgetState::breach) return fmt::format("nothing is left ({})", share(figure.budget));
    return left + ", " + line_words(state, terms);
}

/// The state that even the kindest reading of what is not known allows.
BudgetState at_best(const Figure& figure, const Terms& terms) {
    const std::int64_t shown = std::max(figure.slots, young(figure) ? figure.settled_slots : 0);
    return reached(remaining_of(figure, figure.measured, std::max(shown, figure.measured)), terms, 0);
}

bool stops(BudgetState state) { return state == BudgetState::freeze || state == BudgetState::breach; }

bool under_floor(const Figure& figure) { return figure.coverage.value_or(0) < figure.coverage_floor; }

BudgetState better_of(BudgetState a, BudgetState b) { return worse(a, b) ? b : a; }

}  // namespace

std::string why_no_trust(const Figure& figure) {
    if (!figure.as_of) return "no data yet";
    if (!has_ratio(figure)) return figure.why_empty.empty() ? "there is no budget to speak of" : figure.why_empty;
    if (too_few(figure))
        return fmt::format("{} events are too few to tell; {} are asked for", text::count(figure.valid / figure.per_one), text::count(figure.least_events));
    if (under_floor(figure))
        return fmt::format("coverage {} is under the floor of {}", figure.coverage ? text::percent(*figure.coverage) : "0 %",
                           text::percent(figure.coverage_floor, 0));
    return "";
}

BudgetState state_after(BudgetState known, const Figure& figure, const Terms& terms) {
    INVARIANT(known != BudgetState::unknown, "what was known is never unknown");
    const BudgetState held = stops(known) ? known : BudgetState::unknown;
    if (!has_ratio(figure) || too_few(figure)) return held;
    const BudgetState kindest = at_best(figure, terms);
    if (under_floor(figure)) return stops(kindest) && worse(kindest, known) ? kindest : held;
    const BudgetState fallen = young(figure) ? kindest : reached(shown_by(figure), terms, 0);
    if (worse(fallen, known)) return fallen;
    return better_of(known, reached(shown_by(figure), terms, billionths(terms.hysteresis)));
}

Judged judge_budget(BudgetState known, const Figure& figure, const Terms& terms) {
    const BudgetState state = state_after(known, figure, terms);
    const std::string doubt = why_no_trust(figure);
    if (state == BudgetState::unknown) return {state, doubt};
    if (!doubt.empty() && state == known) return {state, doubt + "; missing data do not end a " + word(known)};
    return {state, why_in(state, figure, terms)};
}

}  // namespace plimsoll::policy

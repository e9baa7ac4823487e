// standing.h: in which state a budget is: from its counts, the lines of its policy, and what was known before.
//
// Lines      with r the share of the budget that is left: breach at r <= 0, freeze at r <= freeze, caution at r <= caution.
//            r = 1 - bad / ((1 - objective) x valid), compared as whole numbers in 256 bits; a line is taken in billionths.
// Hysteresis a worse state is entered at its line and left only at r > line + hysteresis, so that a budget that trembles about
//            a line does not tell people again and again. A fall of several states is one step, a rise too.
// Missing    below the coverage floor, below the least events, or without a ratio, nothing is improved: freeze and breach stay,
//            healthy and caution become unknown. With data missing freeze or breach is entered only if even with all of it good,
//            at mean traffic, r stands that low: r = 1 - bad x measured / ((1 - objective) x valid x slots).
// Young      a budget of which less than a thirtieth of the period was seen (a new SLO, the first day of a calendar month) is
//            worsened only if it stood that low with the rest of that thirtieth good: one bad event in the first minute is not
//            a breach. It improves by what it shows.
// Source     states, freeze and its exceptions: SRE Workbook, example error budget policy. Hysteresis and the rule for missing
//            data are our own; the latter is that of alerts (slo/judge.h).
#pragma once

#include <string>

#include "domain/policy/terms.h"

namespace plimsoll::policy {

struct Judged {
    BudgetState state = BudgetState::unknown;
    std::string why;  ///< one clause for people: "12.0 % is at or below the freeze line of 25 %"
    friend bool operator==(const Judged&, const Judged&) = default;
};

/// `known`: the last state that could be said; healthy where none ever was. Never unknown. No text is made: for ten thousand.
[[nodiscard]] BudgetState state_after(BudgetState known, const Figure& figure, const Terms& terms);
/// The same, with its reason.
[[nodiscard]] Judged judge_budget(BudgetState known, const Figure& figure, const Terms& terms);

/// Why the figure cannot improve a state; empty: it can.
[[nodiscard]] std::string why_no_trust(const Figure& figure);

using slo::badness;
using slo::worse;

}  // namespace plimsoll::policy

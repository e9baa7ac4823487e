// figures.h: the numbers of one SLO at one instant, bare: what lists show of ten thousand of them at once.
//
// Equal      each is the value of the Measure that /explain defends; a test compares all of them. A bare number is for
//            lists, whose every row leads to its defence sheet.
// Cost       no text is formatted, but for why a figure is empty.
#pragma once

#include <optional>
#include <string>

#include "domain/slo/measures.h"

namespace plimsoll::slo {

struct Figures {
    std::optional<double> budget_remaining;  ///< share, signed
    std::optional<double> budget_events;     ///< that may still be bad, signed, in the SLO's unit
    std::optional<double> budget_minutes;    ///< signed
    std::optional<double> burn_1h;
    std::optional<double> projected_end;     ///< share: budget after one more period at the burn of the last 3 days, or at
                                             ///< the end of a calendar's window
    std::optional<double> projected_low;     ///< its interval
    std::optional<double> projected_high;
    std::optional<double> coverage;          ///< of the period
    std::string why_empty;                   ///< why budget_remaining is
};

[[nodiscard]] Figures figures_of(const Account& account);

}  // namespace plimsoll::slo

// suspicions.h: what the counts say against the indicator itself, or against its target.
//
// Constant   for seven days running each day burnt above 1, and none differs from their mean by more than a quarter. A
//            failure begins and ends; what burns every day alike is a target that was never met, or an SLI that counts what
//            is no failure. Noise: each day needs 100 bad events, whose chance variation is a tenth (Poisson).
// None       not one bad event in 30 days, though an error ratio at a tenth of what the objective allows would have shown
//            three or more, which come to none with a probability below 5 % (e^-3). The SLI may be unable to fail.
// Missing    a day, or the month, counts only if nine tenths of it were measured: otherwise nothing is suspected, and what is
//            suspected already stays so.
// Over       a suspicion is dropped with a wider bound than it arose with (a day below 0.9, or further than four tenths from
//            the mean; one bad event), so that it does not come and go.
#pragma once

#include <span>
#include <string>

#include "domain/slo/windows.h"

namespace plimsoll::slo {

inline constexpr std::size_t kSuspectDays = 7;
inline constexpr Duration kSuspectMonth = Duration::days(30);

/// What was found: in words where something is suspected; undecided where too little was measured to say.
struct Suspicion {
    bool decided = false;
    std::string words;  ///< empty: nothing to say against it
};

/// Requires: kSuspectDays whole days, oldest first. `suspected`: it is already.
[[nodiscard]] Suspicion constant_burn(const catalog::Slo& slo, std::span<const Known> days, bool suspected);
/// Of the last 30 days, clipped to the SLO's age.
[[nodiscard]] Suspicion no_burn(const catalog::Slo& slo, const Known& month);

}  // namespace plimsoll::slo

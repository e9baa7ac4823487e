// score.h: what the alerts of one variant were worth, against what harmed users.
//
// Answers    an alert answers a loss if the loss overlaps with the time from its short window before it fired to its end: those
//            are the events that fired and held it.
// Cost       the bad events from the begin of what it answers (else of its short window) to its end, as a share of the period's
//            budget at the range's mean traffic.
// Worth      it answers a loss; or it cost at least a hundredth of the budget; or it is cheap.
// Detection  from the begin of a loss to the first page that answers it; at once if that page was open already.
// Precision  pages that answer / pages. Recall  losses with a page / losses.
#pragma once

#include <span>

#include "domain/backtest/losses.h"
#include "domain/backtest/reel.h"

namespace plimsoll::backtest {

inline constexpr double kWorthwhile = 0.01;

struct Scoring {
    const catalog::Slo& slo;   ///< as the variant has it
    const Reel& reel;
    TimeRange range;
    std::span<const Loss> losses;
    PeriodBudget budget;       ///< of the variant
};

struct Scored {
    std::vector<BacktestAlert> alerts;    ///< all of them, oldest first
    std::vector<Detection> detections;
    Score score;                          ///< without breaches and freezes
};

/// Errors: io.
[[nodiscard]] Result<Scored> score(const Scoring& scoring, std::span<const slo::ReplayedAlert> alerts);

/// The middle one; of an even number the later of the two. Empty of none.
[[nodiscard]] std::optional<Duration> median_of(std::vector<Duration> values);

}  // namespace plimsoll::backtest

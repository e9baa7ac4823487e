// levels.h: which objectives are compared, and what each would have brought over the history.
//
// Replayed   each level is a variant of a backtest (domain/backtest): the SLO with that objective and its own rules, through
//            the judge's own code. So a level and a backtest of it have the same figures.
// Usual      90, 95, 99, 99.5, 99.8, 99.9, 99.95, 99.99 and 99.999 %: of them the two next at or below the worst window (day,
//            where the range holds no whole window), all up to the whole range's SLI, and the two next above it. The present
//            one and those asked for always.
// Affordable no breach, freezes for at most a twentieth of the range, pages within what is asked for.
// Coarse     a level of which one window's events grant less than one bad event tells nothing: it is never suggested.
// Pure       any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/backtest/views.h"
#include "domain/targets/question.h"
#include "domain/targets/views.h"

namespace plimsoll::targets {

inline constexpr double kMostFrozen = 0.05;  ///< share of the range

/// Loosest first, each once.
[[nodiscard]] std::vector<Objective> levels_for(const Baseline& baseline, const Objective& present, std::span<const Objective> asked);
/// All the usual ones, the present and those asked for.
[[nodiscard]] std::vector<Objective> all_levels(const Objective& present, std::span<const Objective> asked);

[[nodiscard]] Level level_of(const backtest::VariantResult& variant, const Objective& objective, Duration range, double most_pages);

/// The tightest that is affordable and not coarse; empty: none. `events`: of one window, at the range's mean traffic.
[[nodiscard]] std::optional<std::string> tightest_affordable(std::span<const Level> levels, double events);
/// From which level on a window's events are too few; empty: they suffice.
[[nodiscard]] std::string too_few_events(std::span<const Level> levels, double events, const std::string& noun);

}  // namespace plimsoll::targets

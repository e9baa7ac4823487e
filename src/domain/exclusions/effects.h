// effects.h: what an exclusion does to the budgets that it touches: with it, without it, and the counts between the two.
//
// Exact      with = without less the counts of the exclusion, count for count: what remains weighs more, nothing is made good.
// Overlap    time that another exclusion leaves out anyhow is not this one's doing, in either figure.
// Period     effects are on the budget of the present period, up to the last sample.
// Threads    any.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/exclusions/timeline.h"
#include "domain/slo/counts.h"

namespace plimsoll::exclusions {

inline constexpr std::size_t kEffectsLimit = 100;

/// What one count is: `per_one` of them make one of `noun`.
struct EffectUnit {
    std::string noun;
    std::int64_t per_one = 1;
};
BOOST_DESCRIBE_STRUCT(EffectUnit, (), (noun, per_one))

struct Effect {
    std::string slo;
    std::optional<double> budget_with;     ///< share that is left with the exclusion
    std::optional<double> budget_without;  ///< and without it
    std::int64_t valid = 0;                ///< counts within it
    std::int64_t bad = 0;
    EffectUnit unit;
    TimeRange period;
    std::string why_empty;                 ///< why a budget is null
};
BOOST_DESCRIBE_STRUCT(Effect, (), (slo, budget_with, budget_without, valid, bad, unit, period, why_empty))

/// On one SLO. `left_out`: what the exclusion covers, oldest first. Errors: those of the counts.
[[nodiscard]] Result<Effect> effect_on(const catalog::Slo& slo, const slo::Counts& counts, const Timeline& timeline,
                                       const Exclusion& exclusion, const std::vector<TimeRange>& left_out);

/// On all of `slos`, those first whose budget it changes most; at most kEffectsLimit.
[[nodiscard]] Result<std::vector<Effect>> effects_of(const std::vector<const catalog::Slo*>& slos, const slo::Counts& counts,
                                                     const Timeline& timeline, const Exclusion& exclusion);

}  // namespace plimsoll::exclusions

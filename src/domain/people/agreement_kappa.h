// agreement_kappa.h: agreement beyond chance for special tables: two raters, a fixed number of raters, skewed marginals.
//
// Undefined  as in agreement_table.h: without variance none of them has a value, AC1 neither, although its formula would say 1.
// Pure       any thread.
#pragma once

#include <boost/describe/enum.hpp>
#include <vector>

#include "domain/people/agreement_table.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostScaleValues = 20;

BOOST_DEFINE_ENUM_CLASS(KappaWeights, none, quadratic)

/// Cohen's kappa of two raters = 1 - D_o / D_e over the units that both rated, with D_o the mean disagreement of the two and D_e
/// what it would be were the values of each dealt out anew among the units; disagreement 1 for different values, or (a - b)^2
/// with quadratic weights. Unitless, at most 1. Undefined: no unit that both rated; one value only.
/// Requires: two different columns of the table.
/// Source: Cohen, Educational and Psychological Measurement 20, 1960; weights: Cohen, Psychological Bulletin 70, 1968.
[[nodiscard]] Coefficient cohen_kappa(const RatingTable& table, std::size_t first, std::size_t second, KappaWeights weights);

/// Fleiss' kappa = (P - P_e) / (1 - P_e), with P raw agreement and P_e the sum of the squared shares of the values; nominal.
/// Undefined: units with different numbers of ratings (units with none are left out); fewer than two; one value only.
/// Source: Fleiss, Measuring nominal scale agreement among many raters, Psychological Bulletin 76, 1971.
[[nodiscard]] Coefficient fleiss_kappa(const RatingTable& table);

/// How much two values of q agree, by their places k and l on the scale: identity (AC1) whether they are one; ordinal
/// 1 - C(|k - l| + 1, 2) / C(q, 2); quadratic 1 - (k - l)^2 / (q - 1)^2.
BOOST_DEFINE_ENUM_CLASS(GwetWeights, identity, ordinal, quadratic)

/// Gwet's AC1 (identity) and AC2 (weighted) = (p_a - p_e) / (1 - p_e). p_a: mean weighted agreement of pairs of raters, over units
/// with two ratings and more. p_e = T / (q (q - 1)) x sum of pi_k (1 - pi_k), with T the sum of all weights, q the values of the
/// scale and pi_k the mean over rated units of the share of ratings that are k.
/// Undefined: no unit with two ratings; one value only. Errors: invalid, all at once: 2 to kMostScaleValues values, ascending and
/// finite; each rating one of them.
/// Source: Gwet, British Journal of Mathematical and Statistical Psychology 61, 2008; Handbook of Inter-Rater Reliability, 4th ed. 2014.
[[nodiscard]] Result<Coefficient> gwet_ac(const RatingTable& table, const std::vector<double>& may_be_given, GwetWeights weights);

}  // namespace plimsoll::people

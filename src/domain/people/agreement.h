// agreement.h: how far interviewers who rated the same candidates agree, beyond chance. About the interviews, never about a candidate.
//
// Default    Krippendorff's alpha, ordinal, with an interval over candidates: it bears missing cells and any number of raters.
// Beside it  raw agreement, the marginals and Gwet's AC1, always: a coefficient alone misleads where almost everybody is given one
//            value (agreement 0.90 and a kappa of -0.05 can be the same table).
// Reading    Krippendorff's own conventions: 0.80 firm, 0.667 for tentative conclusions. They are his, no law.
// Pure       any thread. Cost: resamples x ratings.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/people/agreement_kappa.h"
#include "domain/people/agreement_table.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostRatioValues = 300;  ///< different values on a ratio scale: its differences are taken pair by pair

/// What the difference of two ratings means.
BOOST_DEFINE_ENUM_CLASS(RatingScale, nominal, ordinal, interval, ratio)

/// Krippendorff's alpha = 1 - D_o / D_e, with D_o the mean difference of pairs of ratings of one unit and D_e that of pairs of any
/// two ratings; unitless, 1 perfect, 0 chance, below 0 disagreement by system. Differences of values c < k, squared:
/// nominal 1; ordinal (n_c/2 + n between + n_k/2), with n the ratings given each value; interval k - c; ratio (k - c) / (k + c).
/// Units with one rating are left out. Undefined: no unit with two ratings; one value only; on a ratio scale a negative value or
/// more than kMostRatioValues different ones.
/// Source: Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011; Content Analysis, 3rd ed. 2013, ch. 12.
[[nodiscard]] Coefficient krippendorff_alpha(const RatingTable& table, RatingScale scale, const std::optional<Bootstrap>& interval = std::nullopt);

/// Everything that is shown together.
struct AgreementReport {
    RatingScale scale = RatingScale::ordinal;
    std::int64_t units = 0;
    std::int64_t raters = 0;
    Coefficient alpha;
    Coefficient raw;
    Coefficient ac1;
    std::vector<Marginal> marginals;
    std::optional<Coefficient> cohen;      ///< of two raters; quadratic weights, or none on a nominal scale
    std::optional<Coefficient> fleiss;     ///< of three and more, on a nominal scale
    std::vector<std::string> notes;        ///< what misleads here, as sentences
};
BOOST_DESCRIBE_STRUCT(AgreementReport, (), (scale, units, raters, alpha, raw, ac1, marginals, cohen, fleiss, notes))

/// `may_be_given`: the values of the scale, given or not (1, 2, 3, 4). Errors: those of gwet_ac.
[[nodiscard]] Result<AgreementReport> agreement_of(const RatingTable& table, RatingScale scale, const std::vector<double>& may_be_given, const Bootstrap& interval);

}  // namespace plimsoll::people

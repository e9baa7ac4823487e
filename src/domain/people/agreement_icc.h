// agreement_icc.h: how far one interviewer's composite, or the mean of a panel, would come out again with other interviewers.
//
// Model      two-way random effects, absolute agreement: rating = mean + candidate + rater + rest. Raters are a sample of those who
//            might have sat there, so a strict rater counts as error: ICC(2,1) is the honest figure for one rater.
// Gaps       needs complete rows; candidates whom some rater did not rate are left out and counted.
// Pure       any thread.
#pragma once

#include "domain/people/agreement_table.h"

namespace plimsoll::people {

/// ICC(2,1) and ICC(2,k) of a table whose columns are all raters. With BMS, JMS and EMS the mean squares between the n candidates,
/// between the k raters and of the rest:
/// ICC(2,1) = (BMS - EMS) / (BMS + (k - 1) EMS + k (JMS - EMS) / n); ICC(2,k) = (BMS - EMS) / (BMS + (JMS - EMS) / n).
/// Unitless, at most 1; below 0 where candidates differ less than chance lets them.
/// Undefined: fewer than two raters or two candidates whom all rated; one value only; a divisor of 0 or less.
/// Source: Shrout and Fleiss, Intraclass correlations, Psychological Bulletin 86, 1979.
struct Icc {
    Coefficient single;   ///< ICC(2,1)
    Coefficient average;  ///< ICC(2,k)
};
[[nodiscard]] Icc icc_of(const RatingTable& table, const std::optional<Bootstrap>& interval = std::nullopt);

/// Reliability of the mean of `raters` from that of one = k r / (1 + (k - 1) r). Requires: raters >= 1; 0 <= single <= 1.
/// Source: Spearman and Brown, British Journal of Psychology 3, 1910.
[[nodiscard]] double spearman_brown(double single, int raters);

}  // namespace plimsoll::people

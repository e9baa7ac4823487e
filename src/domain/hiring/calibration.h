// calibration.h: how interviewers' ratings of a calibration set compare with the known ones: about interviewers, never about a candidate.
//
// Compared   a rating in points of something whose known rating is in points. "Not assessed" is no number: it is counted apart, on
//            either side.
// Exact      compared ratings that are the known one, over all compared. Acceptable: those that are it or a neighbour that the set
//            names. Within one: those at most one point away.
// Bias       mean of (rating - known), points: above 0 lenient, below 0 severe. Shown, never applied to anybody's ratings.
// Few        below kLeastCompared compared ratings a figure is "not enough data": our proposal, six answers being what a set is made of.
// No         interval: the items were chosen to differ, not drawn, so there is no population that they would speak for.
// Pure       any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/hiring/calibration_set.h"
#include "domain/hiring/events.h"
#include "domain/people/agreement.h"

namespace plimsoll::hiring {

inline constexpr std::int64_t kLeastCompared = 6;
inline constexpr std::size_t kMostCalibrationRatings = 50'000;

/// One rater's rating of one dimension of an item.
struct CalibrationAnswer {
    std::string rater;
    std::string item;
    std::string dimension;
    std::optional<int> points;  ///< 1 to 4; empty: not assessed
};
BOOST_DESCRIBE_STRUCT(CalibrationAnswer, (), (rater, item, dimension, points))

/// A figure and what it stands on. Value is empty exactly when why_empty is not.
struct CalibrationFigure {
    std::optional<double> value;
    std::string why_empty;
    std::string formula;
    std::int64_t n = 0;  ///< compared ratings
};
BOOST_DESCRIBE_STRUCT(CalibrationFigure, (), (value, why_empty, formula, n))

/// Of all, of a dimension, or of a rater.
struct CalibrationSummary {
    std::string of;                            ///< id of the dimension or rater; empty: of all
    std::int64_t ratings = 0;                  ///< "not assessed" among them
    CalibrationFigure exact;                   ///< 0 to 1
    CalibrationFigure acceptable;
    CalibrationFigure within_one;
    CalibrationFigure bias;                    ///< points, -3 to 3
    std::int64_t rightly_not_assessed = 0;     ///< not assessed, and known as such
    std::int64_t rated_without_evidence = 0;   ///< in points, where the answer holds nothing on it
    std::int64_t evidence_overlooked = 0;      ///< not assessed, where the known rating is in points
};
BOOST_DESCRIBE_STRUCT(CalibrationSummary, (), (of, ratings, exact, acceptable, within_one, bias, rightly_not_assessed, rated_without_evidence, evidence_overlooked))

struct CalibrationResult {
    std::string set;
    int version = 1;
    std::int64_t raters = 0;
    std::int64_t least_compared = kLeastCompared;
    CalibrationSummary all;
    std::vector<CalibrationSummary> by_dimension;  ///< in the order of the set
    std::vector<CalibrationSummary> by_rater;      ///< by id
    people::Coefficient agreement;                 ///< of the raters among each other: Krippendorff's alpha, ordinal; a unit is an item's dimension
};
BOOST_DESCRIBE_STRUCT(CalibrationResult, (), (set, version, raters, least_compared, all, by_dimension, by_rater, agreement))

/// Errors: invalid, all at once: at most kMostCalibrationRatings ratings, each with a rater, of an item's dimension that the set knows,
/// 1 to 4 points or none, once for each rater, item and dimension.
[[nodiscard]] Result<CalibrationResult> calibration_of(const CalibrationSet& set, const std::vector<CalibrationAnswer>& ratings);

}  // namespace plimsoll::hiring

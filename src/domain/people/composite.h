// composite.h: the ratings of one candidate put together by arithmetic, beside the people's own decision and never in place of it.
//
// Scale      1 to 4 with anchors for each point. "Not assessed" is no number: it is left out, and the coverage says how much was.
// Composite  sum of weight x mean over sum of weight, over the dimensions that somebody assessed; the mean of a dimension is over its
//            raters. Points, 1 to 4; empty where nothing was assessed. Each dimension counts by its weight, however many rated it.
//            Source: mechanical combination of ratings, Conway, Jako and Goodman, Journal of Applied Psychology 80, 1995.
// Coverage   weight assessed over all weight; 0 to 1. Possible: what the composite would be had the rest been rated 1, or 4.
// Pure       any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "base/result.h"

namespace plimsoll::people {

inline constexpr int kLeastPoint = 1;
inline constexpr int kMostPoint = 4;
inline constexpr std::size_t kMostDimensions = 50;
inline constexpr double kMostWeight = 1'000;
inline constexpr std::size_t kMostDimensionRatings = 10'000;

struct WeightedDimension {
    std::string id;
    double weight = 1;
};
BOOST_DESCRIBE_STRUCT(WeightedDimension, (), (id, weight))

/// What a rater's card says of a dimension; no points: not assessed.
struct DimensionRating {
    std::string rater;
    std::string dimension;
    std::optional<int> points;
};
BOOST_DESCRIBE_STRUCT(DimensionRating, (), (rater, dimension, points))

struct DimensionResult {
    std::string id;
    double weight = 1;
    std::optional<double> mean;          ///< points; empty: nobody assessed it
    std::optional<int> low;
    std::optional<int> high;
    std::optional<int> spread;           ///< high - low, points; empty below two raters
    std::int64_t assessed = 0;           ///< raters
    std::int64_t not_assessed = 0;       ///< raters who said so
};
BOOST_DESCRIBE_STRUCT(DimensionResult, (), (id, weight, mean, low, high, spread, assessed, not_assessed))

struct Composite {
    std::optional<double> value;              ///< points
    std::string why_empty;
    std::string formula;
    double coverage = 0;
    std::optional<Interval> possible;         ///< empty where nothing was assessed; bounds by arithmetic, no inference
    std::vector<DimensionResult> dimensions;  ///< in the order given
    std::vector<std::string> not_assessed;    ///< ids of dimensions
};
BOOST_DESCRIBE_STRUCT(Composite, (), (value, why_empty, formula, coverage, possible, dimensions, not_assessed))

/// Errors: invalid, all at once: 1 to kMostDimensions dimensions, named once each, of a weight above 0 up to kMostWeight; at most
/// kMostDimensionRatings ratings, of one of these dimensions, 1 to 4 points or none, with a rater, once for each rater and dimension.
[[nodiscard]] Result<Composite> composite_of(const std::vector<WeightedDimension>& dimensions, const std::vector<DimensionRating>& ratings);

}  // namespace plimsoll::people

// agreement_leniency.h: which interviewers rate higher or lower than others did the same candidates. Shown to them, never applied:
// no rating is corrected by it.
//
// Model      rating = mean + rater + candidate (+ question) + rest; effects in points, each kind adds up to 0. Least squares, so panels
//            may be uneven and cells missing. No interaction: a rater who is strict about one question only is averaged over.
// Overlap    raters who share no candidate, not even over others, cannot be told from their candidates. That is an answer: it is said,
//            with who hangs together, and no effect is given.
// Pure       any thread. Cost: ratings + (raters + questions)^3 + candidates x the square of ratings of each.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostLeniencyRatings = 100'000;
inline constexpr std::size_t kMostLeniencyEffects = 400;  ///< raters and questions together
inline constexpr std::size_t kMostRatingsOfCandidate = 1'000;

/// A rating that was given. The question is empty in all or in none.
struct GivenRating {
    std::string rater;
    std::string candidate;
    std::string question;
    double value = 0;
};
BOOST_DESCRIBE_STRUCT(GivenRating, (), (rater, candidate, question, value))

/// How far one rater, candidate or question lies above (below 0: below) the mean of its kind, the others held equal.
struct RatingEffect {
    std::string name;
    double effect = 0;                     ///< points
    std::optional<double> standard_error;  ///< points; of raters and questions; empty without degrees of freedom
    double mean = 0;                       ///< plain, of the ratings given: what is seen without the model
    std::int64_t ratings = 0;
};
BOOST_DESCRIBE_STRUCT(RatingEffect, (), (name, effect, standard_error, mean, ratings))

/// Either effects, or why there are none.
struct Leniency {
    std::string why_empty;
    std::vector<std::vector<std::string>> groups;  ///< raters who hang together over candidates; one group where all do
    std::string formula;
    double mean = 0;                               ///< points, of a mean rater, candidate and question
    std::vector<RatingEffect> raters;              ///< by name
    std::vector<RatingEffect> candidates;
    std::vector<RatingEffect> questions;
    std::int64_t ratings = 0;
    std::int64_t degrees_of_freedom = 0;           ///< ratings less what was estimated
    std::optional<double> residual_deviation;      ///< points; empty without degrees of freedom
};
BOOST_DESCRIBE_STRUCT(Leniency, (), (why_empty, groups, formula, mean, raters, candidates, questions, ratings, degrees_of_freedom, residual_deviation))

/// Source: additive two- and three-way layouts with unequal numbers by least squares: Scheffe, The Analysis of Variance, 1959, ch. 4;
/// of raters: Wilson, Journal of Educational Statistics 13, 1988. Standard errors suppose independent rests of one variance.
/// Errors: invalid, all at once: at most kMostLeniencyRatings; at most kMostLeniencyEffects raters and questions together; at most
/// kMostRatingsOfCandidate of one candidate; each with rater and candidate, a finite value of at most kMostRating; a question in all or
/// in none; nobody rates a candidate twice on one question.
[[nodiscard]] Result<Leniency> leniency_of(const std::vector<GivenRating>& ratings);

}  // namespace plimsoll::people

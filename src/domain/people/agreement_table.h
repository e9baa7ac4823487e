// agreement_table.h: ratings as a table, and what every coefficient of agreement says of itself.
//
// Shape      one row per unit (a candidate, or a candidate's dimension), one column per rater; a cell that nobody rated is missing.
// Gaps       missing is not zero: "not assessed" has no place on any scale and is left empty here.
// Undefined  a coefficient that sets agreement against chance needs variance. Where all ratings are one value there is no
//            coefficient, neither 1 nor 0: nothing shows that the raters can tell two candidates apart.
// Order      of units and raters changes nothing, not even an interval: units are put in an order of their own first.
// Pure       any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/measure.h"
#include "base/result.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostUnits = 10'000;
inline constexpr std::size_t kMostRaters = 200;
inline constexpr std::size_t kMostRatings = 100'000;
inline constexpr double kMostRating = 1e9;               ///< in size; beyond it squares of differences lose their digits
inline constexpr std::size_t kLeastUnitsForInterval = 5; ///< our proposal: below it resampling repeats the same few units
inline constexpr int kLeastResamples = 100;
inline constexpr int kMostResamples = 5'000;

using RatingRow = std::vector<std::optional<double>>;

/// Ratings that can be computed with.
class RatingTable {
public:
    /// Errors: invalid, every place at once ("/3/1"): rows of one length; at most kMostUnits rows, kMostRaters columns and
    /// kMostRatings ratings; ratings finite and at most kMostRating in size.
    [[nodiscard]] static Result<RatingTable> of(std::vector<RatingRow> rows);

    [[nodiscard]] const std::vector<RatingRow>& rows() const { return rows_; }
    [[nodiscard]] std::size_t units() const { return rows_.size(); }
    [[nodiscard]] std::size_t raters() const { return rows_.empty() ? 0 : rows_.front().size(); }

private:
    explicit RatingTable(std::vector<RatingRow> rows) : rows_(std::move(rows)) {}
    std::vector<RatingRow> rows_;
};

/// How often a unit was given which value; the first is an index into RatingTally::values.
struct UnitTally {
    std::vector<std::pair<std::size_t, int>> counts;  ///< ascending, each at least 1
    int ratings = 0;
};

/// A table without its raters.
struct RatingTally {
    std::vector<double> values;    ///< that were given, ascending
    std::vector<UnitTally> units;  ///< in an order that does not depend on the table's
    std::int64_t left_out = 0;     ///< units with fewer ratings
    std::int64_t ratings = 0;
};

/// The units with at least so many ratings.
[[nodiscard]] RatingTally tally_of(const RatingTable& table, int least_ratings);

/// A figure of agreement. Value is empty exactly when why_undefined is not.
struct Coefficient {
    std::optional<double> value;
    std::string why_undefined;
    std::string formula;               ///< with its source
    std::optional<Interval> interval;
    std::string why_no_interval;       ///< empty where none was asked for
    std::int64_t units = 0;            ///< that it stands on
    std::int64_t units_left_out = 0;   ///< rated too rarely for it
    std::int64_t ratings = 0;
};
BOOST_DESCRIBE_STRUCT(Coefficient, (), (value, why_undefined, formula, interval, why_no_interval, units, units_left_out, ratings))

inline constexpr const char* kNoPairs = "nothing was rated by two raters of one candidate";
inline constexpr const char* kNoVariance = "all ratings are one value: without variance agreement cannot be told from habit";

/// How an interval is drawn: the same seed gives the same interval on every machine (SplitMix64, no sampler of a library).
class Bootstrap {
public:
    Bootstrap() = default;
    /// Errors: invalid outside kLeastResamples to kMostResamples.
    [[nodiscard]] static Result<Bootstrap> of(std::uint64_t seed, int resamples);
    [[nodiscard]] std::uint64_t seed() const { return seed_; }
    [[nodiscard]] int resamples() const { return resamples_; }

private:
    std::uint64_t seed_ = 1;
    int resamples_ = 1'000;
};

/// The statistic of some units, by index; a unit drawn twice stands there twice. Empty: undefined for these.
using UnitStatistic = std::function<std::optional<double>(std::span<const std::size_t>)>;

/// Percentile interval, 95 %: the units are drawn with replacement, as many as there are, again and again; the interval holds the
/// middle 95 % of what the statistic came to. Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13.
/// Sets interval or why_no_interval: none below kLeastUnitsForInterval units, nor where more than a tenth of the draws are undefined.
void add_interval(Coefficient& to, std::size_t units, const Bootstrap& how, const UnitStatistic& statistic);

/// Raw agreement = mean over units of (pairs of raters that gave one value) / (pairs of raters); 0 to 1, each unit counts alike.
/// No correction for chance, so it is defined without variance. Source: Fleiss, Psychological Bulletin 76, 1971 (P-bar), for
/// units with different numbers of ratings as in Gwet, Handbook of Inter-Rater Reliability, 4th ed. 2014.
[[nodiscard]] Coefficient raw_agreement(const RatingTable& table);

/// How often a value was given, by whom: what tells a skewed table from an agreeing one.
struct Marginal {
    double value = 0;
    std::int64_t count = 0;
    double share = 0;                     ///< of all ratings
    std::vector<std::int64_t> by_rater;   ///< one for each column
};
BOOST_DESCRIBE_STRUCT(Marginal, (), (value, count, share, by_rater))

/// One for each value that was given, ascending; all ratings count, also those of units with a single one.
[[nodiscard]] std::vector<Marginal> marginals_of(const RatingTable& table);

}  // namespace plimsoll::people

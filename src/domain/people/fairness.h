// fairness.h: whether groups of candidates advance at different rates, and how sure one can be. Aggregates of what people declared of
// themselves; groups are never inferred, and nothing here says that a selection was fair or unlawful.
//
// Rate       advanced / assessed, of each group. Impact ratio: rate / highest rate of a group with enough data.
// Beside it  Fisher's exact p, a 95 % interval and what one person would change, always: four fifths alone "fails" 6 of 10 against
//            4 of 10, which one person decides, and "passes" 600 of 1000 against 500 of 1000, which chance does not explain.
// Few        a group under the least number is "not enough data": its counts are shown, no ratio, and it sets no highest rate.
// Unknown    who declared nothing is in no group, and is counted and shown.
// Small      counts of few people can tell who they are: whoever shows them decides to whom.
// Pure       any thread.
// Source     Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D; NYC Local Law 144 of 2021, 6 RCNY 5-300 ff.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/measure.h"
#include "base/result.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostAttributes = 4;
inline constexpr std::size_t kMostGroups = 100;             ///< of one attribute
inline constexpr std::size_t kMostAssessed = 200'000;
inline constexpr std::int64_t kMostGroupSize = 10'000'000;  ///< of counts given as such
inline constexpr double kMostLeastShare = 0.02;             ///< Local Law 144 lets an auditor leave out groups below 2 %

/// One person who was assessed, without a name.
struct AssessedPerson {
    std::vector<std::string> groups;  ///< one for each attribute, in order; empty: not declared
    bool advanced = false;
};

/// People of a group, and how many of them advanced. 0 <= advanced <= assessed <= kMostGroupSize.
struct GroupCounts {
    std::int64_t assessed = 0;
    std::int64_t advanced = 0;
    friend bool operator==(const GroupCounts&, const GroupCounts&) = default;
};
BOOST_DESCRIBE_STRUCT(GroupCounts, (), (assessed, advanced))

/// Fisher's exact test, two-sided: the probability, with both margins held, of all tables no likelier than this one (as likely within
/// 1e-7 of it counts in). 1 where a margin is 0; 0 where it is below the smallest double. Cost: the smallest margin.
/// Source: Fisher, The logic of inductive inference, Journal of the Royal Statistical Society 98, 1935.
[[nodiscard]] double fisher_two_sided(GroupCounts group, GroupCounts other);

/// (a / n) / (b / m). Requires: both assessed and the other's advanced above 0.
[[nodiscard]] double impact_ratio(GroupCounts group, GroupCounts other);

/// 95 % interval of the impact ratio: exp(ln ratio -+ 1.96 sqrt(1/a - 1/n + 1/b - 1/m)). Empty where nobody of either advanced.
/// Source: Katz, Baptista, Azen and Pike, Biometrics 34, 1978.
[[nodiscard]] std::optional<Interval> impact_interval(GroupCounts group, GroupCounts other);

/// Whether the ratio is below 4/5, in integers.
[[nodiscard]] bool below_four_fifths(GroupCounts group, GroupCounts other);

/// What one person would change. Below four fifths one more of the group advances, else one fewer; the swap also takes that
/// person's place from, or gives it to, the other group.
struct OnePersonFlip {
    std::optional<double> ratio;       ///< empty: nobody is left to flip
    std::optional<double> ratio_swap;  ///< empty: nobody is left to swap, or the other group's rate would be 0
    bool crosses = false;              ///< one of the two lies on the other side of four fifths
};
BOOST_DESCRIBE_STRUCT(OnePersonFlip, (), (ratio, ratio_swap, crosses))
/// Requires: as of impact_ratio.
[[nodiscard]] OnePersonFlip one_person_flip(GroupCounts group, GroupCounts other);

/// One group of a table. The figures against the reference are empty in its own row, and where why_empty says why.
struct ImpactRow {
    std::vector<std::string> group;            ///< one for each attribute of the table
    GroupCounts counts;
    double share = 0;                          ///< of those whose group is known
    double rate = 0;                           ///< advanced / assessed
    bool enough = false;
    bool reference = false;                    ///< has the highest rate
    std::optional<double> ratio;
    std::optional<Interval> interval;
    std::string why_no_interval;
    std::optional<double> fisher_p;
    std::optional<bool> below_four_fifths;
    std::optional<OnePersonFlip> flip;
    std::string why_empty;                     ///< "not enough data: 4 people, 10 are needed"
};
BOOST_DESCRIBE_STRUCT(ImpactRow, (), (group, counts, share, rate, enough, reference, ratio, interval, why_no_interval, fisher_p, below_four_fifths, flip, why_empty))

/// All groups of one attribute, or of two together.
struct ImpactTable {
    std::vector<std::string> attributes;
    GroupCounts known;
    GroupCounts unknown;          ///< who did not declare one of these
    std::vector<ImpactRow> rows;  ///< by group
    std::string why_empty;        ///< why no row has a ratio
};
BOOST_DESCRIBE_STRUCT(ImpactTable, (), (attributes, known, unknown, rows, why_empty))

struct ImpactOptions {
    std::int64_t least_people = 10;  ///< of a group, 2 and more; our proposal: no law names a number
    double least_share = 0;          ///< of those known; 0 to kMostLeastShare
};

/// A table for each attribute, then one for each pair of them. Of equal rates the larger group is the reference, then the first by name.
/// Errors: invalid, all at once: 1 to kMostAttributes attributes, named once each; at most kMostAssessed people, each with a group (or
/// none) for each attribute; at most kMostGroups groups of an attribute; the options' ranges.
[[nodiscard]] Result<std::vector<ImpactTable>> impact_of(const std::vector<std::string>& attributes, const std::vector<AssessedPerson>& people, const ImpactOptions& options = {});

/// For tools that score: who scored above the median of all, which takes the place of "advanced" (6 RCNY 5-300, "scoring rate").
/// The median of an even number is the mean of the middle two; a score that equals it is not above. Requires: finite scores.
[[nodiscard]] std::vector<bool> above_pooled_median(const std::vector<double>& scores);

}  // namespace plimsoll::people

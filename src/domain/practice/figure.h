// figure.h: the sheet behind a figure that somebody claims, and what an interviewer would ask of it.
//
// Recomputed the change from `baseline` to `after` (or from the claim's own "from … to …"), beside what the claim says:
//            fall or rise = (after - baseline) / baseline; points = after - baseline, where both are percent; factor = the larger over the
//            smaller. A claim holds when it is right to the digit that it is given with (40 % is 39.5 to 40.5); "about" allows a tenth of it.
// Rework     what is redone by hand costs the baseline again: after + share x baseline. 10 min to 1 min is 90 %; with 5 % redone 85 %.
// Asked      what is missing, in the order in which it would be asked.
// Limits     English; one figure a field. What cannot be read as a number is not recomputed, and said.
// Threads    values; pure.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/practice/story.h"

namespace plimsoll::practice {

struct Figure {
    using json_defaults = void;
    std::string id;
    std::string claim;       ///< "cut time to restore by 40 %"
    std::string baseline;    ///< "90 min"
    std::string after;       ///< "54 min"
    std::string formula;     ///< what is divided by what; mean or median
    std::string window;      ///< over which time, before and after
    std::string sample;      ///< out of how many
    std::string included;    ///< what is counted
    std::string excluded;    ///< what is left out, and why
    std::string mechanism;   ///< what moved it
    std::string caveats;     ///< what else changed in that time
    std::string rework;      ///< what came back or was done again: "5 %"
    std::string confidence;  ///< how sure, and the range that one would defend
    Timestamp changed_at;
    friend bool operator==(const Figure&, const Figure&) = default;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (id, claim, baseline, after, formula, window, sample, included, excluded, mechanism, caveats, rework, confidence, changed_at))

BOOST_DEFINE_ENUM_CLASS(FigureRule, change_contradicts, wrong_direction, points_not_percent, percent_not_points, points_of_what, times_less, more_than_all, by_not_to,
                        faster_of_what, units_differ, from_zero, not_a_number, claim_says_otherwise, best_case, small_sample, mean_alone, rework_changes_it)

struct FigureFinding {
    FigureRule rule = FigureRule::change_contradicts;
    std::vector<std::string> fields;
    std::string words;   ///< of the claim or the field
    std::string text;
    std::string remedy;
};
BOOST_DESCRIBE_STRUCT(FigureFinding, (), (rule, fields, words, text, remedy))

/// The change as it is, from baseline to after.
struct FigureChange {
    std::string from;                 ///< as read: "90 min"
    std::string to;
    double change = 0;                ///< (after - baseline) / baseline: -0.4
    std::optional<double> points;     ///< of two percentages: -8
    std::optional<double> factor;     ///< 1 or more; empty: one of them is zero
    std::optional<double> with_rework;  ///< the change with what is redone
    std::string words;                ///< "90 min to 54 min is a fall of 40 %, a factor of 1.67"
};
BOOST_DESCRIBE_STRUCT(FigureChange, (), (from, to, change, points, factor, with_rework, words))

struct FigureAsk {
    std::string field;
    std::string question;
    std::string why;
};
BOOST_DESCRIBE_STRUCT(FigureAsk, (), (field, question, why))

struct FigureCheck {
    std::string id;
    std::optional<FigureChange> computed;
    std::string why_not_computed;         ///< empty where it is
    bool contradicted = false;            ///< the sheet's own numbers speak against the claim
    std::vector<FigureFinding> findings;  ///< contradictions first
    std::vector<FigureAsk> asks;          ///< what is missing, in the order asked
    std::string defence;                  ///< the sheet as it can be said, mechanism and caveat first
    int words = 0;
    int seconds = 0;                      ///< at kUsualPace
};
BOOST_DESCRIBE_STRUCT(FigureCheck, (), (id, computed, why_not_computed, contradicted, findings, asks, defence, words, seconds))

/// A figure that a text claims, as the beginning of a sheet.
struct ClaimFound {
    int line = 0;   ///< of the text, from 1
    std::string post;  ///< where it was, as the resume says; empty: not told
    Figure figure;  ///< what the text itself tells
    FigureCheck check;
};
BOOST_DESCRIBE_STRUCT(ClaimFound, (), (line, post, figure, check))

struct ClaimsQuestion {
    std::string text;  ///< a resume or any other text, at most 64 KiB
};
BOOST_DESCRIBE_STRUCT(ClaimsQuestion, (), (text))

struct ClaimsAnswer {
    std::vector<ClaimFound> claims;  ///< in the order of the text
    int left_out = 0;                ///< beyond the bound
};
BOOST_DESCRIBE_STRUCT(ClaimsAnswer, (), (claims, left_out))

inline constexpr std::size_t kMostFigures = 100;
inline constexpr std::size_t kMostClaims = 40;
inline constexpr std::size_t kLongestClaimsText = 64 << 10;  ///< bytes; a long resume has 20,000
inline constexpr double kSmallSample = 20;  ///< below it one event moves a share by more than 5 % (our choice)

/// Errors: invalid (a bound, each by its JSON pointer).
[[nodiscard]] Result<FigureCheck> check_figure(const Figure& figure);
/// Figures that the text claims: statements that tell a change, or a deed with a figure. Errors: invalid; those of people::read_resume.
[[nodiscard]] Result<ClaimsAnswer> find_claims(const ClaimsQuestion& question);
void broken_bounds(const Figure& figure, const std::string& at, std::vector<FieldError>& broken);

}  // namespace plimsoll::practice

// plan.h: what was practised and when, what is due again, and which question comes next. Never a score of the person.
//
// Drill      one go at a question: how long it took, and which signals of a strong and a weak answer one ticks of what one said oneself.
// Went       well: at least two thirds of the strong signals, no weak one; partly: at least one third; else badly.
// Steps      after a first good go a question is due again in 1 day, then 3, 7, 16 and 35. Well, when it was due: one step up. Partly: the
//            same step again. Badly: the first step. A go before it was due moves it down, never up. The boxes are Leitner's (So lernt man
//            lernen, 1972); the lengths and the shares are ours.
// Weakest    competencies in the order of the share of strong signals that were not said in the last go of each question, over those that
//            were practised; those never practised stand apart, since nothing is known of them.
// Next       what is due, longest overdue in steps first; then questions never practised, from the weakest competency and those never
//            practised in turn, basic before advanced. Random: any that the filters let through, by the seed that the asker gives.
// Threads    values; pure: the time is given.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "domain/people/bank.h"

namespace plimsoll::practice {

inline constexpr std::array<int, 5> kStepDays = {1, 3, 7, 16, 35};
inline constexpr std::size_t kMostDrills = 2000;
inline constexpr int kLongestDrill = 4 * 3600;  ///< seconds
inline constexpr std::size_t kMostNext = 10;

struct Drill {
    using json_defaults = void;
    std::string question;  ///< id
    int version = 1;
    Timestamp at;
    int seconds = 0;            ///< spoken
    std::vector<int> said;      ///< which strong signals, from 0
    int signals = 0;            ///< how many strong signals the question had
    std::vector<int> weak;      ///< which weak signals one noticed in oneself
    friend bool operator==(const Drill&, const Drill&) = default;
};
BOOST_DESCRIBE_STRUCT(Drill, (), (question, version, at, seconds, said, signals, weak))

BOOST_DEFINE_ENUM_CLASS(Went, well, partly, badly, unchecked)

/// How one go went by one's own check; unchecked: nothing was ticked and the question has no signals.
[[nodiscard]] Went went(const Drill& drill);

struct PractisedQuestion {
    std::string question;
    std::string text;             ///< empty: the bank does not have it any more
    people::Competency competency = people::Competency::strategy;
    int goes = 0;
    Timestamp last;
    Went went = Went::unchecked;  ///< the last go
    int said = 0;                 ///< strong signals of the last go
    int signals = 0;
    int step = 0;                 ///< 1 to 5
    Timestamp due;
    bool is_due = false;
};
BOOST_DESCRIBE_STRUCT(PractisedQuestion, (), (question, text, competency, goes, last, went, said, signals, step, due, is_due))

struct CompetencyPlan {
    people::Competency competency = people::Competency::strategy;
    int questions = 0;   ///< of the bank, for the role
    int practised = 0;   ///< different ones of them
    int goes = 0;
    int due = 0;
    int said = 0;        ///< strong signals of the last go of each question
    int signals = 0;
    std::optional<Timestamp> last;
    std::string note;    ///< "5 of 14 signals said", "never practised"
};
BOOST_DESCRIBE_STRUCT(CompetencyPlan, (), (competency, questions, practised, goes, due, said, signals, last, note))

struct NextQuestion {
    std::string question;
    std::string text;
    people::Competency competency = people::Competency::strategy;
    people::QuestionLevel level = people::QuestionLevel::basic;
    int minutes = 0;
    std::string why;  ///< "due since 2 d", "never practised, and learning was least complete"
};
BOOST_DESCRIBE_STRUCT(NextQuestion, (), (question, text, competency, level, minutes, why))

BOOST_DEFINE_ENUM_CLASS(NextBy, plan, random)

struct PlanQuestion {
    using json_defaults = void;
    std::vector<Drill> drills;
    std::optional<people::Role> role;
    std::optional<people::Competency> competency;  ///< of the next questions
    std::optional<people::QuestionLevel> level;    ///< of the next questions
    NextBy by = NextBy::plan;
    std::int64_t seed = 0;       ///< of random
    std::string after;           ///< the question that was just practised: it is not next
};
BOOST_DESCRIBE_STRUCT(PlanQuestion, (), (drills, role, competency, level, by, seed, after))

struct Plan {
    std::vector<NextQuestion> next;                ///< at most kMostNext
    std::vector<CompetencyPlan> competencies;      ///< weakest first, then those never practised
    std::vector<PractisedQuestion> practised;      ///< due first, then by when they are due
    int due = 0;
    std::string rule;  ///< how the plan comes about, in a sentence
};
BOOST_DESCRIBE_STRUCT(Plan, (), (next, competencies, practised, due, rule))

/// Errors: invalid (a bound; every field).
[[nodiscard]] Result<Plan> plan_practice(const PlanQuestion& question, const people::Bank& bank, Timestamp now);
void broken_bounds(const Drill& drill, const std::string& at, std::vector<FieldError>& broken);

}  // namespace plimsoll::practice

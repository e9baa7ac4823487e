// interview_kit.h: how one role is interviewed: what is assessed (dimensions with four anchored ratings), in which rounds, by which
// questions, and which prompts to look twice at.
//
// Identity   ids of kits, dimensions, rounds and prompts are permanent: scorecards name them. `version` grows when an anchor comes to
//            mean something else, so that ratings of two versions are told apart.
// Dimension  an id that is a dimension of the question bank ("systems_thinking") means that dimension.
// Anchors    1 below, 2 mixed, 3 meets, 4 excellent: what somebody at this level does, as it can be seen or heard. A rating is the
//            anchor that the evidence fits best; without evidence there is none.
// Red flags  prompts to ask further, with the evidence that would speak against them. No score, no count.
// Threads    values; copy freely.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "domain/people/question.h"

namespace plimsoll::hiring {

struct Anchor {
    int points = 1;     ///< 1 to 4
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Anchor, (), (points, text))

/// "below", "mixed", "meets", "excellent". Requires: 1 to 4.
[[nodiscard]] std::string_view word_of_points(int points);

struct KitDimension {
    std::string id;
    std::string name;
    std::string what;                    ///< in a sentence or two: what is assessed, and what is not
    double weight = 1;                   ///< in the composite; above 0
    std::vector<Anchor> anchors;         ///< four, ascending
    std::vector<std::string> strong;     ///< as it can be seen
    std::vector<std::string> weak;
    std::vector<std::string> questions;  ///< ids of the bank, exercises among them, whose answers show it
    yaml::Place place;                   ///< of no JSON
};
BOOST_DESCRIBE_STRUCT(KitDimension, (), (id, name, what, weight, anchors, strong, weak, questions))

struct KitQuestion {
    std::string id;   ///< of the bank
    int minutes = 5;
    yaml::Place place;
};
BOOST_DESCRIBE_STRUCT(KitQuestion, (), (id, minutes))

/// The words of a beginning or an end, and how long it takes.
struct RoundPart {
    int minutes = 5;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(RoundPart, (), (minutes, words))

struct KitRound {
    std::string id;
    std::string name;
    int minutes = 60;                     ///< of all: opening, questions and closing
    std::string purpose;
    std::string tell;                     ///< what the candidate is told in advance
    std::vector<std::string> dimensions;  ///< that its interviewers rate
    RoundPart opening;
    std::vector<KitQuestion> questions;
    RoundPart closing;                    ///< with time for the candidate's questions
    yaml::Place place;
};
BOOST_DESCRIBE_STRUCT(KitRound, (), (id, name, minutes, purpose, tell, dimensions, opening, questions, closing))

struct RedFlag {
    std::string id;
    std::string text;
    std::string look_for;  ///< what was said or done that raises it
    std::string opposing;  ///< what would speak against it, to be looked for as hard
    std::string ask;       ///< the question that decides between the two
    yaml::Place place;
};
BOOST_DESCRIBE_STRUCT(RedFlag, (), (id, text, look_for, opposing, ask))

struct InterviewKit {
    std::string id;
    int version = 1;
    people::Role role = people::Role::sre;
    std::string level;  ///< of the organisation's ladder, as it calls it
    std::string title;
    std::string purpose;
    std::vector<KitDimension> dimensions;
    std::vector<KitRound> rounds;
    std::vector<RedFlag> red_flags;
    std::string panel;   ///< notes for whoever leads the panel
    std::string origin;  ///< the file that it was read from; "shipped/" before those of the binary
    yaml::Place place;
};
BOOST_DESCRIBE_STRUCT(InterviewKit, (), (id, version, role, level, title, purpose, dimensions, rounds, red_flags, panel, origin))

/// Null: the kit has none of this id.
[[nodiscard]] const KitDimension* find_dimension(const InterviewKit& kit, std::string_view id);
[[nodiscard]] const KitRound* find_round(const InterviewKit& kit, std::string_view id);

}  // namespace plimsoll::hiring

// question.h: one interview question with everything that stands beside it: answers at three depths, what a strong and
// a weak answer show, and what to ask next.
//
// Identity   an id (A1, X3, acme-7) is permanent; `version` grows when the meaning of the question changes.
// Answers    Markdown: paragraphs, lists, tables, fenced code. A line break inside a paragraph means a space.
//            Stories in them are invented examples of the shape, never to be told as one's own.
// Threads    values; copy freely.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>
#include <vector>

namespace plimsoll::people {

BOOST_DEFINE_ENUM_CLASS(Competency, strategy, objectives, observability, incidents, learning, change, toil,
                        architecture, cost, security_ai, influence, people, self)

/// What an answer can be evidence for: the five dimensions of an interview first, then those of a director's scorecard.
BOOST_DEFINE_ENUM_CLASS(Dimension, systems_thinking, judgement_under_uncertainty, automation_instinct,
                        communication_under_pressure, post_incident_orientation, reliability_strategy, slo_and_budgets,
                        incident_leadership, observability, distributed_systems, change_safety, capacity_and_cost,
                        cross_team_influence, people_leadership)

BOOST_DEFINE_ENUM_CLASS(QuestionKind, technical, behavioural, situational, leadership, motivation)

BOOST_DEFINE_ENUM_CLASS(QuestionLevel, basic, intermediate, advanced)

BOOST_DEFINE_ENUM_CLASS(Role, sre, senior, staff, manager, director)

struct Answers {
    std::string spoken;     ///< what can be said in 60 to 90 seconds
    std::string technical;  ///< why, with names, numbers and trade-offs
    std::string hands_on;   ///< commands, queries, configuration, or a worked example
    friend bool operator==(const Answers&, const Answers&) = default;
};
BOOST_DESCRIBE_STRUCT(Answers, (), (spoken, technical, hands_on))

struct Question {
    std::string id;
    int version = 1;
    std::string text;
    Competency competency = Competency::strategy;
    QuestionKind kind = QuestionKind::technical;
    QuestionLevel level = QuestionLevel::basic;
    std::vector<Role> roles;  ///< whom it is for; ascending
    std::vector<Dimension> dimensions;
    int minutes = 5;
    Answers answers;
    std::vector<std::string> strong;  ///< signals of a strong answer
    std::vector<std::string> weak;
    std::vector<std::string> pitfalls;  ///< how a good candidate goes wrong here
    std::vector<std::string> follow_ups;
    std::string origin;  ///< the kit file that it was read from; "shipped/" before those of the binary
    friend bool operator==(const Question&, const Question&) = default;
};
BOOST_DESCRIBE_STRUCT(Question, (),
                      (id, version, text, competency, kind, level, roles, dimensions, minutes, answers, strong, weak,
                       pitfalls, follow_ups, origin))

}  // namespace plimsoll::people

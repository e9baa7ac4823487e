// question_views.h: the question bank as it is shown: rows without answers, so that nobody who looks for a question has
// read its answer, and what is wrong with the team's own kits.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "domain/catalog/problem.h"
#include "domain/people/question.h"

namespace plimsoll::people {

struct QuestionRow {
    std::string id;
    int version = 1;
    std::string text;
    Competency competency = Competency::strategy;
    QuestionKind kind = QuestionKind::technical;
    QuestionLevel level = QuestionLevel::basic;
    std::vector<Role> roles;
    std::vector<Dimension> dimensions;
    int minutes = 5;
    std::string origin;
};
BOOST_DESCRIBE_STRUCT(QuestionRow, (), (id, version, text, competency, kind, level, roles, dimensions, minutes, origin))

/// A question of the team's own that stands in place of one that was there before.
struct Replacement {
    std::string id;
    std::string origin;    ///< of the question that is asked now
    std::string replaced;  ///< origin of the other
    friend bool operator==(const Replacement&, const Replacement&) = default;
};
BOOST_DESCRIBE_STRUCT(Replacement, (), (id, origin, replaced))

struct QuestionList {
    std::vector<QuestionRow> items;  ///< best match first when something was searched for, else by id
    int questions = 0;               ///< in the whole bank
    std::vector<Replacement> replaced;
    std::vector<catalog::Problem> problems;  ///< of the team's own kits; what they are about is not in the bank
};
BOOST_DESCRIBE_STRUCT(QuestionList, (), (items, questions, replaced, problems))

/// What `plimsoll question check` says of a folder.
struct KitReport {
    bool ok = false;  ///< neither errors nor warnings
    int files = 0;
    int questions = 0;
    std::vector<catalog::Problem> errors;    ///< a question that has one is not asked
    std::vector<catalog::Problem> warnings;  ///< of kit_lint.h
};
BOOST_DESCRIBE_STRUCT(KitReport, (), (ok, files, questions, errors, warnings))

}  // namespace plimsoll::people

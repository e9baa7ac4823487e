// kit_for_tests.h: kits and questions as tests write them.
#pragma once

#include <string>
#include <vector>

#include "domain/people/kit_reader.h"

namespace plimsoll::people::fixture {

inline std::string words(int n, const std::string& word = "word") {
    std::string out;
    for (int i = 0; i < n; ++i) out += (i == 0 ? "" : " ") + word + std::to_string(i);
    return out;
}

/// A question that the linter has nothing against.
inline Question whole(const std::string& id = "T1") {
    Question q;
    q.id = id;
    q.text = "What is asked by " + id + "?";
    q.competency = Competency::toil;
    q.roles = {Role::sre};
    q.dimensions = {Dimension::automation_instinct};
    q.answers = {words(100), words(150), words(120)};
    q.strong = {"one", "two", "three"};
    q.weak = {"four", "five", "six"};
    q.pitfalls = {"seven"};
    q.follow_ups = {"Why?"};
    return q;
}

struct Read {
    std::vector<PlacedQuestion> questions;
    std::vector<catalog::Problem> errors;
};
inline Read read(const std::vector<catalog::FileText>& files) {
    catalog::Problems problems;
    Read out;
    out.questions = read_kits(files, problems);
    out.errors = problems.in_order_errors();
    return out;
}
inline Read read(const std::string& text) {
    return read(std::vector<catalog::FileText>{{"kit.yaml", text}});
}

/// A kit of one competency with these questions, each a flow map.
inline std::string kit(const std::vector<std::string>& questions) {
    std::string out = "kit: questions\nformat: 1\ncompetency: toil\nquestions:\n";
    for (const std::string& q : questions) out += "  - " + q + "\n";
    return out;
}

}  // namespace plimsoll::people::fixture

// The questions that ship: all there, all whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "domain/people/bank.h"
#include "domain/people/embedded.h"
#include "domain/people/kit_lint.h"
#include "domain/people/kit_reader.h"

namespace plimsoll::people {
namespace {

std::vector<catalog::FileText> shipped() {
    std::vector<catalog::FileText> files;
    for (const EmbeddedKit& kit : embedded_kits("questions"))
        files.push_back({std::string(kit.path), std::string(kit.text)});
    return files;
}

class ShippedQuestions : public testing::Test {
protected:
    catalog::Problems problems;
    std::vector<PlacedQuestion> questions = read_kits(shipped(), problems);
};

std::string told(const std::vector<catalog::Problem>& problems) {
    std::string out;
    for (const catalog::Problem& p : problems) out += p.where() + ": " + p.rule + "\n";
    return out;
}

TEST_F(ShippedQuestions, AreReadWithoutAnErrorAndThoroughEnoughForTheLinter) {
    EXPECT_EQ(told(problems.in_order_errors()), "");
    lint(questions, problems);
    EXPECT_EQ(told(problems.in_order_warnings()), "");
}

TEST_F(ShippedQuestions, AreAllThere) {
    const std::map<char, int> wanted = {{'A', 9}, {'B', 7}, {'C', 5}, {'D', 14}, {'E', 11}, {'F', 12}, {'G', 7},
                                        {'H', 8}, {'I', 2}, {'J', 8}, {'K', 11}, {'L', 6},  {'M', 8},  {'X', 8}};
    std::set<std::string> ids;
    for (const PlacedQuestion& placed : questions) ids.insert(placed.question.id);
    for (const auto& [letter, count] : wanted)
        for (int i = 1; i <= count; ++i) EXPECT_TRUE(ids.contains(letter + std::to_string(i))) << letter << i;
    EXPECT_EQ(ids.size(), 116U);
}

TEST_F(ShippedQuestions, OfOneLetterAreOfOneCompetencyExercisesApart) {
    const std::map<char, Competency> of = {
        {'A', Competency::strategy},    {'B', Competency::objectives},   {'C', Competency::observability},
        {'D', Competency::incidents},   {'E', Competency::learning},     {'F', Competency::change},
        {'G', Competency::toil},        {'H', Competency::architecture}, {'I', Competency::cost},
        {'J', Competency::security_ai}, {'K', Competency::influence},    {'L', Competency::people},
        {'M', Competency::self}};
    for (const PlacedQuestion& placed : questions) {
        const Question& q = placed.question;
        if (q.id[0] != 'X') EXPECT_EQ(q.competency, of.at(q.id[0])) << q.id;
    }
}

/// No sentence of an answer stands in two questions: each was written for its own.
TEST_F(ShippedQuestions, RepeatNoSentence) {
    std::map<std::string, std::string> seen;
    for (const PlacedQuestion& placed : questions) {
        const Question& q = placed.question;
        for (const std::string* text : {&q.answers.spoken, &q.answers.technical}) {
            std::string sentence;
            for (const char c : *text + ".") {
                sentence += c == '\n' ? ' ' : c;
                if (c != '.') continue;
                if (sentence.size() > 50) {
                    const auto [other, fresh] = seen.emplace(sentence, q.id);
                    EXPECT_TRUE(fresh) << q.id << " and " << other->second << ":" << sentence;
                }
                sentence.clear();
            }
        }
    }
}

TEST_F(ShippedQuestions, AreThereForEveryKindLevelRoleAndDimension) {
    std::map<QuestionKind, int> kinds;
    std::map<QuestionLevel, int> levels;
    std::map<Role, int> roles;
    std::map<Dimension, int> dimensions;
    for (const PlacedQuestion& placed : questions) {
        ++kinds[placed.question.kind];
        ++levels[placed.question.level];
        for (const Role role : placed.question.roles) ++roles[role];
        for (const Dimension dimension : placed.question.dimensions) ++dimensions[dimension];
    }
    EXPECT_EQ(kinds.size(), 5U);
    EXPECT_EQ(levels.size(), 3U);
    EXPECT_EQ(roles.size(), 5U);
    EXPECT_EQ(dimensions.size(), 14U);
    for (const auto& [role, n] : roles) EXPECT_GE(n, 20);
    for (const auto& [dimension, n] : dimensions) EXPECT_GE(n, 4) << static_cast<int>(dimension);
}

}  // namespace
}  // namespace plimsoll::people

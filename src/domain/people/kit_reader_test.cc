// What a kit may say, and what is told of one that says something else.
#include "domain/people/kit_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/people/kit_for_tests.h"

namespace plimsoll::people {
namespace {

using fixture::kit;
using fixture::read;
using testing::ElementsAre;
using testing::HasSubstr;

/// "line rule" of each error.
std::vector<std::string> told(const fixture::Read& result) {
    std::vector<std::string> out;
    for (const catalog::Problem& p : result.errors) out.push_back(std::to_string(p.line) + " " + p.rule);
    return out;
}

TEST(KitReader, ReadsEveryFieldOfAQuestion) {
    const auto result = read(R"(kit: questions
format: 1
competency: toil
questions:
  - id: acme-7
    version: 3
    text: What did you automate?
    competency: change
    kind: behavioural
    level: advanced
    roles: [staff, sre]
    dimensions: [automation_instinct, change_safety, automation_instinct]
    minutes: 12
    answers:
      spoken: |
        One line,
        and another.
      technical: Why
      hands_on: How
    strong: [a, b]
    weak: [c]
    pitfalls: [d]
    follow_ups: ['Why?']
)");
    ASSERT_TRUE(result.errors.empty()) << result.errors[0].rule;
    ASSERT_EQ(result.questions.size(), 1U);
    const Question& q = result.questions[0].question;
    EXPECT_EQ(q.id, "acme-7");
    EXPECT_EQ(q.version, 3);
    EXPECT_EQ(q.text, "What did you automate?");
    EXPECT_EQ(q.competency, Competency::change) << "its own goes before the file's";
    EXPECT_EQ(q.kind, QuestionKind::behavioural);
    EXPECT_EQ(q.level, QuestionLevel::advanced);
    EXPECT_THAT(q.roles, ElementsAre(Role::sre, Role::staff)) << "in their order";
    EXPECT_THAT(q.dimensions, ElementsAre(Dimension::automation_instinct, Dimension::change_safety)) << "each once";
    EXPECT_EQ(q.minutes, 12);
    EXPECT_EQ(q.answers.spoken, "One line,\nand another.");
    EXPECT_EQ(q.answers.technical, "Why");
    EXPECT_EQ(q.answers.hands_on, "How");
    EXPECT_THAT(q.strong, ElementsAre("a", "b"));
    EXPECT_THAT(q.weak, ElementsAre("c"));
    EXPECT_THAT(q.pitfalls, ElementsAre("d"));
    EXPECT_THAT(q.follow_ups, ElementsAre("Why?"));
    EXPECT_EQ(q.origin, "kit.yaml");
    EXPECT_EQ(result.questions[0].place.line, 5);
}

TEST(KitReader, AQuestionNeedsIdTextKindAndLevelAlone) {
    const auto result = read(kit({"{id: a, text: 'What?', kind: technical, level: basic}"}));
    ASSERT_EQ(result.questions.size(), 1U);
    const Question& q = result.questions[0].question;
    EXPECT_EQ(q.version, 1);
    EXPECT_EQ(q.minutes, 5);
    EXPECT_EQ(q.competency, Competency::toil) << "that of the file";
    EXPECT_EQ(q.roles.size(), 5U) << "for all";
    EXPECT_TRUE(q.answers.spoken.empty());
}

TEST(KitReader, EveryProblemIsToldAtItsLineAndTheOtherQuestionsAreRead) {
    const auto result = read(kit({
        "{id: 1a, text: 'What?', kind: technical, level: basic}",
        "{id: b, kind: technical, level: basic}",
        "{id: c, text: 'What?', kind: practical, level: basic}",
        "{id: d, text: 'What?', kind: technical, level: basic, answer: 42}",
        "{id: e, text: 'What?', kind: technical, level: basic, dimensions: [system_thinking], minutes: 0}",
        "{id: f, text: 'What?', kind: technical, level: basic, roles: sre}",
        "just words",
        "{id: good, text: 'What?', kind: technical, level: basic}",
    }));
    EXPECT_THAT(
        told(result),
        ElementsAre(HasSubstr("5 `questions[0].id` must be 1 to 32"), HasSubstr("6 `questions[1].text` is missing"),
                    HasSubstr("7 `questions[2].kind` must be one of technical"),
                    HasSubstr("8 `questions[3].answer` is not a known field"),
                    HasSubstr("9 an item of `questions[4].dimensions` must be one of"),
                    HasSubstr("9 `questions[4].minutes`"), HasSubstr("10 `questions[5].roles` must be a list"),
                    HasSubstr("11 `questions[6]` must be a map")));
    EXPECT_THAT(result.errors[3].remedy, HasSubstr("answers"));
    EXPECT_THAT(result.errors[4].remedy, HasSubstr("systems_thinking"));
    ASSERT_EQ(result.questions.size(), 1U);
    EXPECT_EQ(result.questions[0].question.id, "good");
}

TEST(KitReader, TheHeadSaysWhatTheFileIs) {
    EXPECT_EQ(read("apiVersion: openslo/v1\nkind: SLO\n").errors.size(), 3U) << "two unknown fields, and no kit";
    EXPECT_THAT(told(read("kit: skills\nformat: 1\nquestions: [{id: a}]\n")),
                ElementsAre(HasSubstr("`kit` must be questions")));
    EXPECT_THAT(told(read("kit: questions\nquestions: [{id: a}]\n")), ElementsAre(HasSubstr("`format` is missing")));
    EXPECT_THAT(told(read("kit: questions\nformat: 2\nquestions: [{id: a}]\n")), ElementsAre(HasSubstr("`format`")));
    EXPECT_THAT(told(read("kit: questions\nformat: 1\n")), ElementsAre(HasSubstr("`questions` is missing")));
    EXPECT_TRUE(read("").errors.empty()) << "an empty file holds no question";
}

TEST(KitReader, WithoutACompetencyOfTheFileEachQuestionNamesItsOwn) {
    const auto result =
        read("kit: questions\nformat: 1\nquestions: [{id: a, text: 'What?', kind: technical, level: basic}]\n");
    EXPECT_THAT(told(result), ElementsAre(HasSubstr("`questions[0].competency` is missing")));
}

TEST(KitReader, TheSecondQuestionOfAnIdIsRefusedWhereverItStands) {
    const std::string one = "{id: a, text: 'What?', kind: technical, level: basic}";
    const auto result = read({{"x.yaml", kit({one})}, {"y.yaml", kit({one})}});
    ASSERT_EQ(result.errors.size(), 1U);
    EXPECT_EQ(result.errors[0].where(), "y.yaml:5:5");
    EXPECT_THAT(result.errors[0].rule, HasSubstr("x.yaml:5:5"));
    EXPECT_EQ(result.questions.size(), 1U);
}

TEST(KitReader, WhatIsNoYamlIsToldWithItsPlace) {
    const auto result = read("kit: questions\n  bad: [\n");
    ASSERT_FALSE(result.errors.empty());
    EXPECT_EQ(result.errors[0].file, "kit.yaml");
    EXPECT_GT(result.errors[0].line, 0);
}

TEST(KitReader, BoundsOfTextAnswersAndSignals) {
    const auto with = [](const std::string& more, std::size_t text = 5) {
        return read(kit({"{id: a, text: " + std::string(text, 'x') + ", kind: technical, level: basic" + more + "}"}));
    };
    EXPECT_TRUE(with("", kLongestText).errors.empty());
    EXPECT_THAT(told(with("", kLongestText + 1)), ElementsAre(HasSubstr("501 characters; 500 are allowed")));
    EXPECT_TRUE(with(", answers: {spoken: " + std::string(kLongestAnswer, 'x') + "}").errors.empty());
    EXPECT_THAT(told(with(", answers: {spoken: " + std::string(kLongestAnswer + 1, 'x') + "}")),
                ElementsAre(HasSubstr("8000 are allowed")));
    EXPECT_TRUE(with(", strong: [" + std::string(kLongestSignal, 'x') + "]").errors.empty());
    EXPECT_THAT(told(with(", strong: [" + std::string(kLongestSignal + 1, 'x') + "]")),
                ElementsAre(HasSubstr("300 are allowed")));
    std::string twelve = "s1";
    for (int i = 2; i <= 12; ++i) twelve += ", s" + std::to_string(i);
    EXPECT_TRUE(with(", weak: [" + twelve + "]").errors.empty());
    EXPECT_THAT(told(with(", weak: [" + twelve + ", s13]")), ElementsAre(HasSubstr("13 items; 12 are allowed")));
}

TEST(KitReader, ABankHoldsAThousandQuestions) {
    std::vector<std::string> many;
    for (std::size_t i = 0; i <= kMostQuestions; ++i)
        many.push_back("{id: q" + std::to_string(i) + ", text: 'What?', kind: technical, level: basic}");
    const auto result = read(kit(many));
    EXPECT_EQ(result.questions.size(), kMostQuestions);
    EXPECT_THAT(told(result), ElementsAre(HasSubstr("a bank holds 1000 questions")));
}

}  // namespace
}  // namespace plimsoll::people

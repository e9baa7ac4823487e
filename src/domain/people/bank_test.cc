// Finding questions, and whose question is asked when two have one id.
#include "domain/people/bank.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>

#include "base/temp_folder_for_tests.h"
#include "domain/people/kit_for_tests.h"

namespace plimsoll::people {
namespace {

using fixture::kit;
using fixture::whole;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Question asked(const std::string& id, const std::string& text, const std::vector<std::string>& strong = {},
               const std::string& spoken = {}) {
    Question q;
    q.id = id;
    q.text = text;
    q.competency = Competency::cost;
    q.kind = QuestionKind::situational;
    q.strong = strong;
    q.answers.spoken = spoken;
    return q;
}

std::vector<std::string> found(const Bank& bank, const BankFilter& filter) {
    const auto result = bank.search(filter);
    EXPECT_TRUE(result) << (result ? "" : result.error().report());
    std::vector<std::string> ids;
    if (result)
        for (const Question* q : *result) ids.push_back(q->id);
    return ids;
}
std::vector<std::string> found(const Bank& bank, const std::string& search) {
    return found(bank, BankFilter{search, {}, {}, {}, {}, {}});
}

TEST(Bank, ListsInTheOrderOfIds) {
    const Bank bank({asked("B1", "x"), asked("A10", "x"), asked("X1", "x"), asked("A2", "x"), asked("acme-3", "x")});
    EXPECT_THAT(found(bank, ""), ElementsAre("A2", "A10", "acme-3", "B1", "X1"));
}

RC_GTEST_PROP(BankOrder, IdsAreTotallyOrdered, ()) {
    const auto id = rc::gen::container<std::string>(rc::gen::elementOf(std::string("aAb-019")));
    const std::string a = *id;
    const std::string b = *id;
    const std::string c = *id;
    RC_ASSERT(!id_less(a, a));
    RC_ASSERT(a == b || id_less(a, b) != id_less(b, a));
    RC_ASSERT(!(id_less(a, b) && id_less(b, c)) || id_less(a, c));
}

TEST(Bank, WordsAreSoughtInEveryPlaceWithoutLetterCase) {
    const Bank bank({asked("A1", "What is an error budget?"), asked("A2", "Other", {"Names the BUDGET"}),
                     asked("A3", "Other", {}, "The budget is spent"), asked("A4", "Other")});
    EXPECT_THAT(found(bank, "Budget"), ElementsAre("A1", "A2", "A3")) << "text before signals before answers";
    EXPECT_THAT(found(bank, "cost"), ElementsAre("A1", "A2", "A3", "A4")) << "the competency's word";
    EXPECT_THAT(found(bank, "a3"), ElementsAre("A3"));
    EXPECT_THAT(found(bank, "nowhere"), IsEmpty());
}

TEST(Bank, EveryWordMustBeThereAndItsBeginningIsEnough) {
    const Bank bank(
        {asked("A1", "Error budget and burn rate"), asked("A2", "Error rate"), asked("A3", "Burning error")});
    EXPECT_THAT(found(bank, "error burn"), ElementsAre("A1", "A3")) << "the whole word goes before the beginning";
    EXPECT_THAT(found(bank, "urn"), IsEmpty()) << "not inside of words";
    EXPECT_THAT(found(bank, "error, burn; RATE!"), ElementsAre("A1"));
    EXPECT_THAT(found(bank, "?!"), ElementsAre("A1", "A2", "A3")) << "no word was asked for";
}

TEST(Bank, EveryFilterThatIsGivenHolds) {
    Question one = whole("T1");
    Question two = whole("T2");
    two.kind = QuestionKind::leadership;
    two.level = QuestionLevel::advanced;
    two.roles = {Role::manager, Role::director};
    two.dimensions = {Dimension::people_leadership, Dimension::automation_instinct};
    Question three = whole("T3");
    three.competency = Competency::people;
    const Bank bank({one, two, three});
    EXPECT_THAT(found(bank, {"", Competency::toil, {}, {}, {}, {}}), ElementsAre("T1", "T2"));
    EXPECT_THAT(found(bank, {"", {}, QuestionKind::leadership, {}, {}, {}}), ElementsAre("T2"));
    EXPECT_THAT(found(bank, {"", {}, {}, QuestionLevel::basic, {}, {}}), ElementsAre("T1", "T3"));
    EXPECT_THAT(found(bank, {"", {}, {}, {}, Role::director, {}}), ElementsAre("T2"));
    EXPECT_THAT(found(bank, {"", {}, {}, {}, {}, Dimension::automation_instinct}), ElementsAre("T1", "T2", "T3"));
    EXPECT_THAT(found(bank, {"t3", Competency::toil, {}, {}, {}, {}}), IsEmpty());
}

RC_GTEST_PROP(BankSearch, FindsWhatANaiveSearchFinds, ()) {
    const auto word = rc::gen::elementOf(std::vector<std::string>{"a", "ab", "abc", "b", "bc", "Ab"});
    const auto sentence =
        rc::gen::map(rc::gen::container<std::vector<std::string>>(word), [](const std::vector<std::string>& words) {
            std::string out;
            for (const std::string& w : words) out += w + " ";
            return out;
        });
    std::vector<Question> questions;
    const int n = *rc::gen::inRange(0, 6);
    for (int i = 0; i < n; ++i) questions.push_back(asked("Q" + std::to_string(i), *sentence, {*sentence}, *sentence));
    const std::string search = *sentence;
    RC_PRE(search.size() <= 40);

    const auto lower = [](std::string text) {
        for (char& c : text) c = static_cast<char>(std::tolower(c));
        return text;
    };
    std::set<std::string> expected;
    for (const Question& q : questions) {
        const std::string all =
            lower(" " + q.id + " " + q.text + " " + q.strong[0] + " " + q.answers.spoken + " cost situational ");
        std::istringstream words(lower(search));
        bool every = true;
        for (std::string w; words >> w;) every = every && all.find(" " + w) != std::string::npos;
        if (every) expected.insert(q.id);
    }
    const auto ids = found(Bank(questions), search);
    RC_ASSERT(std::set<std::string>(ids.begin(), ids.end()) == expected);
    RC_ASSERT(ids.size() == expected.size());
}

TEST(Bank, SearchesHaveBounds) {
    const Bank bank({asked("A1", "x")});
    EXPECT_TRUE(bank.search({std::string(kLongestSearch, 'x'), {}, {}, {}, {}, {}}));
    const auto refused = bank.search({std::string(kLongestSearch + 1, 'x'), {}, {}, {}, {}, {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields()[0].where, "search");
    std::string sixteen;
    for (std::size_t i = 0; i < kMostSearchWords; ++i) sixteen += "x ";
    EXPECT_TRUE(bank.search({sixteen, {}, {}, {}, {}, {}}));
    EXPECT_FALSE(bank.search({sixteen + "x", {}, {}, {}, {}, {}}));
}

TEST(Bank, FindsAnIdInAnyLetterCase) {
    const Bank bank({asked("A1", "x"), asked("acme", "y"), asked("ACME", "z")});
    ASSERT_NE(bank.find("a1"), nullptr);
    EXPECT_EQ(bank.find("ACME")->text, "z") << "as it is written, if there is such a one";
    EXPECT_EQ(bank.find("A2"), nullptr);
}

class BankReadingTest : public testing::Test {
protected:
    void write(const std::string& name, const std::string& text) {
        const auto file = folder / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text;
    }
    TempFolder folder;
};

TEST_F(BankReadingTest, TheTeamsOwnStandBesideAndInPlaceOfTheShipped) {
    write("a/own.yaml", kit({"{id: A1, text: 'Ours?', kind: technical, level: basic}",
                             "{id: acme-1, text: 'New?', kind: technical, level: basic}"}));
    write("b/later.yaml", kit({"{id: acme-1, text: 'Later?', kind: technical, level: basic}"}));
    const auto shipped = read_bank({});
    const auto reading = read_bank({folder / "a", folder / "b"});
    ASSERT_TRUE(shipped && reading);
    EXPECT_EQ(reading->bank.questions().size(), shipped->bank.questions().size() + 1);
    EXPECT_EQ(reading->bank.find("A1")->text, "Ours?");
    EXPECT_EQ(reading->bank.find("acme-1")->text, "Later?") << "a later folder goes before an earlier one";
    EXPECT_THAT(reading->replaced, ElementsAre(Replacement{"A1", "own.yaml", shipped->bank.find("A1")->origin},
                                               Replacement{"acme-1", "later.yaml", "own.yaml"}));
    EXPECT_THAT(shipped->bank.find("A1")->origin, HasSubstr("shipped/questions/"));
}

TEST_F(BankReadingTest, WhatIsWrongIsToldAndTheRestIsThere) {
    write("own.yaml", kit({"{id: acme-1, kind: technical, level: basic}",
                           "{id: acme-2, text: 'Right?', kind: technical, level: basic}"}));
    const auto reading = read_bank({folder.path()});
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->bank.find("acme-1"), nullptr);
    EXPECT_NE(reading->bank.find("acme-2"), nullptr);
    ASSERT_EQ(reading->problems.size(), 1U);
    EXPECT_EQ(reading->problems[0].where(), "own.yaml:5:5");
}

TEST_F(BankReadingTest, ABankHoldsNoMoreThanItsBoundWithThoseThatShip) {
    std::vector<std::string> many;
    for (std::size_t i = 0; i < kMostQuestions; ++i)
        many.push_back("{id: q" + std::to_string(i) + ", text: 'What?', kind: technical, level: basic}");
    write("own.yaml", kit(many));
    const auto reading = read_bank({folder.path()});
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading->bank.questions().size(), kMostQuestions);
    EXPECT_FALSE(reading->problems.empty());
}

TEST_F(BankReadingTest, AFolderThatIsNotThereIsAnError) {
    EXPECT_FALSE(read_bank({folder / "none"}));
}

TEST_F(BankReadingTest, CheckingTellsErrorsAndWarnings) {
    write("own.yaml", kit({"{id: acme-1, kind: technical, level: basic}",
                           "{id: acme-2, text: 'Thin?', kind: technical, level: basic}"}));
    const auto report = check_kits(folder.path());
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->ok);
    EXPECT_EQ(report->files, 1);
    EXPECT_EQ(report->questions, 1);
    EXPECT_EQ(report->errors.size(), 1U);
    EXPECT_THAT(report->warnings, testing::Not(IsEmpty()));
    EXPECT_FALSE(check_kits(folder / "none"));
    std::filesystem::create_directories(folder / "empty");
    EXPECT_FALSE(check_kits(folder / "empty")) << "nothing was checked, so nothing is well";
}

}  // namespace
}  // namespace plimsoll::people

// What is said of questions that can be read and are of little use.
#include "domain/people/kit_lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/people/kit_for_tests.h"

namespace plimsoll::people {
namespace {

using fixture::whole;
using fixture::words;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> linted(std::vector<Question> questions) {
    std::vector<PlacedQuestion> placed;
    for (Question& q : questions)
        placed.push_back({std::move(q), {"kit.yaml", static_cast<int>(placed.size()) + 1, 1}});
    catalog::Problems problems;
    lint(placed, problems);
    EXPECT_EQ(problems.errors(), 0U) << "a thin question can be asked";
    std::vector<std::string> out;
    for (const catalog::Problem& p : problems.in_order_warnings()) out.push_back(p.rule);
    return out;
}

template <class Change>
std::vector<std::string> after(Change change) {
    Question q = whole();
    change(q);
    return linted({q});
}

TEST(KitLint, AWholeQuestionIsLeftAlone) {
    EXPECT_THAT(linted({whole("T1"), whole("T2")}), IsEmpty());
}

TEST(KitLint, EachDepthMustBeThere) {
    EXPECT_THAT(after([](Question& q) { q.answers.spoken.clear(); }), ElementsAre("T1: `answers.spoken` is missing"));
    EXPECT_THAT(after([](Question& q) { q.answers.technical.clear(); }),
                ElementsAre("T1: `answers.technical` is missing"));
    EXPECT_THAT(after([](Question& q) { q.answers.hands_on.clear(); }),
                ElementsAre("T1: `answers.hands_on` is missing"));
}

TEST(KitLint, LengthsHaveTwoEnds) {
    const auto spoken = [](int n) { return after([n](Question& q) { q.answers.spoken = words(n); }); };
    EXPECT_THAT(spoken(59), ElementsAre("T1: `answers.spoken` has 59 words; at least 60 are expected"));
    EXPECT_THAT(spoken(60), IsEmpty());
    EXPECT_THAT(spoken(225), IsEmpty()) << "90 seconds at 150 words a minute";
    EXPECT_THAT(spoken(226), ElementsAre(HasSubstr("at most 225")));
    const auto technical = [](int n) { return after([n](Question& q) { q.answers.technical = words(n); }); };
    EXPECT_THAT(technical(69), ElementsAre(HasSubstr("at least 70")));
    EXPECT_THAT(technical(70), IsEmpty());
    EXPECT_THAT(technical(450), IsEmpty());
    EXPECT_THAT(technical(451), ElementsAre(HasSubstr("at most 450")));
    const auto hands_on = [](int n) { return after([n](Question& q) { q.answers.hands_on = words(n); }); };
    EXPECT_THAT(hands_on(39), ElementsAre(HasSubstr("at least 40")));
    EXPECT_THAT(hands_on(40), IsEmpty());
    EXPECT_THAT(hands_on(600), IsEmpty());
    EXPECT_THAT(hands_on(601), ElementsAre(HasSubstr("at most 600")));
}

TEST(KitLint, CodeCountsAsHandsOnAndNotAsSpeech) {
    const std::string code = "```sh\n" + words(50) + "\n```";
    EXPECT_EQ(words_in("one two\n" + code + "\nthree", false), 3U);
    EXPECT_EQ(words_in("one two\n" + code + "\nthree", true), 53U);
    EXPECT_THAT(after([&](Question& q) { q.answers.hands_on = code; }), IsEmpty());
    EXPECT_THAT(after([&](Question& q) { q.answers.technical = code; }), ElementsAre(HasSubstr("has 0 words")));
    EXPECT_THAT(after([](Question& q) { q.answers.hands_on = words(50) + "\n```sh\nls\n"; }),
                ElementsAre(HasSubstr("does not end")));
}

TEST(KitLint, SignalsStandOnBothSidesAndOnce) {
    EXPECT_THAT(after([](Question& q) {
                    q.strong = {"one", "two"};
                }),
                ElementsAre("T1: `strong` has 2 items; 3 to 6 are expected"));
    EXPECT_THAT(after([](Question& q) { q.weak = {"1", "2", "3", "4", "5", "6", "7"}; }),
                ElementsAre(HasSubstr("`weak` has 7 items")));
    EXPECT_THAT(after([](Question& q) { q.weak.clear(); }), ElementsAre("T1: `weak` is missing"));
    EXPECT_THAT(after([](Question& q) {
                    q.strong = {"one", "two", "One"};
                }),
                ElementsAre(HasSubstr("says \"One\" twice")));
    EXPECT_THAT(after([](Question& q) { q.weak[0] = "Two"; }), ElementsAre(HasSubstr("among the strong signals")));
    EXPECT_THAT(after([](Question& q) { q.pitfalls.clear(); }), ElementsAre("T1: `pitfalls` is missing"));
    EXPECT_THAT(after([](Question& q) { q.pitfalls = {"1", "2", "3", "4", "5"}; }), ElementsAre(HasSubstr("1 to 4")));
    EXPECT_THAT(after([](Question& q) { q.follow_ups.clear(); }), ElementsAre("T1: `follow_ups` is missing"));
    EXPECT_THAT(after([](Question& q) { q.follow_ups = {"1?", "2?", "3?", "4?", "5?", "6?"}; }),
                ElementsAre(HasSubstr("1 to 5")));
}

TEST(KitLint, AFollowUpIsAQuestion) {
    EXPECT_THAT(after([](Question& q) {
                    q.follow_ups = {"Why?", "Tell me more"};
                }),
                ElementsAre("T1: `follow_ups` has \"Tell me more\", which does not end with a question mark"));
}

TEST(KitLint, AQuestionSaysWhatItShowsAndIsAskedOnce) {
    EXPECT_THAT(after([](Question& q) { q.dimensions.clear(); }), ElementsAre("T1: `dimensions` is missing"));
    EXPECT_THAT(after([](Question& q) { q.text = "toil"; }),
                ElementsAre("T1: `text` is neither a question nor a task"));
    Question again = whole("T2");
    again.text = "WHAT is asked by T1?";
    EXPECT_THAT(linted({whole("T1"), again}), ElementsAre("T2: `text` is the text of T1 too"));
}

}  // namespace
}  // namespace plimsoll::people

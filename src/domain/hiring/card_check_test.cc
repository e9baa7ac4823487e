// What a card must hold: evidence before a rating, words before evidence, a reason before "not assessed".
#include <gtest/gtest.h>

#include "domain/hiring/hiring_for_tests.h"

namespace plimsoll::hiring {
namespace {

using namespace fixture;

const std::vector<std::string> kDimensions{"systems_thinking", "care"};
const std::vector<std::string> kPrompts{"hero", "sure"};

std::string faults(const Result<>& checked) {
    if (checked) return "ok";
    std::string out;
    for (const FieldError& field : checked.error().fields()) out += (out.empty() ? "" : " ") + field.where;
    return out;
}
std::string check(const Card& c, bool second = false) { return faults(check_card(c, kDimensions, kDimensions, kPrompts, second)); }
std::string draft(const Card& c) { return faults(check_draft(c)); }

TEST(CardCheck, AWholeCardIsRight) {
    EXPECT_EQ(check(card()), "ok");
    EXPECT_EQ(check(card(std::nullopt, 4)), "ok") << "not assessed, with a reason";
}

TEST(CardCheck, WordsAreOfAnyLanguageAndHideNothing) {
    Card c = card();
    c.answers[0].words += " \xE2\x80\x8C\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB";
    EXPECT_EQ(check(c), "ok") << "joiners stand in Persian, Indic words and emoji";
    for (const char* hidden : {"\xE2\x80\x8B", "\xE2\x80\xAE", "\x1B[31m"}) {
        c = card();
        c.answers[0].words += hidden;
        EXPECT_EQ(check(c), "/answers/0/words") << "zero width space, override, escape";
    }
}

TEST(CardCheck, ARatingStandsOnEvidence) {
    Card c = card();
    c.dimensions[0].evidence.clear();
    EXPECT_EQ(check(c), "/dimensions/0/evidence");
    c.dimensions[0].evidence = {{"", "", "Drew the queue before naming a cause"}};
    EXPECT_EQ(check(c), "ok") << "what was seen is evidence too";
    c.dimensions[0].evidence = {{"", "", "  "}};
    EXPECT_EQ(check(c), "/dimensions/0/evidence/0/observed");
}

TEST(CardCheck, EvidenceQuotesWordsThatWereWrittenDown) {
    Card c = card();
    c.dimensions[0].evidence = {{"a1", "I guessed", ""}};
    EXPECT_EQ(check(c), "/dimensions/0/evidence/0/quote");
    c.dimensions[0].evidence = {{"a1", "asked  since when the\n terminals", ""}};
    EXPECT_EQ(check(c), "ok") << "white space apart";
    c.dimensions[0].evidence = {{"a1", "", ""}};
    EXPECT_EQ(check(c), "ok") << "all of the words";
    c.dimensions[0].evidence = {{"a2", "", ""}};
    EXPECT_EQ(check(c), "/dimensions/0/evidence/0/answer");
    c.dimensions[0].evidence = {{"", "since when", "seen"}};
    EXPECT_EQ(check(c), "/dimensions/0/evidence/0/quote");
}

TEST(CardCheck, EveryDimensionOfTheInterviewIsThereOnce) {
    Card c = card();
    c.dimensions.pop_back();
    EXPECT_EQ(check(c), "/dimensions");
    c = card();
    c.dimensions[1] = c.dimensions[0];
    EXPECT_EQ(check(c), "/dimensions/1/dimension /dimensions") << "twice, and care is missing";
    c = card();
    c.dimensions.push_back({"tone", {}, std::nullopt, "no", ""});
    EXPECT_EQ(check(c), "/dimensions/2/dimension") << "of no kit";
}

TEST(CardCheck, NotAssessedSaysWhyAndIsNoRating) {
    Card c = card(std::nullopt, 2);
    c.dimensions[0].not_assessed = " ";
    EXPECT_EQ(check(c), "/dimensions/0/not_assessed");
    c = card();
    c.dimensions[0].not_assessed = "No time";
    EXPECT_EQ(check(c), "/dimensions/0/not_assessed") << "both at once cannot be";
}

TEST(CardCheck, RatingsAreOneToFour) {
    for (const int points : {0, 5, -1}) EXPECT_EQ(check(card(points, 2)), "/dimensions/0/rating") << points;
    for (const int points : {1, 4}) EXPECT_EQ(check(card(points, 2)), "ok") << points;
}

TEST(CardCheck, AFlagNeedsWhatSpeaksAgainstIt) {
    Card c = card();
    c.flags = {{"hero", "Saved the night", "Then mended it for good"}};
    EXPECT_EQ(check(c), "ok");
    c.flags = {{"hero", "Saved the night", ""}, {"hero", "", "x"}, {"moody", "x", "x"}};
    EXPECT_EQ(check(c), "/flags/0/against /flags/1/prompt /flags/1/seen /flags/2/prompt");
}

TEST(CardCheck, ARecommendationHasAReasonAndCannotSayNeedsNone) {
    Card c = card();
    c.why.clear();
    EXPECT_EQ(check(c), "/why");
    c.recommendation = Recommendation::no_decision;
    EXPECT_EQ(check(c), "ok");
}

TEST(CardCheck, ASecondVersionSaysWhyItChanged) {
    Card c = card();
    EXPECT_EQ(check(c, true), "/why_changed");
    c.why_changed = "I misread the log";
    EXPECT_EQ(check(c, true), "ok");
}

TEST(CardCheck, AnswersHaveIdsQuestionsAndWords) {
    Card c = card();
    c.answers.push_back({"a1", "", "", " ", std::nullopt});
    c.answers.push_back({"", "T2", "", "x", std::nullopt});
    EXPECT_EQ(check(c), "/answers/1/id /answers/1/asked /answers/1/words /answers/2/id");
}

TEST(CardCheck, AllThatIsWrongIsToldAtOnce) {
    Card c = card(9, 2);
    c.dimensions[1].note = "bell \a";
    c.minutes = kMostMinutes + 1;
    EXPECT_EQ(draft(c), "/dimensions/0/rating /dimensions/1/note /minutes");
}

TEST(DraftCheck, ADraftMayLackAnythingWithinItsBounds) {
    EXPECT_EQ(draft(Card()), "ok");
    Card c;
    c.dimensions = {{"", {}, std::nullopt, "", ""}};
    EXPECT_EQ(draft(c), "ok");
}

TEST(DraftCheck, EachBoundHoldsOnItsEdge) {
    Card c;
    c.answers.assign(kMostAnswers, {"a", "", "", "", std::nullopt});
    c.flags.assign(kMostFlags, {});
    c.dimensions.assign(kMostAssessed, {});
    c.dimensions[0].evidence.assign(kMostEvidence, {});
    c.minutes = kMostMinutes;
    EXPECT_EQ(draft(c), "ok");
    Card more = c;
    more.answers.emplace_back();
    EXPECT_EQ(draft(more), "/answers");
    more = c;
    more.flags.emplace_back();
    EXPECT_EQ(draft(more), "/flags");
    more = c;
    more.dimensions.emplace_back();
    EXPECT_EQ(draft(more), "/dimensions");
    more = c;
    more.dimensions[1].evidence.emplace_back();
    EXPECT_EQ(draft(more), "/dimensions") << "of the whole card";
    Card words;
    words.answers = {{"a1", "", "", std::string(kLongestWords, 'x'), 0}};
    words.why = std::string(kLongestNote, 'x');
    EXPECT_EQ(draft(words), "ok");
    words.answers[0].words += "x";
    words.why += "x";
    EXPECT_EQ(draft(words), "/answers/0/words /why");
}

TEST(DraftCheck, TheWholeCardHasABound) {
    Card c;
    for (int i = 0; i < 14; ++i) c.answers.push_back({"a" + std::to_string(i), "", "", std::string(kLongestWords, 'x'), std::nullopt});
    EXPECT_EQ(draft(c), "");
    EXPECT_FALSE(check_draft(c)) << "280,000 bytes";
    c.answers.resize(12);
    EXPECT_TRUE(check_draft(c)) << "240,000 bytes and what is around them";
}

}  // namespace
}  // namespace plimsoll::hiring

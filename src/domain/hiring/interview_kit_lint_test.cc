// What is said of kits and sets that can be read and would be of little use.
#include "domain/hiring/interview_kit_lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/hiring/interview_kit_for_tests.h"
#include "domain/people/kit_for_tests.h"

namespace plimsoll::hiring {
namespace {

using fixture::changed;
using fixture::kWholeKit;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// T1 takes 25 minutes, T2 10; both are for a senior and show systems thinking.
people::Bank whole_bank() {
    people::Question t1 = people::fixture::whole("T1");
    people::Question t2 = people::fixture::whole("T2");
    for (people::Question* q : {&t1, &t2}) {
        q->roles = {people::Role::senior};
        q->dimensions = {people::Dimension::systems_thinking};
    }
    t1.minutes = 25;
    t2.minutes = 10;
    return people::Bank({t1, t2});
}

std::vector<std::string> rules(const std::vector<catalog::Problem>& problems) {
    std::vector<std::string> out;
    for (const catalog::Problem& p : problems) out.push_back(p.rule);
    return out;
}

std::vector<std::string> linted(const std::vector<InterviewKit>& kits, const people::Bank& bank = whole_bank()) {
    catalog::Problems problems;
    lint_interview_kits(kits, bank, problems);
    EXPECT_EQ(problems.errors(), 0U) << "a thin kit can be used";
    return rules(problems.in_order_warnings());
}

/// What is said of the whole kit with one thing changed.
std::vector<std::string> after(const std::string& from, const std::string& to) {
    const auto read = fixture::read(changed(kWholeKit, from, to));
    EXPECT_THAT(fixture::told(read.errors), IsEmpty()) << from;
    return linted(read.kits);
}

TEST(InterviewKitLint, AWholeKitIsLeftAlone) {
    EXPECT_THAT(linted({fixture::whole_kit()}), IsEmpty());
}

TEST(InterviewKitLint, EachDimensionIsTested) {
    EXPECT_THAT(after("dimensions: [care, systems_thinking]", "dimensions: [systems_thinking]"), ElementsAre("acme: `care` is assessed in no round"));
}

TEST(InterviewKitLint, ARoundsMinutesAddUp) {
    EXPECT_THAT(after("minutes: 40", "minutes: 41"), ElementsAre("acme: `terminal.minutes` is 41, and its parts take 40"));
    EXPECT_THAT(after("{minutes: 10, words: Your questions please.}", "{minutes: 4, words: Your questions please.}"),
                ElementsAre("acme: `terminal.closing.minutes` leaves 4 minutes for the candidate's questions; at least 5 are expected",
                            "acme: `terminal.minutes` is 40, and its parts take 34"));
}

TEST(InterviewKitLint, QuestionsAreOfTheBankForTheRoleAndLongEnough) {
    EXPECT_THAT(after("questions: [{id: T1, minutes: 25}]", "questions: [{id: T9, minutes: 25}]"),
                Contains("acme: `terminal.questions` names T9, which the bank does not have"));
    EXPECT_THAT(after("role: senior", "role: director"), Contains("acme: `terminal.questions` names T1, which is not for the role director"));
    EXPECT_THAT(after("[{id: T1, minutes: 25}]", "[{id: T1, minutes: 24}]"), Contains("acme: `terminal.questions` gives 24 minutes to T1, which takes 25"));
    EXPECT_THAT(after("[{id: T2, minutes: 15}]", "[{id: T2, minutes: 10}, {id: T1, minutes: 25}]"), Contains("acme: `shops.questions` asks T1, as terminal does"));
}

TEST(InterviewKitLint, ARoundAsksForWhatItRatesAndRatesWhatItAsks) {
    EXPECT_THAT(after("dimensions: [systems_thinking]", "dimensions: [systems_thinking, care]"),
                ElementsAre("acme: `terminal.dimensions` has care, and asks no question that shows it"));
    EXPECT_THAT(after("[{id: T2, minutes: 15}]", "[{id: T2, minutes: 10}, {id: T1, minutes: 5}]"), Contains(HasSubstr("gives 5 minutes")));
    EXPECT_THAT(after("questions: [T1, T2]", "questions: [T2]"),
                ElementsAre("acme: `terminal.dimensions` has systems_thinking, and asks no question that shows it",
                            "acme: `terminal.questions` asks T1, which shows nothing that the round rates"));
}

TEST(InterviewKitLint, ADimensionOfTheBankIsShownByItsQuestions) {
    people::Question t1 = people::fixture::whole("T1");
    people::Question t2 = people::fixture::whole("T2");
    t1.roles = t2.roles = {people::Role::senior};
    t1.minutes = t2.minutes = 5;
    t1.dimensions = {people::Dimension::observability};
    t2.dimensions = {people::Dimension::systems_thinking};
    EXPECT_THAT(linted({fixture::whole_kit()}, people::Bank({t1, t2})), ElementsAre("acme: `systems_thinking.questions` names T1, whose answers show other dimensions"))
        << "`care` is a dimension of the kit alone: any question may show it";
}

TEST(InterviewKitLint, AnchorsCanBeToldApart) {
    EXPECT_THAT(after("2: Reads the log of one terminal and takes its last line as the cause.", "2: Reads the log of one terminal and takes it."),
                ElementsAre("acme: `systems_thinking.anchors.2` has 9 words; at least 10 are expected"));
    EXPECT_THAT(after("2: Tells the shops once, in the words of the network, that there is trouble.",
                      "2: Then calls. Reads the LOG of one terminal and takes its last line  as the cause."),
                ElementsAre(HasSubstr("`care.anchors.2` has a sentence of `acme systems_thinking.anchors.2` too")));
    InterviewKit other = fixture::whole_kit();
    other.id = "other";
    EXPECT_EQ(linted({fixture::whole_kit(), other}).size(), 8U) << "a level of another kit is another behaviour";
}

TEST(InterviewKitLint, WhatAnInterviewerNeedsIsThere) {
    EXPECT_THAT(after("purpose: To find", "#purpose: To find"), ElementsAre("acme: `purpose` is missing"));
    EXPECT_THAT(after("panel: Read", "#panel: Read"), ElementsAre("acme: `panel` is missing"));
    EXPECT_THAT(after("    tell: A talk about shops.\n", ""), ElementsAre("acme: `shops.tell` is missing"));
    EXPECT_THAT(after(", words: Thank you.", ""), ElementsAre("acme: `shops.closing.words` is missing"));
    EXPECT_THAT(after("weak: [Silence, Jargon]", "weak: [Silence]"), ElementsAre("acme: `care.weak` has 1 items; at least 2 are expected"));
    EXPECT_THAT(after("  - {id: never, text: Never wrong, look_for: Others., opposing: Own part., ask: \"And you?\"}\n", ""),
                ElementsAre("acme: `red_flags` has 2; at least 3 are expected"));
    EXPECT_THAT(after("ask: \"What now?\"", "ask: Tell me."), ElementsAre("acme: `hero.ask` does not end with a question mark"));
    EXPECT_THAT(after("opposing: A lasting fix.", "opposing: nights."), ElementsAre("acme: `hero.opposing` says what `look_for` says"));
}

TEST(InterviewKitLint, WordsAssessTheWorkOnly) {
    EXPECT_THAT(after("Asks since when", "Is a young mind"), ElementsAre("acme: `systems_thinking.strong` says \"young\", which judges age"));
    EXPECT_THAT(after("I am a shop.", "He is a shop."), ElementsAre("acme: `shops` says \"he\", which puts a gender on somebody"));
}

std::vector<std::string> linted_set(const std::string& text) {
    const auto read = fixture::read_sets(text);
    EXPECT_THAT(fixture::told(read.errors), IsEmpty());
    catalog::Problems problems;
    lint_calibration_sets(read.sets, {fixture::whole_kit()}, whole_bank(), problems);
    return rules(problems.in_order_warnings());
}

TEST(InterviewKitLint, AWholeSetIsLeftAlone) {
    EXPECT_THAT(linted_set(fixture::whole_set()), IsEmpty());
}

TEST(InterviewKitLint, ASetMeetsTheWholeScaleOfAKnownKit) {
    const auto of = [](const std::string& from, const std::string& to) { return linted_set(changed(fixture::whole_set(), from, to)); };
    EXPECT_THAT(of("points: 4, also: [3]", "points: 3"), ElementsAre("acme-set: `items` have no known rating of 4"));
    EXPECT_THAT(of("not_assessed: true", "points: 3"), ElementsAre("acme-set: `items` have no dimension that is not assessed"));
    EXPECT_THAT(of("interview_kit: acme", "interview_kit: other"), ElementsAre("acme-set: `interview_kit` names other, which is no kit"));
    EXPECT_THAT(of("dimension: care", "dimension: caring"), ElementsAre("acme-set: `i1.known` rates caring, which is no dimension of acme"));
    EXPECT_THAT(of("question: T1", "question: T7"), ElementsAre("acme-set: `i1.question` names T7, which the bank does not have"));
    EXPECT_THAT(of("answer: so ", "answer: "), ElementsAre("acme-set: `i1.answer` has 119 words; 120 to 250 are expected"));
    EXPECT_THAT(of("reason: it stands on six words here", "reason: so it is"), ElementsAre("acme-set: `i1.known` gives systems_thinking no reason to learn from"));
    EXPECT_THAT(of("      - {dimension: care, points: 2, reason: it stands on six words here}\n", ""), ElementsAre("acme-set: `i1.known` rates one dimension"));
    EXPECT_THAT(of("purpose: To learn.\n", ""), ElementsAre("acme-set: `purpose` is missing"));
}

}  // namespace
}  // namespace plimsoll::hiring

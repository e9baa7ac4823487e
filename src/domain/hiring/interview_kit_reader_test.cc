// What an interview kit may say, and what is told of one that says something else.
#include "domain/hiring/interview_kit_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/hiring/interview_kit_for_tests.h"

namespace plimsoll::hiring {
namespace {

using fixture::changed;
using fixture::kWholeKit;
using fixture::told;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// What is told of the whole kit with one thing changed.
std::vector<std::string> after(const std::string& from, const std::string& to) {
    const fixture::ReadKits result = fixture::read(changed(kWholeKit, from, to));
    EXPECT_EQ(result.kits.empty(), !result.errors.empty()) << "a kit with an error is left out whole";
    return told(result.errors);
}

TEST(InterviewKitReader, ReadsEveryField) {
    const auto result = fixture::read(kWholeKit);
    ASSERT_THAT(told(result.errors), IsEmpty());
    ASSERT_EQ(result.kits.size(), 1U);
    const InterviewKit& kit = result.kits[0];
    EXPECT_EQ(kit.id, "acme");
    EXPECT_EQ(kit.version, 3);
    EXPECT_EQ(kit.role, people::Role::senior);
    EXPECT_EQ(kit.level, "L5");
    EXPECT_EQ(kit.title, "Engineer at Acme");
    EXPECT_EQ(kit.origin, "kit.yaml");
    ASSERT_EQ(kit.dimensions.size(), 2U);
    const KitDimension& first = kit.dimensions[0];
    EXPECT_EQ(first.weight, 2);
    ASSERT_EQ(first.anchors.size(), 4U);
    EXPECT_EQ(first.anchors[3].points, 4);
    EXPECT_THAT(first.anchors[0].text, HasSubstr("light is green"));
    EXPECT_THAT(first.strong, ElementsAre("Asks since when", "Draws the path"));
    EXPECT_THAT(first.questions, ElementsAre("T1", "T2"));
    EXPECT_EQ(kit.dimensions[1].weight, 1) << "the usual weight";
    ASSERT_EQ(kit.rounds.size(), 2U);
    EXPECT_EQ(kit.rounds[0].minutes, 40);
    EXPECT_EQ(kit.rounds[0].opening.words, "I am the terminal.");
    EXPECT_EQ(kit.rounds[0].questions[0].minutes, 25);
    EXPECT_EQ(kit.rounds[1].closing.minutes, 10);
    ASSERT_EQ(kit.red_flags.size(), 3U);
    EXPECT_EQ(kit.red_flags[0].opposing, "A lasting fix.");
    EXPECT_EQ(find_dimension(kit, "care"), &kit.dimensions[1]);
    EXPECT_EQ(find_dimension(kit, "caring"), nullptr);
    EXPECT_EQ(find_round(kit, "shops"), &kit.rounds[1]);
    EXPECT_EQ(find_round(kit, ""), nullptr);
}

TEST(InterviewKitReader, EveryProblemIsToldAtItsLineAndTheOtherKitIsRead) {
    std::string broken = changed(kWholeKit, "role: senior", "role: principal");
    broken = changed(broken, "weight: 2", "weight: 0");
    broken = changed(broken, "      2: Reads", "      5: Reads");
    broken = changed(broken, "dimensions: [care, systems_thinking]", "dimensions: [cares, care]");
    const auto result = fixture::read({{"a.yaml", broken}, {"b.yaml", kWholeKit}});
    EXPECT_THAT(told(result.errors), ElementsAre(HasSubstr("5 `role` must be one of sre, senior"), HasSubstr("13 `dimensions[0].weight` must be above 0"),
                                                 HasSubstr("`dimensions[0].anchors.2` is missing"), HasSubstr("`dimensions[0].anchors.5` is not a known field"),
                                                 HasSubstr("`rounds[1].dimensions` names `cares`")));
    EXPECT_THAT(result.errors.back().remedy, HasSubstr("care"));
    ASSERT_EQ(result.kits.size(), 1U);
    EXPECT_EQ(result.kits[0].origin, "b.yaml");
}

TEST(InterviewKitReader, AnAnchorForEachPointAndOpposingEvidenceForEachPrompt) {
    EXPECT_THAT(after("      4: Says which", "      \"\": Says which"), testing::SizeIs(2));
    EXPECT_THAT(after("    anchors:\n      1: Restarts", "    anchored:\n      1: Restarts"), testing::Contains(HasSubstr("`dimensions[0].anchors` is missing")));
    EXPECT_THAT(after("opposing: A lasting fix., ", ""), ElementsAre(HasSubstr("`red_flags[0].opposing` is missing")));
    EXPECT_THAT(after(", ask: \"What now?\"", ""), ElementsAre(HasSubstr("`red_flags[0].ask` is missing")));
    EXPECT_THAT(after("text: Rescues only", "text: Rescues only, score: 3"), ElementsAre(HasSubstr("`red_flags[0].score` is not a known field"))) << "never a score";
}

TEST(InterviewKitReader, IdsAreWellFormedAndOnce) {
    EXPECT_THAT(after("id: acme\n", "id: Acme SRE\n"), ElementsAre(HasSubstr("`id`")));
    EXPECT_THAT(after("id: care", "id: Care!"), testing::Contains(HasSubstr("`dimensions[1].id` must be 1 to 40")));
    EXPECT_THAT(after("id: shops", "id: terminal"), ElementsAre(HasSubstr("`rounds[1].id` is `terminal`, as another's is")));
    EXPECT_THAT(after("id: sure", "id: hero"), ElementsAre(HasSubstr("`red_flags[1].id`")));
    EXPECT_THAT(after("{id: T2, minutes: 15}", "{id: T2, minutes: 10}, {id: T2, minutes: 5}"), ElementsAre(HasSubstr("asks T2 a second time")));
    EXPECT_THAT(after("dimensions: [care, systems_thinking]", "dimensions: [care, care]"), ElementsAre(HasSubstr("names `care` twice")));
    const auto twice = fixture::read({{"a.yaml", kWholeKit}, {"b.yaml", kWholeKit}});
    EXPECT_EQ(twice.kits.size(), 1U);
    EXPECT_THAT(told(twice.errors), ElementsAre(HasSubstr("`id` is `acme`, as that of the kit at a.yaml:1:1 is")));
    EXPECT_EQ(twice.errors[0].code, errors::duplicate_kit.code);
}

TEST(InterviewKitReader, BoundsHold) {
    EXPECT_THAT(after("weight: 2", "weight: 1000"), IsEmpty());
    EXPECT_THAT(after("weight: 2", "weight: 1001"), ElementsAre(HasSubstr("at most 1000")));
    EXPECT_THAT(after("weight: 2", "weight: .nan"), testing::SizeIs(1));
    EXPECT_THAT(after("Asks since when", std::string(kLongestKitText, 'x')), IsEmpty());
    EXPECT_THAT(after("Asks since when", std::string(kLongestKitText + 1, 'x')), ElementsAre(HasSubstr("an item of 601 characters")));
    EXPECT_THAT(after("Restarts the terminal", std::string(kLongestKitText, 'x')), ElementsAre(HasSubstr("anchors.1")));
    EXPECT_THAT(after("minutes: 40", "minutes: 481"), ElementsAre(HasSubstr("`rounds[0].minutes`")));
    std::string many = "[T1";
    for (std::size_t i = 0; i < kMostKitSignals; ++i) many += ", s" + std::to_string(i);
    EXPECT_THAT(after("[Asks since when, Draws the path]", many + "]"), testing::SizeIs(1)) << kMostKitSignals << " signals are allowed";
    std::string flags;
    for (std::size_t i = 3; i <= kMostRedFlags; ++i) flags += "  - {id: f" + std::to_string(i) + ", text: t, look_for: l, opposing: o, ask: a}\n";
    EXPECT_THAT(after("panel: Read", flags + "panel: Read"), ElementsAre(HasSubstr("`red_flags` has 21 items; 20 are allowed")));
}

TEST(InterviewKitReader, OnlyDocumentsOfItsKindAreRead) {
    const auto result = fixture::read({{"q.yaml", "kit: questions\nformat: 1\nquestions: [x]\n"}, {"empty.yaml", ""}, {"list.yaml", "- a\n"}, {"k.yaml", kWholeKit + "---\nkit: calibration\n"}});
    EXPECT_THAT(told(result.errors), IsEmpty());
    EXPECT_EQ(result.kits.size(), 1U);
    EXPECT_THAT(told(fixture::read("kit: interview\n")
                         .errors),
                ElementsAre(HasSubstr("`format` is missing")));
    EXPECT_THAT(told(fixture::read("kit: interview\nformat: 2\n").errors), ElementsAre(HasSubstr("`format`")));
    EXPECT_EQ(fixture::read("kit: [interview\n").errors.size(), 1U) << "a file that is no YAML is told of";
    const auto bare = fixture::read("kit: interview\nformat: 1\n");
    EXPECT_THAT(told(bare.errors), testing::SizeIs(5)) << "id, role, title, dimensions and rounds are needed, and are told of at once";
}

TEST(InterviewKitReader, PointsHaveWords) {
    EXPECT_EQ(word_of_points(1), "below");
    EXPECT_EQ(word_of_points(2), "mixed");
    EXPECT_EQ(word_of_points(3), "meets");
    EXPECT_EQ(word_of_points(4), "excellent");
}

}  // namespace
}  // namespace plimsoll::hiring

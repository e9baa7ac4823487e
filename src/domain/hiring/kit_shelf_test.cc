// The kits and sets that ship, and a team's own beside or in place of them.
#include "domain/hiring/kit_shelf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "base/temp_folder_for_tests.h"
#include "domain/hiring/interview_kit_for_tests.h"
#include "domain/hiring/interview_kit_lint.h"

namespace plimsoll::hiring {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

KitShelf shelf_of(const std::vector<std::filesystem::path>& folders) {
    auto shelf = read_shelf(folders);
    EXPECT_TRUE(shelf) << (shelf ? "" : shelf.error().report());
    return shelf ? *shelf : KitShelf{};
}

template <class T>
std::vector<std::string> ids(const std::vector<T>& all) {
    std::vector<std::string> out;
    for (const T& one : all) out.push_back(one.id);
    return out;
}

TEST(ShippedKits, AreThereForEveryRoleByRole) {
    const KitShelf shelf = shelf_of({});
    EXPECT_THAT(ids(shelf.kits), ElementsAre("sre", "senior-sre", "staff-sre", "sre-manager", "sre-director"));
    EXPECT_THAT(ids(shelf.sets), ElementsAre("director", "engineer"));
    EXPECT_THAT(shelf.problems, IsEmpty());
    for (const InterviewKit& kit : shelf.kits) EXPECT_THAT(kit.origin, HasSubstr("shipped/interviews/"));
    EXPECT_EQ(find_kit(shelf, "sre"), &shelf.kits[0]);
    EXPECT_EQ(find_kit(shelf, "none"), nullptr);
    EXPECT_EQ(find_set(shelf, "engineer"), &shelf.sets[1]);
}

TEST(ShippedKits, PassTheLinter) {
    const KitShelf shelf = shelf_of({});
    const people::Bank bank = people::read_bank({})->bank;
    catalog::Problems problems;
    lint_interview_kits(shelf.kits, bank, problems);
    lint_calibration_sets(shelf.sets, shelf.kits, bank, problems);
    for (const catalog::Problem& p : problems.in_order_warnings()) ADD_FAILURE() << p.where() << ": " << p.rule;
}

/// kits.md section 1 for engineers, section 2 for directors.
TEST(ShippedKits, HaveTheDimensionsOfTheirRole) {
    const KitShelf shelf = shelf_of({});
    for (const char* kit : {"sre", "senior-sre", "staff-sre"})
        for (const char* dimension : {"systems_thinking", "judgement_under_uncertainty", "automation_instinct", "communication_under_pressure", "post_incident_orientation",
                                      "distributed_systems", "slo_and_budgets", "incident_leadership", "observability", "change_safety", "security_basics"})
            EXPECT_NE(find_dimension(*find_kit(shelf, kit), dimension), nullptr) << kit << " " << dimension;
    EXPECT_THAT(ids(find_kit(shelf, "sre-director")->dimensions),
                testing::UnorderedElementsAre("reliability_strategy", "slo_and_budgets", "incident_leadership", "observability", "distributed_systems", "change_safety",
                                              "capacity_and_cost", "cross_team_influence", "people_leadership"));
}

TEST(ShippedKits, UseEveryExercise) {
    std::set<std::string> asked;
    const KitShelf shelf = shelf_of({});
    for (const InterviewKit& kit : shelf.kits)
        for (const KitRound& round : kit.rounds)
            for (const KitQuestion& q : round.questions) asked.insert(q.id);
    for (int i = 1; i <= 8; ++i) EXPECT_TRUE(asked.contains("X" + std::to_string(i))) << i;
}

class OwnKits : public testing::Test {
protected:
    void write(const std::string& name, const std::string& text) { std::ofstream(folder.path() / name) << text; }
    TempFolder folder;
};

TEST_F(OwnKits, StandBesideShippedOnesOrInTheirPlace) {
    write("a.yaml", fixture::kWholeKit);
    write("b.yaml", fixture::changed(fixture::kWholeKit, "id: acme", "id: sre"));
    write("c.yaml", fixture::whole_set());
    write("d.yaml", "kit: questions\nformat: 1\nquestions: []\n");
    const KitShelf shelf = shelf_of({folder.path()});
    EXPECT_THAT(shelf.problems, IsEmpty());
    EXPECT_EQ(shelf.kits.size(), 6U);
    EXPECT_EQ(find_kit(shelf, "sre")->title, "Engineer at Acme");
    EXPECT_EQ(find_kit(shelf, "acme")->origin, "a.yaml");
    EXPECT_NE(find_set(shelf, "acme-set"), nullptr);
    EXPECT_THAT(shelf.replaced, ElementsAre(people::Replacement{"sre", "b.yaml", "shipped/interviews/sre.yaml"}));
}

TEST_F(OwnKits, WithAnErrorAreLeftOutAndNamed) {
    write("a.yaml", fixture::changed(fixture::kWholeKit, "id: acme", "id: sre\nrolle: x"));
    const KitShelf shelf = shelf_of({folder.path()});
    EXPECT_THAT(find_kit(shelf, "sre")->origin, HasSubstr("shipped/")) << "the shipped one stays";
    ASSERT_EQ(shelf.problems.size(), 1U);
    EXPECT_EQ(shelf.problems[0].file, "a.yaml");
    EXPECT_FALSE(read_shelf({folder.path() / "nowhere"}));
}

TEST_F(OwnKits, AreCheckedWithTheQuestionsBesideThem) {
    write("kit.yaml", fixture::changed(fixture::kWholeKit, "minutes: 40", "minutes: 45"));
    write("set.yaml", fixture::whole_set());
    write("odd.yaml", "kit: interveiw\n");
    auto report = check_shelf(folder.path());
    ASSERT_TRUE(report) << report.error().report();
    EXPECT_FALSE(report->ok);
    EXPECT_EQ(report->files, 3);
    EXPECT_EQ(report->kits, 1);
    EXPECT_EQ(report->sets, 1);
    EXPECT_THAT(fixture::told(report->errors), ElementsAre(HasSubstr("`kit` must be interview or calibration")));
    EXPECT_THAT(fixture::told(report->warnings), testing::Contains(HasSubstr("names T1, which the bank does not have")));
    EXPECT_THAT(fixture::told(report->warnings), testing::Contains(HasSubstr("is 45, and its parts take 40")));
    write("questions.yaml",
          "kit: questions\nformat: 1\ncompetency: toil\nquestions:\n"
          "  - {id: T1, text: 'What?', kind: technical, level: basic, minutes: 25, dimensions: [systems_thinking]}\n"
          "  - {id: T2, text: 'Why?', kind: technical, level: basic, dimensions: [systems_thinking]}\n");
    report = check_shelf(folder.path());
    EXPECT_THAT(fixture::told(report->warnings), ElementsAre(HasSubstr("is 45, and its parts take 40")));
}

TEST_F(OwnKits, AFolderWithoutAnyIsToldApartFromAGoodOne) {
    EXPECT_FALSE(check_shelf(folder.path()));
    write("q.yaml", "kit: questions\nformat: 1\nquestions: []\n");
    const auto report = check_shelf(folder.path());
    ASSERT_FALSE(report);
    EXPECT_THAT(report.error().sentence(), HasSubstr("no interview kit and no calibration set"));
}

}  // namespace
}  // namespace plimsoll::hiring

#include "domain/people/skill_reader.h"

#include <gtest/gtest.h>

#include "domain/people/embedded.h"
#include "domain/people/skill_lint.h"

namespace plimsoll::people {
namespace {

constexpr std::string_view kHead = "kit: skills\nformat: 1\nversion: \"1\"\ncategory: Things\ncompetency: toil\nskills:\n";

std::vector<catalog::Problem> errors_of(const std::string& skills, bool with_lint = false) {
    catalog::Problems problems;
    const SkillReading read = read_skills({{"a.yaml", std::string(kHead) + skills}}, problems);
    if (with_lint) lint_skills(read.skills, problems);
    return problems.in_order_errors();
}
std::vector<catalog::Problem> warnings_of(const std::string& skills) {
    catalog::Problems problems;
    lint_skills(read_skills({{"a.yaml", std::string(kHead) + skills}}, problems).skills, problems);
    EXPECT_EQ(problems.errors(), 0U);
    return problems.in_order_warnings();
}

TEST(SkillReader, TheShippedSkillsAreWholeAndMoreThan255) {
    std::vector<catalog::FileText> files;
    for (const EmbeddedKit& kit : embedded_kits("skills")) files.push_back({std::string(kit.path), std::string(kit.text)});
    catalog::Problems problems;
    const SkillReading read = read_skills(files, problems);
    lint_skills(read.skills, problems);
    for (const auto& p : problems.in_order_errors()) ADD_FAILURE() << p.where() << ": " << p.rule;
    for (const auto& p : problems.in_order_warnings()) ADD_FAILURE() << p.where() << ": " << p.rule;
    EXPECT_GE(read.skills.size(), 255U);
    for (const Skill& skill : read.skills) EXPECT_FALSE(skill.category.empty()) << skill.id;
}

TEST(SkillReader, ASkillIsReadWhole) {
    catalog::Problems problems;
    const SkillReading read = read_skills({{"a.yaml", std::string(kHead) + "  - id: a\n    name: Alpha\n    as: {ambiguous: true, cues: [x]}\n    aliases: [alf, {text: ALF, case_sensitive: true}]\n"
                                                                          "    evidence: [alphactl]\n    related: {b: 0.5}\n    shows: a thing\n  - {id: b, name: Beta, implies: [a]}\n"}}, problems);
    ASSERT_EQ(problems.errors(), 0U);
    ASSERT_EQ(read.skills.size(), 2U);
    EXPECT_EQ(read.skills[0].names.size(), 4U);
    EXPECT_TRUE(read.skills[0].names[0].ambiguous);
    EXPECT_TRUE(read.skills[0].names[2].case_sensitive);
    EXPECT_TRUE(read.skills[0].names[3].evidence);
    const SkillBase base = make_base(read);
    EXPECT_TRUE(base.implies(*base.find("b"), *base.find("a")));
    EXPECT_FALSE(base.implies(*base.find("a"), *base.find("b")));
    EXPECT_DOUBLE_EQ(base.relation(*base.find("b"), *base.find("a")).weight, 0.5) << "related holds both ways";
}

TEST(SkillReader, EveryProblemComesAtOnceAtItsPlace) {
    const auto errors = errors_of("  - {id: A B, name: Alpha}\n  - {id: b}\n  - {id: c, name: Gamma, related: {d: 2}}\n  - {id: e, name: E5, extra: 1}\n");
    ASSERT_GE(errors.size(), 4U);
    EXPECT_EQ(errors[0].line, 7);
    EXPECT_EQ(errors.back().line, 10);
}

TEST(SkillReader, UnknownIdsDuplicatesAndCirclesAreErrors) {
    EXPECT_EQ(errors_of("  - {id: a, name: Alpha, implies: [zeta]}\n").at(0).code, "people.unknown_skill");
    EXPECT_EQ(errors_of("  - {id: a, name: Alpha}\n  - {id: a, name: Alpha Two}\n").at(0).code, "people.duplicate_skill");
    EXPECT_EQ(errors_of("  - {id: a, name: Alpha, implies: [b]}\n  - {id: b, name: Beta, implies: [a]}\n").at(0).code, "people.skill_circle");
    EXPECT_EQ(errors_of("  - {id: a, name: Alpha, implies: [b]}\n  - {id: b, name: Beta, parents: [a]}\n").at(0).code, "people.skill_circle");
}

TEST(SkillReader, AnotherHeadIsRefused) {
    catalog::Problems problems;
    EXPECT_TRUE(read_skills({{"a.yaml", "kit: questions\nformat: 1\n"}}, problems).skills.empty());
    EXPECT_EQ(problems.in_order_errors().at(0).code, "people.skill_head");
}

TEST(SkillReader, BoundsAreTold) {
    EXPECT_FALSE(errors_of("  - {id: a, name: " + std::string(kLongestSkillName + 1, 'x') + "}\n").empty());
    EXPECT_TRUE(errors_of("  - {id: a, name: " + std::string(kLongestSkillName, 'x') + "}\n").empty());
    std::string names;
    for (std::size_t i = 0; i < kMostSkillNames; ++i) names += "n" + std::to_string(i) + ", ";
    EXPECT_FALSE(errors_of("  - {id: a, name: Alpha, aliases: [" + names + "]}\n").empty());
}

TEST(SkillLint, ANameOfTwoSkillsMustBeAmbiguousInBoth) {
    EXPECT_EQ(errors_of("  - {id: a, name: Alpha, aliases: [same name]}\n  - {id: b, name: Beta, aliases: [Same-Name]}\n", true).at(0).code, "people.skill_name");
    EXPECT_TRUE(errors_of("  - id: a\n    name: Alpha\n    aliases: [{text: same, ambiguous: true, cues: [x]}]\n  - id: b\n    name: Beta\n    aliases: [{text: same, ambiguous: true, cues: [y]}]\n", true).empty());
}

TEST(SkillLint, NamesThatNoTextCanHoldAreErrors) {
    EXPECT_FALSE(errors_of("  - {id: a, name: \"Alpha,\"}\n", true).empty());
    EXPECT_FALSE(errors_of("  - {id: a, name: \"(Alpha\"}\n", true).empty());
    EXPECT_FALSE(errors_of("  - {id: a, name: \"---x\"}\n", true).empty());
    EXPECT_TRUE(errors_of("  - {id: a, name: C++}\n  - {id: b, name: .NET}\n  - {id: c, name: C#}\n", true).empty());
}

TEST(SkillLint, ThinSkillsAreWarnedOf) {
    EXPECT_EQ(warnings_of("  - {id: a, name: Alpha}\n").size(), 2U) << "no `shows`, and it stands alone";
    EXPECT_EQ(warnings_of("  - {id: r, name: R, shows: x, related: {s: 0.5}}\n  - {id: s, name: Helm, shows: x}\n").size(), 2U) << "a letter and an everyday word";
    EXPECT_EQ(warnings_of("  - {id: r, name: Salt, as: {ambiguous: true}, shows: x, related: {s: 0.5}}\n  - {id: s, name: Sigma, shows: x}\n").size(), 1U) << "no cues";
}

}  // namespace
}  // namespace plimsoll::people

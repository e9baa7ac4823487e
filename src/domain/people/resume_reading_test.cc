#include "domain/people/resume_reading.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "domain/people/match_for_tests.h"

namespace plimsoll::people {
namespace {

constexpr std::string_view kResume = R"(Jo Example

Experience

Engineer, Northwind, 03/2019 - 06/2021
- Ran EKS clusters for 14 teams.
- Set up Grafana.

Reliability Engineer, Harbour, July 2021 - Present
- Wrote Grafana panels for 30 services.
- We bought a new chef knife.

Skills
Kafka, Terraform. No Azure.
)";

ResumeReading read() { return *reading_of(*read_resume(kResume), fixture::finder(), {2026, 11}); }

const SkillRead* skill(const ResumeReading& reading, std::string_view id) {
    const auto found = std::find_if(reading.skills.begin(), reading.skills.end(), [&](const SkillRead& s) { return s.id == id; });
    return found == reading.skills.end() ? nullptr : &*found;
}

TEST(ResumeReading, TellsPostsWithTheirMonths) {
    const ResumeReading reading = read();
    ASSERT_EQ(reading.posts.size(), 2U);
    EXPECT_EQ(reading.posts[0].title, "Engineer, Northwind");
    EXPECT_EQ(reading.posts[0].from, "2019-03");
    EXPECT_EQ(reading.posts[0].to, "2021-06");
    EXPECT_EQ(reading.posts[1].to, "now");
}

TEST(ResumeReading, TellsUsedFromListedFromDenied) {
    const ResumeReading reading = read();
    ASSERT_NE(skill(reading, "grafana"), nullptr);
    EXPECT_EQ(skill(reading, "grafana")->shown, SkillShown::used);
    EXPECT_EQ(skill(reading, "grafana")->last_used, "now");
    EXPECT_EQ(skill(reading, "grafana")->months, 28 + 65);  // March 2019 to June 2021, July 2021 to November 2026
    EXPECT_EQ(skill(reading, "grafana")->evidence.size(), 2U);
    ASSERT_NE(skill(reading, "kafka"), nullptr);
    EXPECT_EQ(skill(reading, "kafka")->shown, SkillShown::listed);
    EXPECT_FALSE(skill(reading, "kafka")->months);
    ASSERT_NE(skill(reading, "azure"), nullptr);
    EXPECT_EQ(skill(reading, "azure")->shown, SkillShown::denied);
}

TEST(ResumeReading, ListsNothingThatIsOnlyImplied) {
    const ResumeReading reading = read();
    EXPECT_NE(skill(reading, "eks"), nullptr);
    EXPECT_EQ(skill(reading, "kubernetes"), nullptr);
    ASSERT_NE(skill(reading, "chef"), nullptr);
    EXPECT_EQ(skill(reading, "chef")->shown, SkillShown::unresolved);
}

}  // namespace
}  // namespace plimsoll::people

#include "domain/people/job.h"

#include <gtest/gtest.h>

#include "domain/people/match_for_tests.h"

namespace plimsoll::people {
namespace {

using fixture::asked;
using Rows = std::vector<std::string>;

TEST(Job, HeadingsSayHowMuchIsAsked) {
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Kafka\n\nNice to have\n- Redis\n\nWhat you'll do\n- Run PostgreSQL\n\nAbout us\nWe like Java.\n"),
              (Rows{"required kafka", "responsibilities postgresql", "preferred redis", "general java"}));
}

TEST(Job, AMarkerInTheLineGoesBeforeItsBlock) {
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Kafka\n- Nice to have: Rust\n- Helm is a plus\n"), (Rows{"required kafka", "preferred rust", "preferred helm"}));
    EXPECT_EQ(asked("Engineer\n\nNice to have\n- Redis\n- Kafka is required\n"), (Rows{"required kafka", "preferred redis"}));
}

TEST(Job, EachMarkerSpeaksOfItsOwnPart) {
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Kafka; Redis is a plus\n"), (Rows{"required kafka", "preferred redis"}));
    EXPECT_EQ(asked("Engineer\n\nKubernetes and Docker required, Terraform and Istio a plus\nmore.\n"), (Rows{"required kubernetes", "required docker", "preferred terraform", "preferred istio"}));
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Redis (preferred), Kafka\n"), (Rows{"required kafka", "preferred redis"}));
}

TEST(Job, AlternativesAreOneRequirement) {
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Go or Python\n"), (Rows{"required go|python"}));
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Java, Kotlin or Scala\n"), (Rows{"required java|kotlin|scala"}));
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- AWS/GCP/Azure\n"), (Rows{"required aws|azure|gcp"}));
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- At least one of Kafka, RabbitMQ and Redis\n"), (Rows{"required kafka|rabbitmq|redis"}));
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Load balancing (HAProxy, NGINX, or Envoy)\n"), (Rows{"required load-balancing", "required envoy|haproxy|nginx"}));
}

TEST(Job, AndJoinsNothing) {
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Kafka, Redis and PostgreSQL\n"), (Rows{"required kafka", "required redis", "required postgresql"}));
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Kubernetes and Java or Python\n"), (Rows{"required kubernetes", "required java|python"}));
}

TEST(Job, ExamplesOfASkillAreAskedOnceByIt) {
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Service mesh such as Istio, Linkerd\n"), (Rows{"required service-mesh"}));
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Tools such as Jenkins, CircleCI\n"), (Rows{"required circleci|jenkins"}));
}

TEST(Job, TheSameSkillTwiceIsAskedOnceAsStronglyAsAnywhere) {
    const Job job = *read_job("Engineer\n\nNice to have\n- Kafka\n\nRequirements\n- Kafka\n", fixture::finder());
    ASSERT_EQ(job.requirements.size(), 1U);
    EXPECT_EQ(job.requirements[0].section, JobSection::required);
    EXPECT_EQ(job.requirements[0].places.size(), 2U);
}

TEST(Job, TitleTeamAndCompanyLinesAskForNothing) {
    EXPECT_EQ(asked("Senior Kubernetes Engineer\nTeam: Kafka Platform\nDepartment: Java Guild\n\nRequirements\n- Redis\n"), (Rows{"required redis"}));
    EXPECT_EQ(asked("Engineer\n\nAbout us\nYou would join the Kafka Platform team.\n\nRequirements\n- Redis\n"), (Rows{"required redis"}));
}

TEST(Job, BenefitsAndLawAskForNothingAndEndTheirBlock) {
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Redis\n\nBenefits\n- Azure training\n- Kafka conference\n"), (Rows{"required redis"}));
    EXPECT_EQ(asked("Engineer\n\nRequirements\n- Redis\n- We are an equal opportunity employer\n- Kafka conference\n"), (Rows{"required redis", "general kafka"}));
}

TEST(Job, OneParagraphKeepsWhatStandsBehindItsBoilerplate) {
    EXPECT_EQ(asked("Engineer\n\nMust have: Redis. We offer a 401(k) and dental. Experience with Kafka is required.\n"), (Rows{"required redis", "required kafka"}));
}

TEST(Job, ANoAsksForNothing) {
    const Job job = *read_job("Engineer\n\nRequirements\n- Redis\n- No Kafka needed\n- Java is not required\n", fixture::finder());
    ASSERT_EQ(job.requirements.size(), 1U);
    EXPECT_EQ(job.hits.size(), 3U);
}

TEST(Job, AJobPastedAsOneParagraphKeepsItsSections) {
    const std::string text =
        "Senior Reliability Engineer - Remote - $165,000. About Us: We make trains. The Role: You will run Kafka. Requirements: 6+ years of experience. Expert knowledge of GCP. "
        "Terraform and DNS. Preferred Qualifications: Vault, CKA. Benefits: 401(k), dental. Kubernetes stickers for everybody.";
    EXPECT_EQ(fixture::asked(text), (std::vector<std::string>{"required gcp", "required terraform", "required dns", "responsibilities kafka", "preferred vault", "preferred cka"}));
    const Job job = *read_job(text, fixture::finder());
    EXPECT_EQ(job.title, "Senior Reliability Engineer");
    ASSERT_EQ(job.gates.size(), 2U);
    EXPECT_EQ(job.gates[0].level, 4);
    EXPECT_EQ(job.gates[1].months, 72);
}

TEST(Job, HeadingsInWordsOfTheirOwnAreUnderstood) {
    EXPECT_EQ(fixture::asked("Engineer\n\n**Your day-to-day**\n- Run Kafka\n\n**Must-haves**\n- Terraform\n\nCloud\n- GCP\n\n**Would be lovely**\n- Vault\n\nDon't worry about\n- Azure\n- A degree\n\nPerks\n- A Datadog umbrella\n"),
              (std::vector<std::string>{"required terraform", "required gcp", "responsibilities kafka", "preferred vault"}));
    EXPECT_TRUE(read_job("Engineer\n\n**Must-haves**\n- Terraform\n\nDon't worry about\n- A university degree\n", fixture::finder())->gates.empty());
}

TEST(Job, AListOfDeedsUnderAnyHeadingIsWhatIsToBeDone) {
    EXPECT_EQ(fixture::asked("Engineer\n\nSummary\nWe sell tea.\n\nYour Mondays:\n1. Own backup and restore\n2. Run Kafka\n\nWhat you should know:\n1. Terraform\n\nAbout Teahouse:\nWe run on Redis.\n"),
              (std::vector<std::string>{"required terraform", "responsibilities backup-and-restore", "responsibilities kafka", "general redis"}));
}

TEST(Job, AnAnnouncementMayAskTooAndBracketsMayHoldExamples) {
    EXPECT_EQ(fixture::asked("Engineer\n\nYou must have run Kubernetes with one of these:\n- Kafka\n"), (std::vector<std::string>{"required kubernetes", "required kafka"}));
    EXPECT_EQ(fixture::asked("Engineer\n\nRequirements\n- Log management at scale (Elasticsearch, OpenSearch or similar)\n"), (std::vector<std::string>{"required log-management"}));
}

TEST(Job, WhatYouWillDoIsAResponsibilityWhereverItStands) {
    EXPECT_EQ(fixture::asked("Engineer\n\nYou will run Kafka.\nYou will need Terraform.\n"), (std::vector<std::string>{"required terraform", "responsibilities kafka"}));
}

TEST(Job, AnAddedAdvantageIsAPlusAndWhoNeedNotApplyIsAskedNothing) {
    EXPECT_EQ(fixture::asked("Engineer\n\nRequirements\n- Exposure to Kafka will be an added advantage\n\nCandidates with only Oracle database experience need not apply.\n"), (std::vector<std::string>{"preferred kafka"}));
}

TEST(Job, NotEssentialIsAPlus) { EXPECT_EQ(fixture::asked("Engineer\n\nRequirements\n- Kafka experience is helpful but not essential\n"), (std::vector<std::string>{"preferred kafka"})); }

TEST(Job, NothingAskedIsNotNoGaps) {
    EXPECT_FALSE(read_job("We are a happy company.\n", fixture::finder())->detected);
    EXPECT_FALSE(read_job("Engineer\n\nAbout us\nWe run Kafka.\n", fixture::finder())->detected);
    EXPECT_TRUE(read_job("Engineer\n\nRequirements\n- Kafka\n", fixture::finder())->detected);
}

std::vector<GateAsked> gates(const std::string& line) { return read_job("Engineer\n\nRequirements\n- " + line + "\n", fixture::finder())->gates; }

TEST(Job, YearsAreGates) {
    ASSERT_EQ(gates("5+ years of experience").size(), 1U);
    EXPECT_EQ(gates("5+ years of experience")[0].months, 60);
    EXPECT_TRUE(gates("5+ years of experience")[0].skills.empty());
    EXPECT_EQ(gates("at least three years with Kubernetes")[0].months, 36);
    EXPECT_EQ(gates("at least three years with Kubernetes")[0].skills.size(), 1U);
    EXPECT_TRUE(gates("5+ years in SRE, platform or backend roles")[0].skills.empty());
    EXPECT_EQ(gates("3-5 years of Python")[0].months, 36);
    EXPECT_EQ(gates("3 to 5 years of Python")[0].months, 36);
    EXPECT_EQ(gates("8 or more years of work")[0].months, 96);
    EXPECT_EQ(gates("12 years of experience, with 5+ years leading teams").size(), 2U);
    EXPECT_TRUE(gates("12 years of experience, with 5+ years leading teams")[1].leading);
}

TEST(Job, TheAgeOfACompanyIsNoGate) {
    for (const char* line : {"We were founded 10 years ago", "For 20 years we have shipped", "in the last 5 years we grew"}) EXPECT_TRUE(gates(line).empty()) << line;
}

TEST(Job, DegreesAndLevelsAreGates) {
    EXPECT_EQ(gates("Bachelor's degree or equivalent experience")[0].degree, 2);
    EXPECT_TRUE(gates("Bachelor's degree or equivalent experience")[0].or_experience);
    EXPECT_EQ(gates("Bachelor's or Master's degree")[0].degree, 2) << "the least of what is named";
    EXPECT_EQ(gates("Completed vocational training or a degree in computer science")[0].degree, 1);
    EXPECT_EQ(gates("BS in Computer Science or equivalent experience")[0].degree, 2);
    EXPECT_EQ(gates("B.E./B.Tech/MCA")[0].degree, 2);
    EXPECT_TRUE(gates("a high degree of ownership").empty());
    EXPECT_EQ(rank_of_title("Senior Site Reliability Engineer"), 4);
    EXPECT_EQ(rank_of_title("Director of SRE"), 9);
    EXPECT_EQ(rank_of_title("Site Reliability Engineer"), 0);
    EXPECT_EQ(rank_of_title("Product Manager"), 0);
}

}  // namespace
}  // namespace plimsoll::people

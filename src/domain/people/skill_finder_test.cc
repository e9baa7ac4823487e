#include "domain/people/skill_finder.h"

#include <gtest/gtest.h>

#include "domain/people/match_for_tests.h"

namespace plimsoll::people {
namespace {

using fixture::found;
using Names = std::vector<std::string>;

TEST(SkillFinder, CIsNotFoundInItsLongerNames) {
    EXPECT_EQ(found("Written in C++ and C#."), (Names{"cpp", "csharp"}));
    EXPECT_EQ(found("C, C++, C#, .NET and ASP.NET", true), (Names{"c-language", "cpp", "csharp", "dotnet", "dotnet"}));
    EXPECT_EQ(found("languages: C/C++", true), (Names{"c-language", "cpp"}));
}

TEST(SkillFinder, SymbolsAtTheEndAreFoundBeforePunctuation) {
    EXPECT_EQ(found("I know C++, C# (some) and F#."), (Names{"cpp", "csharp"}));
    EXPECT_EQ(found("Knows C++."), (Names{"cpp"}));
}

TEST(SkillFinder, NetIsNoPartOfAnAddressOrAnotherName) {
    EXPECT_EQ(found("Moved .NET services"), (Names{"dotnet"}));
    EXPECT_EQ(found("See example.net for more"), Names{});
}

TEST(SkillFinder, GoToMarketIsNoGo) {
    for (const char* text : {"Led go-to-market plans", "Led Go-To-Market plans with Python", "I go to market", "let us go live"}) {
        for (const std::string& name : found(text)) EXPECT_NE(name, "go") << text;
    }
}

TEST(SkillFinder, RAndDIsNoR) {
    EXPECT_EQ(found("R&D budget of the statistics language group"), Names{});
    EXPECT_EQ(found("Statistics in R and Python"), (Names{"r-language", "python"}));
}

TEST(SkillFinder, SlashListsNameEach) {
    EXPECT_EQ(found("AWS/GCP/Azure"), (Names{"aws", "gcp", "azure"}));
    EXPECT_EQ(found("TCP/IP and CI/CD"), (Names{"tcp-ip", "ci-cd"}));
}

TEST(SkillFinder, SubstringsAreNoNames) {
    EXPECT_EQ(found("platform transform javanese scalable githubber"), Names{});
    EXPECT_EQ(found("Java"), (Names{"java"}));
    EXPECT_EQ(found("JavaScript"), (Names{"javascript"}));
}

TEST(SkillFinder, PluralsVersionsAndEndingsAreNames) {
    EXPECT_EQ(found("SLOs, runbooks"), (Names{"slo", "runbooks"}));
    EXPECT_EQ(found("Kubernetes-based and AWS-native"), (Names{"kubernetes", "aws"}));
    EXPECT_EQ(found("Python 3.11's typing"), (Names{"python"}));
    EXPECT_EQ(found("k8s"), (Names{"kubernetes"}));
}

TEST(SkillFinder, TheLongestNameWins) {
    EXPECT_EQ(found("GitHub Actions"), (Names{"github-actions"}));
    EXPECT_EQ(found("Grafana Loki"), (Names{"loki"}));
    EXPECT_EQ(found("error\nbudgets"), (Names{"error-budgets"}));
}

TEST(SkillFinder, AddressesNameNothing) {
    EXPECT_EQ(found("https://github.com/asha/terraform-modules and kafka@example.org"), Names{});
    EXPECT_EQ(found("github.com/asha/python"), Names{});
}

TEST(SkillFinder, EverydayWordsNeedTheirSpellingAndACue) {
    EXPECT_EQ(found("We were at the helm of change"), (Names{"~helm"}));
    EXPECT_EQ(found("Helm steered us"), (Names{"~helm"}));
    EXPECT_EQ(found("Wrote Helm charts for the cluster"), (Names{"helm"}));
    EXPECT_EQ(found("Wrote templates with Helm on a cluster"), (Names{"helm"}));
    EXPECT_EQ(found("Executive Chef of a restaurant, configuration of menus"), (Names{"~chef"}));
    EXPECT_EQ(found("Bank Vault"), (Names{"~vault"}));
}

TEST(SkillFinder, AnEverydayWordCountsInAListOfSkills) {
    EXPECT_EQ(found("Terraform, Salt, Kafka"), (Names{"terraform", "salt", "kafka"}));
    EXPECT_EQ(found("Bread, Salt, Butter"), (Names{"~salt"}));
    EXPECT_EQ(found("Bread, Salt, Kafka"), (Names{"~salt", "kafka"})) << "one sure skill is not enough";
}

TEST(SkillFinder, AnEverydayWordCountsUnderAHeadingOfSkills) {
    EXPECT_EQ(found("Salt", true), (Names{"salt"}));
    EXPECT_EQ(found("salt", true), (Names{"~salt"}));
    EXPECT_EQ(found("vitamin C research", true), (Names{"~c-language"}));
}

TEST(SkillFinder, ACueMustStandWithinEightWords) {
    EXPECT_EQ(found("Puppet one two three four five six seven manifests"), (Names{"puppet"}));
    EXPECT_EQ(found("Puppet one two three four five six seven eight manifests"), (Names{"~puppet"}));
}

TEST(SkillFinder, ANoReachesToTheEndOfItsClause) {
    EXPECT_EQ(found("No experience with Kubernetes, Docker or Terraform"), (Names{"!kubernetes", "!docker", "!terraform"}));
    EXPECT_EQ(found("No experience with Kubernetes, but familiar with Docker"), (Names{"!kubernetes", "docker"}));
    EXPECT_EQ(found("Never used Splunk; ran Prometheus"), (Names{"!splunk", "prometheus"}));
    EXPECT_EQ(found("I have not used Kafka. I ran RabbitMQ."), (Names{"!kafka", "rabbitmq"}));
    EXPECT_EQ(found("No Windows Server needed"), (Names{"!windows-server"}));
    EXPECT_EQ(found("Lack of Terraform, however Ansible"), (Names{"!terraform", "ansible"}));
    EXPECT_EQ(found("No title, built Kubernetes clusters"), (Names{"kubernetes"}));
}

TEST(SkillFinder, ANoBehindReachesBack) {
    EXPECT_EQ(found("Terraform is not required"), (Names{"!terraform"}));
    EXPECT_EQ(found("Kubernetes: none"), (Names{"!kubernetes"}));
    EXPECT_EQ(found("Python is a must; Terraform is not required"), (Names{"python", "!terraform"}));
}

TEST(SkillFinder, ANoMayAnnounceAList) {
    EXPECT_EQ(fixture::found("Not on this list: Kafka, Terraform, and Java beyond stack dumps."), (std::vector<std::string>{"!kafka", "!terraform", "!java"}));
    EXPECT_EQ(fixture::found("none so far | AWS"), (std::vector<std::string>{"!aws"}));
    EXPECT_EQ(fixture::found("Not hands-on with Kafka or Terraform; I read code."), (std::vector<std::string>{"!kafka", "!terraform"}));
    EXPECT_EQ(fixture::found("Not without pain: Kafka runs."), (std::vector<std::string>{"kafka"}));
}

TEST(SkillFinder, WordsThatOnlyLookLikeANo) {
    EXPECT_EQ(found("Not only Terraform but also Ansible"), (Names{"terraform", "ansible"}));
    EXPECT_EQ(found("Zero-downtime PostgreSQL upgrades"), (Names{"postgresql"}));
    EXPECT_EQ(found("Moved without downtime to Kubernetes"), (Names{"kubernetes"}));
    EXPECT_EQ(found("No downtime on Kafka"), (Names{"kafka"}));
    EXPECT_EQ(found("Never lost a Kafka message"), (Names{"kafka"}));
}

TEST(SkillFinder, HitsComeByPlaceAndWithinPassages) {
    const std::string text = "Python\n\nKafka\n";
    const std::vector<Passage> only_second{{8, 13, 2, false, false}};
    const auto hits = *fixture::finder().find(text, only_second, {false});
    ASSERT_EQ(hits.size(), 1U);
    EXPECT_EQ(hits[0].begin, 8U);
}

}  // namespace
}  // namespace plimsoll::people

// match_bounds_test.cc: texts that nobody writes for people cost a refusal or a bounded report, never more. Counted, not timed;
// `people.hostile_ms_max` of the bench says what they cost.
#include <gtest/gtest.h>

#include "base/json.h"
#include "domain/people/match_claims.h"
#include "domain/people/match_for_tests.h"

namespace plimsoll::people {
namespace {

constexpr std::string_view kJob = "Site reliability engineer\n\nRequirements\n- Go, Kubernetes and Terraform\n- 5 years of Linux\n- A degree in computer science\n";
constexpr std::string_view kResume = "Asha\n\nExperience\nEngineer, Example 2019-03 - 2024-05\n- Built services in Go on Kubernetes for 40 teams, which answered 3,000 requests a second each day\n";

std::string repeated(std::string_view piece, std::size_t bytes = kLongestDocument - 64) {
    std::string out;
    while (out.size() + piece.size() <= bytes) out += piece;
    return out;
}

/// Code of the refusal; "read" when it was read. A report is bounded whatever the texts are.
std::string outcome(std::string_view resume, std::string_view job) {
    const auto report = match_texts(resume, job, fixture::finder(), {{2026, 11}, nullptr});
    if (!report) return std::string(report.error().code());
    EXPECT_LE(report->rows.size(), kMostRequirements);
    EXPECT_LE(report->gates.size(), kMostGates);
    EXPECT_LE(report->denied.size(), kMostNotCounted);
    EXPECT_LE(report->unresolved.size(), kMostNotCounted);
    for (const MatchRow& row : report->rows) {
        EXPECT_LE(row.evidence.size(), kMostEvidence);
        EXPECT_LE(row.asked_at.size(), kMostEvidence);
    }
    EXPECT_LT(json::encode(*report).size(), 8U << 20);
    return "read";
}

TEST(MatchBounds, ANameOverAndOverIsTooMuch) {
    EXPECT_EQ(outcome(repeated("Go, "), kJob), "people.too_much_work");
    EXPECT_EQ(outcome(kResume, repeated("Go, ")), "people.too_much_work");
    EXPECT_EQ(outcome(repeated("kubernetes "), kJob), "people.too_much_work");
    EXPECT_EQ(outcome(repeated("Kubernetes.\n- "), kJob), "people.too_much_work");
}

TEST(MatchBounds, NamesUpToTheBoundAreRead) {
    std::string names = "Skills\n";
    for (std::size_t i = 0; i < kMostNames; ++i) names += i % 10 == 9 ? "Kafka\n" : "Kafka, ";
    EXPECT_EQ(outcome(names, kJob), "read");
    EXPECT_EQ(outcome(names + "Kafka", kJob), "people.too_much_work");
}

TEST(MatchBounds, LinesUpToTheBoundAreRead) {
    EXPECT_EQ(outcome(repeated("x\n", 2 * (kMostLines - 1)), kJob), "read");
    EXPECT_EQ(outcome(repeated("x\n", 2 * (kMostLines + 1)), kJob), "people.too_much_work");
    EXPECT_EQ(outcome(kResume, repeated("\n- y", 4 * (kMostLines + 1))), "people.too_much_work");
    EXPECT_EQ(outcome("x" + repeated("\n"), kJob), "people.too_much_work");
}

TEST(MatchBounds, PostsUpToTheBoundAreRead) {
    const auto posts = [](std::size_t count) {
        std::string out = "Experience\n";
        for (std::size_t i = 0; i < count; ++i) out += "Engineer 2019 - 2020\n- Ran Go\n";
        return out;
    };
    EXPECT_EQ(outcome(posts(kMostPosts), kJob), "read");
    EXPECT_EQ(outcome(posts(kMostPosts + 1), kJob), "people.too_much_work");
    std::string json = "{\"work\":[{\"position\":\"Engineer\"}";
    for (std::size_t i = 0; i < kMostPosts; ++i) json += ",{}";
    EXPECT_EQ(outcome(json + "]}", kJob), "people.too_much_work");
}

TEST(MatchBounds, PagesUpToTheBoundAreRead) {
    std::string pages(kResume);
    for (int i = 1; i < kMostPages; ++i) pages += "\fmore";
    EXPECT_EQ(outcome(pages, kJob), "read");
    EXPECT_EQ(outcome(pages + "\fmore", kJob), "people.document_too_large");
}

TEST(MatchBounds, LongTextsOfNothingAreRead) {
    for (const char* piece : {"lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ", "x", "no ", "no no not without never used ", "2019 - 2020 ", "a.", "a. ", ". ", "1 ", "-", "- ", "'", "(", "a plus (a plus) ", "5 years of ",
                              "Experience: ", "degree ", "@", "     ", "aaaa-", "\xE2\x80\xA2 ", "\xC3\xA9", "e\xCC\x81"}) {
        const std::string text = repeated(piece);
        EXPECT_EQ(outcome("x " + text, kJob), "read") << piece;
        EXPECT_EQ(outcome(kResume, "x " + text), "read") << piece;
    }
}

TEST(MatchBounds, WordsDividedOverAndOverAreOneLine) {
    // Each hyphen at a line's end joins what it divided, so that the line grows.
    EXPECT_EQ(outcome("x " + repeated("a-\n"), kJob), "read");
    EXPECT_EQ(outcome(repeated("on-\n"), kJob), "read");
}

TEST(MatchBounds, SpacesThenBulletsAreOneLine) { EXPECT_EQ(outcome("x\n" + std::string(2'000'000, ' ') + repeated("\xE2\x80\xA2", 2'000'000), kJob), "read"); }

TEST(MatchBounds, MarksOnOneLetterArePartedAfterThirty) {
    std::string marks = "e";
    while (marks.size() < 1'000'000) marks += "\xCC\x81\xCC\xA7";
    EXPECT_EQ(outcome(marks, kJob), "read");
}

TEST(MatchBounds, CharactersThatBecomeManyAreTooLarge) {
    for (const char* ligature : {"\xEF\xB7\xBA", "\xEF\xB7\xBB"}) EXPECT_EQ(outcome("x " + repeated(ligature), kJob), "people.document_too_large");
}

TEST(MatchBounds, ConditionsBeyondTheBoundAreTold) {
    const auto report = match_texts(kResume, "Requirements\n" + repeated("- 5 years of Go\n", 4000), fixture::finder(), {{2026, 11}, nullptr});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->gates.size(), kMostGates);
    EXPECT_EQ(report->job.problems.back().code, "too_many_gates");
}

TEST(MatchBounds, NamesThatDoNotCountBeyondTheBoundAreTold) {
    const auto report = match_texts(std::string(kResume) + repeated("- No Kafka\n", 11 * (kMostNotCounted + 5)), kJob, fixture::finder(), {{2026, 11}, nullptr});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->denied.size(), kMostNotCounted);
    EXPECT_EQ(report->resume.problems.back(), (DocumentProblem{"too_many_uncounted", "5 more names that do not count are not listed"}));
}

TEST(MatchBounds, ATitleIsShort) {
    const std::string json = "{\"work\":[{\"position\":\"" + repeated("e", 3'000'000) + "\",\"startDate\":\"2020\",\"highlights\":[\"Ran Go on Kubernetes for 40 teams\"]}]}";
    const auto report = match_texts(json, kJob, fixture::finder(), {{2026, 11}, nullptr});
    ASSERT_TRUE(report);
    EXPECT_LT(json::encode(*report).size(), 100'000U);
}

TEST(MatchBounds, DeepAndOddJsonIsRefusedOrTold) {
    EXPECT_EQ(outcome("{\"work\":" + std::string(100'000, '['), kJob), "base.malformed");
    std::string odd = "{\"basics\":{\"summary\":\"Runs Go\"},\"skills\":[1";
    for (int i = 0; i < 1000; ++i) odd += ",1";
    const auto resume = read_resume(odd + "]}");
    ASSERT_TRUE(resume);
    EXPECT_LE(resume->document.problems().size(), 60U);
}

}  // namespace
}  // namespace plimsoll::people

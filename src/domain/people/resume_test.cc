#include "domain/people/resume.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/people/resume_words.h"

namespace plimsoll::people {
namespace {

std::string ranges(std::string_view line) {
    std::string out;
    for (const DateRange& r : date_ranges(line)) out += (out.empty() ? "" : "; ") + r.start.text() + ".." + (r.end ? r.end->text() : "now");
    return out;
}

TEST(ResumeDates, EveryCommonFormIsReadWithItsPrecision) {
    EXPECT_EQ(ranges("Jan 2020 - Present"), "2020-01..now");
    EXPECT_EQ(ranges("Jun'21 - Till date"), "2021-06..now");
    EXPECT_EQ(ranges("03/2020 - heute"), "2020-03..now");
    EXPECT_EQ(ranges("January, 2020 to March 2021"), "2020-01..2021-03");
    EXPECT_EQ(ranges("03/2019 - 06/2021"), "2019-03..2021-06");
    EXPECT_EQ(ranges("2019-03 to 2021-06"), "2019-03..2021-06");
    EXPECT_EQ(ranges("2019/03 - 2021/06"), "2019-03..2021-06");
    EXPECT_EQ(ranges("Sept '19 - Oct '21"), "2019-09..2021-10");
    EXPECT_EQ(ranges("Jan - Mar 2020"), "2020-01..2020-03");
    EXPECT_EQ(ranges("2018 - 2020"), "2018..2020");
    EXPECT_EQ(ranges("2018-2020"), "2018..2020");
    EXPECT_EQ(ranges("since 2021"), "2021..now");
    EXPECT_EQ(ranges("Since May 2021"), "2021-05..now");
    EXPECT_EQ(ranges("01.03.2019 - 31.12.2020"), "2019-03..2020-12");
    EXPECT_EQ(ranges("2019-03-15 - 2020-01-31"), "2019-03..2020-01");
    EXPECT_EQ(ranges("Q1 2020 - Q3 2021"), "2020..2021");
    EXPECT_EQ(ranges("Summer 2019 - Winter 2020"), "2019..2020");
    EXPECT_EQ(ranges("SRE, Acme (June 2017 - now), Leeds"), "2017-06..now");
    EXPECT_EQ(ranges("March 3, 2020 - April 9, 2021"), "2020-03..2021-04");
}

TEST(ResumeDates, AnAmbiguousDayKeepsOnlyItsYear) { EXPECT_EQ(ranges("03/04/2020 - 25/12/2020"), "2020..2020-12"); }

TEST(ResumeDates, FiguresAndSingleDatesAreNoRanges) {
    for (const char* line : {"cut pages from 41 to 9", "2020", "reduced 2000 to 1500 hosts", "24/7", "5-7 people", "version 1.2 - 1.4", "2021 - 2019"}) EXPECT_EQ(ranges(line), "") << line;
}

TEST(ResumeDates, TwoPostsAtOneTimeCountOnce) {
    const YearMonth now{2026, 11};
    const std::vector<DateRange> both{{{2020, 1}, YearMonth{2020, 12}, 0, 0}, {{2020, 7}, YearMonth{2021, 6}, 0, 0}};
    EXPECT_EQ(covered_months(both, now).least, 18);
    EXPECT_EQ(covered_months(both, now).most, 18);
}

TEST(ResumeDates, AYearAloneGivesALeastAndAMost) {
    const auto span = covered_months({{{2018, 0}, YearMonth{2020, 0}, 0, 0}}, {2026, 11});
    EXPECT_EQ(span.least, 14);  // December 2018 to January 2020
    EXPECT_EQ(span.most, 36);   // January 2018 to December 2020
}

RC_GTEST_PROP(ResumeDates, AUnionIsAsManyMonthsAsAreInAnyRange, ()) {
    const auto n = *rc::gen::inRange(0, 6);
    std::vector<DateRange> all;
    std::set<int> months;
    for (int i = 0; i < n; ++i) {
        const int from = *rc::gen::inRange(2000 * 12, 2006 * 12);
        const int to = from + *rc::gen::inRange(0, 30);
        all.push_back({{from / 12, from % 12 + 1}, YearMonth{to / 12, to % 12 + 1}, 0, 0});
        for (int m = from; m <= to; ++m) months.insert(m);
    }
    const MonthSpan span = covered_months(all, {2026, 11});
    RC_ASSERT(span.least == static_cast<int>(months.size()));
    RC_ASSERT(span.most == static_cast<int>(months.size()));
}

TEST(ResumeWords, DeedsAreToldFromNouns) {
    for (const char* deed : {"built", "migrated", "led", "ran", "automated", "owned", "used", "wrote", "reduced", "administered", "deployed"}) EXPECT_TRUE(is_doing_verb(deed)) << deed;
    for (const char* noun : {"kubernetes", "monitoring", "skills", "senior", "test", "us", "port", "the", "python"}) EXPECT_FALSE(is_doing_verb(noun)) << noun;
}

TEST(ResumeWords, AtTheBeginOfAStatementMoreWordsAreDeeds) {
    for (const char* deed : {"Own the payment path", "Simulated turbulence in C", "Looked after 300 hosts", "Handling P1 incidents and their reports", "Responsible for two clusters", "Test every release", "Pulled keys into Vault", "Runs OpenShift"})
        EXPECT_FALSE(doing_verb(deed).text.empty()) << deed;
    for (const char* none : {"Advanced Kubernetes", "Distributed systems", "Monitoring: Prometheus", "Engineering of things", "Firewalls for 14 sites", "Own team"}) EXPECT_TRUE(doing_verb(none).text.empty()) << none;
}

TEST(ResumeWords, AnAmountTellsOfWorkWithoutAVerb) {
    for (const char* told : {"Firewalls and VPN for 14 sites", "On call one week in five", "Feature flags for every release"}) EXPECT_TRUE(tells_an_amount(told)) << told;
    for (const char* not_told : {"Kubernetes", "Knowledge of Kubernetes and Docker", "Python 3.11", "two years"}) EXPECT_FALSE(tells_an_amount(not_told)) << not_told;
}

TEST(ResumeWords, AFigureIsNoYearVersionOrName) {
    for (const char* with : {"cut cost by 30%", "from 41 to 9 pages", "saved $1.2M", "14 clusters", "p99 of 480 ms", "grew 3x"}) EXPECT_TRUE(first_figure(with)) << with;
    for (const char* without : {"Python 3.11", "in 2019", "k8s", "HTTP/2", "24/7 rotation", "p99", "EC2 and S3", "nothing"}) EXPECT_FALSE(first_figure(without)) << without;
}

TEST(Resume, PostsAreReadFromTextWithTheirTitles) {
    const Resume r = *read_resume("Asha\n\nEXPERIENCE\n\nSRE, Acme\nMarch 2021 - Present\n- Ran Kafka\n\nAdmin | Bolt | 2013 - 2016\n- Kept hosts\n\nSKILLS\nGo\n");
    ASSERT_EQ(r.posts.size(), 2U);
    EXPECT_EQ(r.posts[0].title, "SRE, Acme");
    EXPECT_EQ(r.posts[1].title, "Admin | Bolt");
    EXPECT_FALSE(r.posts[0].dates->end);
    for (const Statement& s : r.statements) {
        const std::string_view text = r.document.view(s.at.begin, s.at.end);
        if (text == "Ran Kafka") { EXPECT_EQ(s.post, 0U); }
        if (text == "Kept hosts") { EXPECT_EQ(s.post, 1U); }
        if (text == "Go") { EXPECT_EQ(s.section, ResumeSection::skills); }
        if (text == "Go") { EXPECT_FALSE(s.post); }
    }
}

/// "Kafka in post 0", or where else the statement that holds the words stands.
std::optional<std::size_t> post_of(const Resume& r, std::string_view words) {
    for (const Statement& s : r.statements) {
        if (r.document.view(s.at.begin, s.at.end).find(words) != std::string_view::npos) return s.post;
    }
    ADD_FAILURE() << "no statement with " << words;
    return std::nullopt;
}

TEST(Resume, ALeadEngineerIsATitleAndALedMoveIsNot) {
    const Resume r = *read_resume("Experience\n\nLead Engineer, Acme 2019 - 2021\n- Ran Kafka\n\nBuild Engineer, Bolt 2017 - 2019\n- Ran Jenkins\nLed the move to Kubernetes from 2018 to 2019\n");
    ASSERT_EQ(r.posts.size(), 2U);
    EXPECT_EQ(r.posts[0].title, "Lead Engineer, Acme");
    EXPECT_EQ(r.posts[1].title, "Build Engineer, Bolt");
    EXPECT_EQ(post_of(r, "Led the move"), 1U);
}

TEST(Resume, PostsAreSeenUnderAHeadingThatIsNotUnderstood) {
    const Resume r = *read_resume("Jo\n\nWHERE I HAVE WORKED\n\nRelease Engineer @ Acme (2021-11 -> today)\n- Ran Kafka\nTools: Bazel, GKE\n\nSysadmin, Bolt - 2015 to 2019\n- Kept hosts\n\nEDUCATION\nStudent of physics 2010 - 2014\n");
    ASSERT_EQ(r.posts.size(), 2U);
    EXPECT_EQ(r.posts[0].section, ResumeSection::experience);
    EXPECT_FALSE(r.posts[0].dates->end);
    EXPECT_EQ(post_of(r, "Kept hosts"), 1U);
}

TEST(Resume, ACareerBreakIsNoPost) {
    const Resume r = *read_resume("Experience\n\nEngineer, Acme 2021 - Present\n- Ran Kafka\n\nCareer break (parental leave) 2019 - 2021\n- Took a course in R\n\nAdmin, Bolt 2015 - 2019\n- Kept hosts\n");
    ASSERT_EQ(r.posts.size(), 2U);
    EXPECT_EQ(r.posts[1].title, "Admin, Bolt");
    EXPECT_FALSE(post_of(r, "Took a course"));
}

TEST(Resume, ATitleAboveItsDatesBelongsToThemAndNotToThePostBefore) {
    const Resume r = *read_resume("Experience\nEngineer, Acme\n2021 - Present\n- Ran Kafka\nAdmin, Bolt\n2015 - 2019\n- Kept hosts\nProject | Bank\nRole | Intern\nDuration | 2014 - 2015\n- Wrote SQL\n");
    ASSERT_EQ(r.posts.size(), 3U);
    EXPECT_EQ(r.posts[1].title, "Admin, Bolt");
    EXPECT_NE(r.posts[2].title.find("Intern"), std::string::npos);
    EXPECT_EQ(r.posts[2].title.find("Duration"), std::string::npos);
}

TEST(Resume, AListAmidAPostDoesNotEndIt) {
    const Resume r = *read_resume("Experience\n\nEngineer, Acme 2021 - Present\nTechnologies: Java, Oracle\nAchievements\n- Ran Kafka\n");
    ASSERT_EQ(r.posts.size(), 1U);
    EXPECT_EQ(post_of(r, "Ran Kafka"), 0U);
    EXPECT_EQ(r.statements.back().section, ResumeSection::experience);
}

TEST(Resume, AProjectBeginsWithItsName) {
    const Resume r = *read_resume("Projects\n\ntatu, 2025\nWrote it in Go; 140 stars.\n\nHome lab\n2020 - 2021\n- Ran k3s\n");
    ASSERT_EQ(r.posts.size(), 2U);
    EXPECT_EQ(r.posts[0].section, ResumeSection::projects);
    EXPECT_EQ(r.posts[0].dates->start, (YearMonth{2025, 0}));
    EXPECT_EQ(post_of(r, "Wrote it in Go"), 0U);
    EXPECT_EQ(r.posts[1].title, "Home lab");
}

TEST(Resume, ARowOfATableThatBeginsWithAHeadingStandsUnderIt) {
    const Resume r = *read_resume("Asha Rao\nBerlin\n\nCertificates | CKA, 2024\nSkills | Go, Python\n");
    EXPECT_EQ(r.statements.back().section, ResumeSection::skills);
}

TEST(Resume, HeadingsAreReadHoweverTheyAreWritten) {
    for (const char* line : {"Skills", "## Skills & Tools:", "TECHNICAL SKILLS", "**Skills**", "Skills ======", "Relevant Technical Skills", "Tools & Technologies", "Skills Matrix"}) EXPECT_EQ(resume_heading(line), ResumeSection::skills) << line;
    EXPECT_EQ(resume_heading("Selected Industry Experience"), ResumeSection::experience);
    EXPECT_EQ(resume_heading("Education and Certificates"), ResumeSection::education);
    EXPECT_FALSE(resume_heading("Skills that I used at work every day"));
    EXPECT_FALSE(resume_heading("Professional Services"));
    EXPECT_FALSE(resume_heading("Experience with Kafka"));
}

TEST(Resume, JsonResumeKeepsPrecisionAndCitesByPointer) {
    const Resume r = *read_resume(R"({"x-own": 1, "work": [{"name": "Acme", "position": "SRE", "startDate": "2019", "endDate": "2020-05-03", "highlights": ["Ran Kafka"]}]})");
    ASSERT_EQ(r.posts.size(), 1U);
    EXPECT_EQ(r.posts[0].dates->start.text(), "2019");
    EXPECT_EQ(r.posts[0].dates->end->text(), "2020-05");
    const Statement& s = r.statements.back();
    EXPECT_EQ(r.document.original(s.at.begin, s.at.end), (Span{0, 9, 0, 0, "/work/0/highlights/0"}));
}

TEST(Resume, WhatIsWrongInAJsonResumeIsToldAndPassedOver) {
    const Resume r = *read_resume(R"({"basics": {"summary": 3}, "skills": "Go", "work": [7, {"position": "SRE", "startDate": "soon", "highlights": ["Ran Kafka", 4]}]})");
    EXPECT_EQ(r.document.problems().size() - (r.document.confidence() < 1 ? 1 : 0), 5U);
}

TEST(Resume, AJsonTextThatIsNoResumeIsRefused) {
    EXPECT_EQ(read_resume("{\"a\": ").error().code(), "base.malformed");
    EXPECT_EQ(read_resume("{\"a\": 1}").error().code(), "people.resume_shape");
}

}  // namespace
}  // namespace plimsoll::people

#include "domain/people/match_request.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/crypto.h"
#include "base/json.h"
#include "domain/people/match_for_tests.h"
#include "domain/people/skill_views.h"

namespace plimsoll::people {
namespace {

constexpr std::string_view kJob = "Engineer\n\nRequirements\n- Go\n- Kubernetes\n";
const std::string kResume = "Asha Example\n\nExperience\nEngineer, Example 2019-03 - 2024-05\n- Built services in Go on Kubernetes for 40 teams\n- No experience with Kafka\n";
const Timestamp kNow = Timestamp::from_seconds(1'795'000'000);  // November 2026

MatchPorts ports() {
    return {fixture::finder(), nullptr, [](std::string_view) -> Result<std::optional<Document>> { return std::optional<Document>{}; }, {}};
}
Result<MatchReply> asked(MatchFile resume, MatchFile job, std::string as_of = "2026-11", const MatchPorts& with = ports()) {
    return answer_match({std::move(resume), std::move(job), std::move(as_of)}, kNow, with);
}
MatchFile text(std::string_view words) { return {"", "", std::string(words)}; }
MatchFile file(std::string_view bytes) { return {"x.txt", crypto::base64(bytes), ""}; }

TEST(MatchRequest, TextAndFileGiveTheSameAnswer) {
    const auto pasted = asked(text(kResume), text(kJob));
    const auto sent = asked(file(kResume), file(kJob));
    ASSERT_TRUE(pasted && sent);
    EXPECT_EQ(json::encode(pasted->report), json::encode(sent->report));
    EXPECT_EQ(pasted->resume.lines, sent->resume.lines);
    EXPECT_EQ(sent->resume.name, "x.txt");
    EXPECT_FALSE(pasted->kept);
}

TEST(MatchRequest, WithoutAMonthItIsTheRequests) {
    EXPECT_EQ(asked(text(kResume), text(kJob), "")->report.as_of, "2026-11");
    EXPECT_EQ(asked(text(kResume), text(kJob), "2024-01-31")->report.as_of, "2024-01");
}

TEST(MatchRequest, AllThatIsWrongIsSaidAtOnce) {
    const auto refused = asked({"", "not base64", ""}, {}, "2026");
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(plimsoll::errors::invalid));
    std::vector<std::string> fields;
    for (const FieldError& field : refused.error().fields()) fields.push_back(field.where);
    EXPECT_EQ(fields, (std::vector<std::string>{"/resume/content", "/job", "/as_of"}));
    EXPECT_EQ(asked({"", "YQ==", "a"}, text(kJob)).error().fields().front().where, "/resume");
}

TEST(MatchRequest, LimitsAreOfEachDocument) {
    MatchPorts small = ports();
    small.limits.document_bytes = kJob.size();
    EXPECT_TRUE(asked(text(kResume), text(kJob), "2026-11", small).error().is(errors::document_too_large));
    small.limits.document_bytes = kResume.size();
    EXPECT_TRUE(asked(text(kResume), text(kJob), "2026-11", small));
    small.limits.pages = 1;
    EXPECT_TRUE(asked(text("Go\fGo"), text(kJob), "2026-11", small).error().is(errors::document_too_large));
    EXPECT_NE(asked(text(kResume), text("Go\fGo"), "2026-11", small).error().report().find("the job description"), std::string::npos);
}

TEST(MatchRequest, AReadersRefusalIsOfItsDocument) {
    MatchPorts reading = ports();
    reading.read = [](std::string_view bytes) -> Result<std::optional<Document>> {
        if (bytes.starts_with("%PDF-")) return fail(plimsoll::errors::unavailable, "no reader");
        return std::optional<Document>{};
    };
    const auto refused = asked(text(kResume), text("%PDF-1.7"), "2026-11", reading);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().report().find("the job description: no reader"), std::string::npos) << refused.error().report();
}

TEST(MatchRequest, LinesAreTheDocumentAsGiven) {
    const Document document({{"one\r\ntwo\fthree", "", 0, 1, 1}, {"four", "", 14, 2, 2}, {"a\nb", "/work/0/summary", 0, 1, 1}}, "UTF-8", {});
    const ReadText read = read_text_of(document, "cv.pdf");
    EXPECT_EQ(read.lines, (std::vector<ReadLine>{{1, 1, "", 0, "one\r"}, {1, 2, "", 5, "two"}, {2, 3, "", 9, "three"}, {2, 2, "", 14, "four"}, {0, 0, "/work/0/summary", 0, "a"}, {0, 0, "/work/0/summary", 2, "b"}}));
}

/// The text that a span covers, out of the lines.
std::string covered(const ReadText& text, const Span& span) {
    std::string out;
    for (const ReadLine& line : text.lines) {
        const std::uint64_t end = line.begin + line.text.size();
        if (line.source != span.source || end <= span.begin || line.begin >= span.end) continue;
        out += line.text.substr(std::max(span.begin, line.begin) - line.begin, std::min(span.end, end) - std::max(span.begin, line.begin)) + " ";
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return quote_of(out, 0, out.size());
}

RC_GTEST_PROP(MatchRequest, EverySpanCoversItsQuote, ()) {
    const auto pieces = rc::gen::elementOf(std::vector<std::string>{"- Ran Kubernetes for 40 teams", "Skills", "Go, Python, Kafka", "No experience with Helm", "Engineer 2019 - 2021", "Experience", "", "é – ü", "Led Go and error\nbudgets with teams"});
    std::string words = "Experience";
    for (const std::string& piece : *rc::gen::container<std::vector<std::string>>(pieces)) words += "\n" + piece;
    const auto reply = asked(text(words), text(kJob));
    RC_ASSERT(reply.has_value());
    for (const MatchRow& row : reply->report.rows) {
        for (const MatchEvidence& e : row.evidence) {
            RC_LOG() << e.quote << "\n";
            // The normal form has its own dashes; these pieces keep all else.
            if (e.quote.find(" - ") == std::string::npos) RC_ASSERT(covered(reply->resume, e.at) == e.quote);
        }
    }
}

TEST(SkillViews, ASkillSaysWhatItStandsFor) {
    const SkillList list = list_skills(shipped_skills());
    EXPECT_GE(list.items.size(), 255U);
    const auto eks = show_skill(shipped_skills(), "eks");
    ASSERT_TRUE(eks);
    EXPECT_TRUE(std::any_of(eks->implies.begin(), eks->implies.end(), [](const SkillRef& s) { return s.id == "kubernetes"; }));
    const auto kubernetes = show_skill(shipped_skills(), "kubernetes");
    EXPECT_TRUE(std::any_of(kubernetes->implied_by.begin(), kubernetes->implied_by.end(), [](const SkillRef& s) { return s.id == "eks"; }));
    for (std::size_t i = 1; i < kubernetes->related.size(); ++i) EXPECT_GE(kubernetes->related[i - 1].weight, kubernetes->related[i].weight);
    EXPECT_TRUE(show_skill(shipped_skills(), "nothing").error().is(plimsoll::errors::not_found));
}

}  // namespace
}  // namespace plimsoll::people

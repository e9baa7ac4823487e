// A resume and a job description of any bytes: both are read or refused, and what is read gives the same report twice, whose every
// span lies in its text. A line "%%" parts the two; without it the text is both.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "base/json.h"
#include "domain/people/match.h"

namespace {

using namespace plimsoll;

void spans_lie_within(const people::MatchReport& report, std::size_t longest) {
    const auto check = [&](const people::MatchEvidence& evidence) {
        INVARIANT(evidence.at.begin <= evidence.at.end && evidence.at.end <= longest, "a span lies in its text");
        INVARIANT(evidence.quote.size() <= people::kLongestQuote, "a quote is short");
    };
    for (const people::MatchRow& row : report.rows) {
        INVARIANT(!row.skills.empty() && !row.reasons.empty() && !row.asked_at.empty(), "a row says what and why");
        INVARIANT(row.evidence.size() <= people::kMostEvidence, "evidence is bounded");
        for (const auto& evidence : row.evidence) check(evidence);
        for (const auto& evidence : row.asked_at) check(evidence);
    }
    for (const auto& item : report.denied) check(item.at);
    for (const auto& item : report.unresolved) check(item.at);
    if (report.coverage.value) INVARIANT(*report.coverage.value >= 0 && *report.coverage.value <= 1, "coverage is a share");
    else INVARIANT(!report.coverage.why_empty.empty(), "an empty figure says why");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const people::SkillFinder finder(people::shipped_skills());
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t parts = text.find("\n%%\n");
    const std::string_view resume = text.substr(0, parts);
    const std::string_view job = parts == std::string_view::npos ? text : text.substr(parts + 4);
    const auto report = people::match_texts(resume, job, finder, {{2026, 11}, nullptr});
    if (!report) {
        INVARIANT(!report.error().report().empty(), "a refusal says why");
        return 0;
    }
    // A byte of Latin-1 is up to three in UTF-8, one of UTF-16 up to two.
    spans_lie_within(*report, 3 * size);
    const auto again = people::match_texts(resume, job, finder, {{2026, 11}, nullptr});
    INVARIANT(json::encode(*report) == json::encode(*again), "the same in is the same out");
    return 0;
}

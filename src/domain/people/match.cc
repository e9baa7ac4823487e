#include "domain/people/match.h"

#include <fmt/format.h>

#include <algorithm>

#include "domain/people/match_parts.h"
#include "domain/people/question_words.h"

namespace plimsoll::people {

namespace {

constexpr double kWeak = 0.5;
constexpr double kRelated = 0.3;

/// Which label of alternatives stands for the group: the best that somebody has.
int standing(MatchLabel label) {
    switch (label) {
        case MatchLabel::strong: return 5;
        case MatchLabel::weak: return 4;
        case MatchLabel::related: return 3;
        case MatchLabel::unreadable:
        case MatchLabel::missing: return 2;
        case MatchLabel::contradicted: return 1;
    }
    return 0;
}

double worth(const MatchRow& row) {
    switch (row.label) {
        case MatchLabel::strong: return 1;
        case MatchLabel::weak: return kWeak;
        case MatchLabel::related: return kRelated * row.related_weight.value_or(0);
        default: return 0;
    }
}

MatchEvidence job_evidence(const Job& job, std::uint32_t begin, std::uint32_t end, std::string section, std::string why) {
    MatchEvidence out;
    out.quote = quote_of(job.document.text(), begin, end);
    out.at = job.document.original(begin, end);
    out.section = std::move(section);
    out.why = std::move(why);
    return out;
}

JudgedRow judge(const Requirement& asked, const Job& job, const Claims& claims, const SkillBase& base) {
    JudgedRow out;
    MatchRow& row = out.row;
    row.asked = asked.section;
    row.asked_why = asked.why;
    for (const auto& [begin, end] : asked.places) {
        if (row.asked_at.size() < kMostEvidence) row.asked_at.push_back(job_evidence(job, begin, end, word_of(asked.section), asked.why));
    }
    for (const SkillIndex i : asked.skills) {
        row.name += (row.name.empty() ? "" : " or ") + base[i].name;
        row.skills.push_back(base[i].id);
        const Shown& shown = claims.of(i);
        const auto better = [&] {
            if (standing(shown.label) != standing(out.shown->label)) return standing(shown.label) > standing(out.shown->label);
            return shown.label == MatchLabel::related && shown.related_weight > out.shown->related_weight;
        };
        if (out.shown == nullptr || better()) {
            out.shown = &shown;
            out.skill = i;
        }
    }
    const Shown& best = *out.shown;
    row.label = best.label;
    row.by = base[out.skill].id;
    row.competency = base[out.skill].competency;
    row.reasons = best.reasons;
    row.months = best.months;
    if (best.last) row.last_used = best.last->end ? best.last->end->text() : "now";
    if (row.label == MatchLabel::related) row.related_weight = best.related_weight;
    std::vector<std::size_t> quoted;
    const std::vector<Claim>& shown = row.label == MatchLabel::contradicted ? best.denied : best.claims;
    for (const Claim& claim : shown) {
        if (quoted.size() == kMostEvidence) break;
        if (std::find(quoted.begin(), quoted.end(), claim.statement) != quoted.end()) continue;
        quoted.push_back(claim.statement);
        row.evidence.push_back(row.label == MatchLabel::contradicted ? claims.evidence(claim.statement, "denies it") : claims.evidence(claim, out.skill));
    }
    return out;
}

void list_not_counted(MatchReport& report, const Job& job, const Claims& claims, const SkillBase& base) {
    std::size_t beyond = 0;
    const auto put = [&](const SkillHit& hit, const char* where, const auto& at) {
        if (hit.state == SkillHit::State::counts) return;
        auto& list = hit.state == SkillHit::State::negated ? report.denied : report.unresolved;
        if (list.size() < kMostNotCounted) list.push_back({base[hit.skill].name, where, hit.why, at()});
        else ++beyond;
    };
    const auto tell = [&](MatchText& text) {
        if (beyond > 0) text.problems.push_back({"too_many_uncounted", fmt::format("{} more names that do not count are not listed", beyond)});
        beyond = 0;
    };
    for (const SkillHit& hit : claims.hits()) put(hit, "resume", [&] { return claims.evidence(claims.statement_of(hit), {}); });
    tell(report.resume);
    std::size_t p = 0;
    for (const SkillHit& hit : job.hits) {
        while (job.passages[p].end < hit.end) ++p;
        if (job.sections[p] == JobSection::left_out) continue;
        put(hit, "job", [&] { return job_evidence(job, job.passages[p].begin, job.passages[p].end, word_of(job.sections[p]), {}); });
    }
    tell(report.job);
}

MatchCoverage coverage_of(const MatchReport& report, const Resume& resume) {
    MatchCoverage out;
    out.formula = "sum of weight x worth / sum of weight; weight: required 1, responsibilities 0.6, preferred 0.4, general 0.2; worth: strong 1, weak 0.5, related 0.3 x edge, else 0";
    if (!report.requirements_detected) {
        out.why_empty = "requirements not detected: nothing can be said of gaps";
        return out;
    }
    if (resume.document.confidence() < kReadable) {
        out.why_empty = "the resume could not be read well enough";
        return out;
    }
    double sum = 0;
    double weights = 0;
    for (const MatchRow& row : report.rows) {
        sum += weight_of(row.asked) * worth(row);
        weights += weight_of(row.asked);
    }
    out.value = sum / weights;
    return out;
}

MatchText text_of(const Document& document) {
    MatchText out;
    out.format = document.format();
    out.encoding = document.encoding();
    out.pages = document.pages();
    out.confidence = document.confidence();
    out.problems = document.problems();
    return out;
}

}  // namespace

std::string quote_of(std::string_view text, std::size_t begin, std::size_t end) {
    std::string out;
    for (const char c : text.substr(begin, end - begin)) {
        const char d = c == '\n' || c == '\t' ? ' ' : c;
        if (d == ' ' && (out.empty() || out.back() == ' ')) continue;
        out += d;
    }
    return shortened(std::move(out), kLongestQuote);
}

Result<MatchReport> match(const Resume& resume, const Job& job, const SkillFinder& finder, const MatchOptions& options) {
    const SkillBase& base = finder.base();
    auto hits = hits_of(resume, finder);
    if (!hits) return std::move(hits).error().within("the resume");
    const Claims claims(resume, std::move(*hits), base, options.as_of);
    MatchReport report;
    report.rules = kMatchRules;
    report.knowledge_base = base.version();
    report.as_of = options.as_of.text();
    report.resume = text_of(resume.document);
    report.resume.statements = static_cast<int>(resume.statements.size());
    report.resume.posts = static_cast<int>(std::count_if(resume.posts.begin(), resume.posts.end(), [](const Post& p) { return p.dates.has_value(); }));
    report.job = text_of(job.document);
    report.job.title = job.title;
    report.job.statements = static_cast<int>(job.passages.size());
    report.requirements_detected = job.detected;
    std::vector<JudgedRow> rows;
    for (const Requirement& asked : job.requirements) rows.push_back(judge(asked, job, claims, base));
    for (const JudgedRow& judged : rows) report.rows.push_back(judged.row);
    report.gates = judge_gates(job, resume, claims, base, options.as_of);
    list_not_counted(report, job, claims, base);
    report.advice = advise(rows, report.unresolved, base, claims, resume);
    report.plan = plan_interview(rows, report.gates, base, claims, resume, options.bank);
    report.note = "Evidence for a person who decides. It ranks nobody, and what a resume does not say is not thereby absent.";
    report.coverage = coverage_of(report, resume);
    return report;
}

Result<MatchReport> match_texts(std::string_view resume, std::string_view job, const SkillFinder& finder, const MatchOptions& options) {
    auto read = read_resume(resume);
    if (!read) return std::move(read).error().within("the resume");
    auto asked = read_job(job, finder);
    if (!asked) return std::move(asked).error().within("the job description");
    return match(*read, *asked, finder, options);
}

}  // namespace plimsoll::people

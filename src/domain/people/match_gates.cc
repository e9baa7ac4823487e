// match_gates.cc: conditions of a job held against a resume: pass, fail, or unknown where the resume does not say.
#include <fmt/format.h>

#include <algorithm>

#include "domain/people/match_parts.h"
#include "domain/people/question_words.h"

namespace plimsoll::people {

namespace {

std::string years_text(int months) {
    if (months % 12 == 0) return fmt::format("{} year{}", months / 12, months == 12 ? "" : "s");
    return fmt::format("{} year{} {} month{}", months / 12, months / 12 == 1 ? "" : "s", months % 12, months % 12 == 1 ? "" : "s");
}

std::string skills_text(const SkillBase& base, const std::vector<SkillIndex>& skills) {
    std::string out;
    for (const SkillIndex i : skills) out += (out.empty() ? "" : " or ") + base[i].name;
    return out;
}

void judge_years(MatchGate& out, const GateAsked& gate, const Resume& resume, const Claims& claims, const SkillBase& base, YearMonth as_of) {
    out.asked = years_text(gate.months) + (gate.leading ? " of leading people" : gate.skills.empty() ? " of work" : " of " + skills_text(base, gate.skills));
    std::vector<DateRange> ranges;
    if (gate.skills.empty()) {
        for (const Post& post : resume.posts) {
            const bool led = !gate.leading || rank_of_title(post.title) >= 7 || find_phrase(lowered(post.title), "lead") != std::string_view::npos;
            if (post.dates && post.section == ResumeSection::experience && led) ranges.push_back(*post.dates);
        }
    } else {
        ranges = claims.posts_with(gate.skills);
    }
    if (ranges.empty()) {
        out.result = GateResult::unknown;
        out.why = gate.leading ? "no title of a post with dates tells of leading people" : gate.skills.empty() ? "no post with dates was found" : "no post with dates names it";
        return;
    }
    const MonthSpan span = covered_months(ranges, as_of);
    const std::string covered = span.least == span.most ? years_text(span.least) : years_text(span.least) + " to " + years_text(span.most);
    out.why = fmt::format("{} post{} cover {}", ranges.size(), ranges.size() == 1 ? "" : "s", covered);
    if (span.least >= gate.months) out.result = GateResult::pass;
    else if (span.most < gate.months) out.result = GateResult::fail;
    else out.why += ": the dates are not precise enough";
    // A post that does not name the skill may have used it all the same.
    if (out.result == GateResult::fail && (!gate.skills.empty() || gate.leading)) {
        std::vector<DateRange> all;
        for (const Post& post : resume.posts) {
            if (post.dates) all.push_back(*post.dates);
        }
        if (covered_months(all, as_of).most >= gate.months) {
            out.result = GateResult::unknown;
            out.why += gate.leading ? " where a title says so; other posts may have led people" : " where it is named; other posts may have used it";
        }
    }
}

void judge_level(MatchGate& out, const GateAsked& gate, const Resume& resume) {
    out.asked = "level: " + name_of_rank(gate.level);
    int best = 0;
    int highest = 0;
    bool untold = false;  // "Site Reliability Engineer" may be of any level
    std::string title;
    for (const Post& post : resume.posts) {
        if (post.section != ResumeSection::experience) continue;
        const int rank = rank_of_title(post.title);
        highest = std::max(highest, rank);
        untold = untold || rank == 0;
        // Leading people and leading by craft are two ladders.
        if ((gate.level >= 7) == (rank >= 7) && rank > best) {
            best = rank;
            title = post.title;
        }
    }
    if (best >= gate.level) {
        out.result = GateResult::pass;
        out.why = fmt::format("\"{}\"", title);
    } else if (highest == 0) {
        out.why = "no title tells a level";
    } else if (highest <= 2 && gate.level >= 4 && !untold) {
        out.result = GateResult::fail;
        out.why = "the highest title is " + name_of_rank(highest);
    } else {
        out.why = fmt::format("the highest title is {}: titles differ between companies", name_of_rank(highest));
    }
}

/// What the part on education tells; nothing: there is none.
std::optional<int> highest_degree(const Resume& resume) {
    std::optional<int> best;
    for (const Statement& s : resume.statements) {
        if (s.section != ResumeSection::education || s.heading) continue;
        best = std::max(best.value_or(0), degree_in(resume.document.view(s.at.begin, s.at.end)));
    }
    return best;
}

void judge_degree(MatchGate& out, const GateAsked& gate, std::optional<int> highest) {
    out.asked = name_of_degree(gate.degree) + (gate.or_experience ? " or equal experience" : "");
    const bool education = highest.has_value();
    const int best = highest.value_or(0);
    if (best >= gate.degree) {
        out.result = GateResult::pass;
        out.why = "the resume names " + name_of_degree(best);
    } else if (gate.or_experience) {
        out.why = "no such degree is named; whether the experience equals it is for a person to say";
    } else if (!education) {
        out.why = "there is no part on education";
    } else if (best == 0) {
        out.why = "no degree was recognised in the part on education";
    } else {
        out.result = GateResult::fail;
        out.why = "the highest that is named is " + name_of_degree(best);
    }
}

}  // namespace

std::vector<MatchGate> judge_gates(const Job& job, const Resume& resume, const Claims& claims, const SkillBase& base, YearMonth as_of) {
    std::vector<MatchGate> out;
    // Read once for all: a text may ask for a degree in every line.
    const bool degree_asked = std::any_of(job.gates.begin(), job.gates.end(), [](const GateAsked& gate) { return gate.kind == GateKind::degree; });
    const std::optional<int> degree = degree_asked ? highest_degree(resume) : std::nullopt;
    for (const GateAsked& gate : job.gates) {
        MatchGate result;
        result.kind = gate.kind;
        result.preferred = gate.preferred;
        result.asked_at.quote = quote_of(job.document.text(), gate.begin, gate.end);
        result.asked_at.at = job.document.original(gate.begin, gate.end);
        switch (gate.kind) {
            case GateKind::years: judge_years(result, gate, resume, claims, base, as_of); break;
            case GateKind::level: judge_level(result, gate, resume); break;
            case GateKind::degree: judge_degree(result, gate, degree); break;
        }
        if (resume.document.confidence() < kReadable && result.result == GateResult::fail) {
            result.result = GateResult::unknown;
            result.why += "; the resume could not be read well enough";
        }
        out.push_back(std::move(result));
    }
    return out;
}

}  // namespace plimsoll::people

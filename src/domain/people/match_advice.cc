// match_advice.cc: what a candidate can say more clearly, and what an interviewer had better ask.
#include <fmt/format.h>

#include <algorithm>

#include "domain/people/match_parts.h"

namespace plimsoll::people {

namespace {

std::string where(const Span& at) {
    if (!at.source.empty()) return at.source;
    return at.page > 1 ? fmt::format("page {}, line {}", at.page, at.line) : fmt::format("line {}", at.line);
}

std::string example(const Skill& skill) { return skill.shows.empty() ? "" : ", for example " + skill.shows; }

/// Order of work: what is required first, and there what is missing before what is weak.
std::vector<const JudgedRow*> by_need(const std::vector<JudgedRow>& rows) {
    std::vector<const JudgedRow*> out;
    for (const JudgedRow& row : rows) out.push_back(&row);
    const auto need = [](MatchLabel label) {
        switch (label) {
            case MatchLabel::missing: return 0;
            case MatchLabel::contradicted: return 1;
            case MatchLabel::unreadable: return 2;
            case MatchLabel::related: return 3;
            case MatchLabel::weak: return 4;
            case MatchLabel::strong: return 5;
        }
        return 5;
    };
    std::stable_sort(out.begin(), out.end(), [&](const JudgedRow* a, const JudgedRow* b) {
        return std::pair(-weight_of(a->row.asked), need(a->row.label)) < std::pair(-weight_of(b->row.asked), need(b->row.label));
    });
    return out;
}

std::string advice_for(const JudgedRow& judged, const SkillBase& base) {
    const MatchRow& row = judged.row;
    const Skill& skill = base[judged.skill];
    switch (row.label) {
        case MatchLabel::missing:
            return fmt::format("If you have used {}, name the post, what you did and what came of it{}. If you have not, leave it out.", row.name, example(skill));
        case MatchLabel::related:
            return fmt::format("You show {}, which is close. If you have used {} itself, say where{}; else say how what you know carries over.", base[*judged.shown->related_by].name, row.name, example(skill));
        case MatchLabel::contradicted: return fmt::format("You say that you have not used {}. If that has changed, say so; else leave it as it is.", row.name);
        case MatchLabel::unreadable: return fmt::format("{} was not found, but the file could not be read well. Give it as plain text and look again.", row.name);
        case MatchLabel::weak:
            if (judged.shown->stale) return fmt::format("{} was last used some time ago. If you have used it since, say where; if not, an interviewer will ask what you still know of it.", row.name);
            if (judged.shown->months || std::any_of(judged.shown->claims.begin(), judged.shown->claims.end(), [](const Claim& c) { return c.used; }))
                return fmt::format("Your use of {} is told without a figure. If you measured what came of it, say so{}.", row.name, example(skill));
            return fmt::format("{} is named, but no post says what you did with it. Move it into the post where you used it, with what came of it{}.", row.name, example(skill));
        case MatchLabel::strong: return judged.shown->figure ? "" : fmt::format("{} is well shown. A figure would make it checkable{}.", row.name, example(skill));
    }
    return {};
}

std::vector<std::string> bank_ids(const Bank* bank, const Skill& skill) {
    std::vector<std::string> ids;
    if (bank == nullptr) return ids;
    const auto take = [&](const std::string& search) {
        BankFilter filter;
        filter.competency = skill.competency;
        filter.search = search;
        const auto found = bank->search(filter);
        if (!found) return;
        for (const Question* question : *found) {
            if (ids.size() < 3 && std::find(ids.begin(), ids.end(), question->id) == ids.end()) ids.push_back(question->id);
        }
    };
    take(skill.name);
    if (ids.empty()) take("");
    return ids;
}

}  // namespace

std::vector<MatchAdvice> advise(const std::vector<JudgedRow>& rows, const std::vector<MatchNotCounted>& unresolved, const SkillBase& base, const Claims& claims, const Resume& resume) {
    std::vector<MatchAdvice> out;
    for (const JudgedRow* judged : by_need(rows)) {
        if (out.size() == kMostAdvice) break;
        std::string text = advice_for(*judged, base);
        // An everyday word that may mean it explains a gap better than the gap does.
        const bool gap = judged->row.label == MatchLabel::missing || judged->row.label == MatchLabel::related;
        const auto unclear = std::find_if(unresolved.begin(), unresolved.end(), [&](const MatchNotCounted& u) { return u.where == "resume" && u.name == base[judged->skill].name; });
        std::optional<Span> at;
        if (gap && unclear != unresolved.end()) {
            text = fmt::format("{}: a word that may mean it stands at {}, but {}. Name it with what it is used for.", judged->row.name, where(unclear->at.at), unclear->why);
            at = unclear->at.at;
        } else if (!judged->row.evidence.empty()) {
            at = judged->row.evidence.front().at;
        }
        if (!text.empty()) out.push_back({judged->row.name, judged->row.label, std::move(text), at});
    }
    return out;
}

std::vector<MatchProbe> plan_interview(const std::vector<JudgedRow>& rows, const std::vector<MatchGate>& gates, const SkillBase& base, const Claims& claims, const Resume& resume, const Bank* bank) {
    std::vector<MatchProbe> out;
    const auto add = [&](const JudgedRow& judged, std::string about, std::string question, std::string why, std::optional<MatchEvidence> evidence) {
        const Skill& skill = base[judged.skill];
        out.push_back({judged.row.name, std::move(about), std::move(question), std::move(why), std::move(evidence), skill.competency, bank_ids(bank, skill)});
    };
    // Figures first are half of the plan at most: claims that can be checked are the best evidence there is.
    std::size_t figures = 0;
    std::vector<std::size_t> asked_statements;
    for (const JudgedRow* judged : by_need(rows)) {
        const MatchRow& row = judged->row;
        const std::optional<MatchEvidence> evidence = row.evidence.empty() ? std::nullopt : std::optional(row.evidence.front());
        switch (row.label) {
            case MatchLabel::strong: {
                if (!judged->shown->figure || figures == kMostProbes / 3) break;
                const auto claim = std::find_if(judged->shown->claims.begin(), judged->shown->claims.end(), [&](const Claim& c) { return c.used && resume.statements[c.statement].figure; });
                if (claim == judged->shown->claims.end() || std::find(asked_statements.begin(), asked_statements.end(), claim->statement) != asked_statements.end()) break;
                asked_statements.push_back(claim->statement);
                ++figures;
                add(*judged, "figure", "How was that measured, over which time, and what was it before? What part of it was your own work, and what else could have caused it?",
                    "the resume claims it in figures", claims.evidence(*claim, judged->skill));
                break;
            }
            case MatchLabel::weak:
                if (judged->shown->stale)
                    add(*judged, "stale", fmt::format("When did you last work with {}? What has changed in it since, and what would you look up first?", row.name), row.reasons.back(), evidence);
                else
                    add(*judged, "weak", fmt::format("Tell me of one time you used {}: what was the situation, what did you do yourself, and how did you know that it worked?", row.name), row.reasons.front(), evidence);
                break;
            case MatchLabel::related:
                add(*judged, "related", fmt::format("You know {}. Where does {} differ in what can go wrong, and how would you find out in your first week?", base[*judged->shown->related_by].name, row.name), row.reasons.front(), evidence);
                break;
            case MatchLabel::contradicted:
                add(*judged, "contradicted", fmt::format("You say that you have not used {}. What have you used for the same purpose?", row.name), row.reasons.front(), evidence);
                break;
            case MatchLabel::missing:
            case MatchLabel::unreadable:
                if (row.asked == JobSection::required)
                    add(*judged, row.label == MatchLabel::missing ? "missing" : "unreadable", fmt::format("The resume does not name {}. Have you used it, or what did you use instead, and for what?", row.name), row.reasons.front(), std::nullopt);
                break;
        }
        if (out.size() >= kMostProbes) break;
    }
    for (const MatchGate& gate : gates) {
        if (out.size() >= kMostProbes || gate.result == GateResult::pass) continue;
        MatchProbe probe;
        probe.name = gate.asked;
        probe.about = "gate";
        probe.question = gate.kind == GateKind::years  ? "Walk me through your posts with their months: what did you work with in each?"
                         : gate.kind == GateKind::level ? "What were you answerable for in your last post, and who relied on your decisions?"
                                                        : "How did you learn what this work rests on?";
        probe.why = gate.why;
        probe.competency = Competency::self;
        out.push_back(std::move(probe));
    }
    return out;
}

}  // namespace plimsoll::people

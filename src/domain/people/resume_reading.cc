#include "domain/people/resume_reading.h"

#include <algorithm>
#include <map>

#include "base/json_codec.h"
#include "domain/people/match_claims.h"

PLIMSOLL_JSON(plimsoll::people::ResumeReading)

namespace plimsoll::people {

namespace {

SkillRead skill_of(SkillIndex skill, const std::vector<const SkillHit*>& hits, const Claims& claims, const SkillBase& base) {
    SkillRead out;
    out.id = base[skill].id;
    out.name = base[skill].name;
    const auto any = [&](SkillHit::State state) { return std::any_of(hits.begin(), hits.end(), [&](const SkillHit* hit) { return hit->state == state; }); };
    if (!any(SkillHit::State::counts)) {
        out.shown = any(SkillHit::State::negated) ? SkillShown::denied : SkillShown::unresolved;
        for (const SkillHit* hit : hits) {
            if (out.evidence.size() < kMostEvidence) out.evidence.push_back(claims.evidence(claims.statement_of(*hit), hit->why));
        }
        return out;
    }
    const Shown& shown = claims.of(skill);
    for (const Claim& claim : shown.claims) {
        if (claim.named != skill) continue;
        if (claim.used) out.shown = SkillShown::used;
        if (out.evidence.size() < kMostEvidence) out.evidence.push_back(claims.evidence(claim, skill));
    }
    if (out.shown == SkillShown::used) {
        out.months = shown.months;
        if (shown.last) out.last_used = shown.last->end ? shown.last->end->text() : "now";
    }
    return out;
}

}  // namespace

Result<ResumeReading> reading_of(const Resume& resume, const SkillFinder& finder, YearMonth as_of) {
    TRY_ASSIGN(std::vector<SkillHit> found, hits_of(resume, finder));
    const SkillBase& base = finder.base();
    const Claims claims(resume, std::move(found), base, as_of);
    ResumeReading out;
    out.rules = kMatchRules;
    out.knowledge_base = base.version();
    out.as_of = as_of.text();
    out.resume.format = resume.document.format();
    out.resume.encoding = resume.document.encoding();
    out.resume.pages = resume.document.pages();
    out.resume.confidence = resume.document.confidence();
    out.resume.problems = resume.document.problems();
    out.resume.statements = static_cast<int>(resume.statements.size());
    for (const Post& post : resume.posts) {
        if (!post.dates || post.section != ResumeSection::experience) continue;
        out.posts.push_back({post.title, post.dates->start.text(), post.dates->end ? post.dates->end->text() : "now"});
    }
    out.resume.posts = static_cast<int>(out.posts.size());
    std::map<SkillIndex, std::vector<const SkillHit*>> by_skill;
    for (const SkillHit& hit : claims.hits()) {
        if (!resume.statements[claims.statement_of(hit)].instruction) by_skill[hit.skill].push_back(&hit);
    }
    for (const auto& [skill, hits] : by_skill) out.skills.push_back(skill_of(skill, hits, claims, base));
    std::stable_sort(out.skills.begin(), out.skills.end(), [](const SkillRead& a, const SkillRead& b) { return a.shown < b.shown; });
    return out;
}

}  // namespace plimsoll::people

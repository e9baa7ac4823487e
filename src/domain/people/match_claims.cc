#include "domain/people/match_claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/invariant.h"
#include "domain/people/question_words.h"
#include "domain/people/resume_words.h"

namespace plimsoll::people {

namespace {

std::string dates_text(const DateRange& dates) { return dates.start.text() + " to " + (dates.end ? dates.end->text() : "now"); }

/// "Site Reliability Engineer", "Kubernetes Administrator": the skill that a title is about, not the employer beside it ("Engineer, Oracle").
bool names_the_work(std::string_view text, const SkillHit& hit, std::uint32_t end) {
    if (lowered(text.substr(hit.begin, hit.end - hit.begin)) == "sre") return true;
    const std::vector<Word> behind = words_of_text(text, hit.end, std::min<std::size_t>(end, hit.end + 32));
    for (std::size_t i = 0; i < std::min<std::size_t>(behind.size(), 2); ++i) {
        if (text.substr(hit.end, behind[i].begin - hit.end).find_first_of(",;|(@") != std::string_view::npos) return false;
        if (behind[i].text == "engineering" || names_a_role(behind[i].text)) return true;
    }
    return lowered(text.substr(hit.begin, hit.end - hit.begin)).ends_with("engineering");
}

/// Month of the last use: the latest that the dates allow, so that nothing is called stale on a guess.
int last_month(const DateRange& dates, YearMonth as_of) { return std::min(dates.end ? dates.end->last() : as_of.last(), as_of.last()); }

}  // namespace

Result<std::vector<SkillHit>> hits_of(const Resume& resume, const SkillFinder& finder) {
    std::vector<Passage> passages;
    std::vector<bool> skills_section;
    passages.reserve(resume.statements.size());
    skills_section.reserve(resume.statements.size());
    for (const Statement& s : resume.statements) {
        passages.push_back(s.at);
        skills_section.push_back(s.section == ResumeSection::skills || s.section == ResumeSection::certificates);
    }
    return finder.find(resume.document.text(), passages, skills_section);
}

Claims::Claims(const Resume& resume, std::vector<SkillHit> hits, const SkillBase& base, YearMonth as_of)
    : resume_(resume), base_(base), as_of_(as_of), hits_(std::move(hits)), skills_in_(resume.statements.size(), 0) {
    statement_of_.reserve(hits_.size());
    std::vector<std::size_t> last_in(base.skills().size(), SIZE_MAX);  // of each skill, the last statement that names it
    std::vector<std::vector<std::size_t>> by_skill(base.skills().size());
    std::size_t statement = 0;
    for (std::size_t i = 0; i < hits_.size(); ++i) {
        const SkillIndex skill = hits_[i].skill;
        while (resume.statements[statement].at.end < hits_[i].end) ++statement;
        statement_of_.push_back(statement);
        if (last_in[skill] != statement) ++skills_in_[statement];
        last_in[skill] = statement;
        if (!resume.statements[statement].instruction) by_skill[skill].push_back(i);
    }
    for (SkillIndex skill = 0; skill < by_skill.size(); ++skill) {
        if (!by_skill[skill].empty()) by_skill_.emplace_back(skill, std::move(by_skill[skill]));
    }
}

const Shown& Claims::of(SkillIndex skill) const {
    const auto known = shown_.find(skill);
    return known != shown_.end() ? known->second : shown_.emplace(skill, look(skill)).first->second;
}

std::size_t Claims::statement_of(const SkillHit& hit) const {
    const auto at = static_cast<std::size_t>(&hit - hits_.data());
    INVARIANT(at < hits_.size(), "a hit of this resume");
    return statement_of_[at];
}

bool Claims::used(std::size_t hit) const {
    const std::size_t statement = statement_of_[hit];
    const Statement& s = resume_.statements[statement];
    if (!s.post || !s.familiar.empty() || skills_in_[statement] > kMostInOneDeed) return false;
    const std::string_view said = resume_.document.view(s.at.begin, s.at.end);
    if (s.title) {
        if (!names_the_work(resume_.document.text(), hits_[hit], s.at.end)) return false;
    } else if (s.verb.empty() && (!s.at.bullet || s.at.list || !tells_an_amount(said))) {
        return false;
    }
    return resume_.posts[*s.post].dates.has_value() || resume_.posts[*s.post].section == ResumeSection::projects;
}

Shown Claims::look(SkillIndex skill) const {
    Shown shown;
    for (const auto& [named, hits] : by_skill_) {
        if (named != skill && !base_.implies(named, skill)) continue;
        for (const std::size_t i : hits) {
            const SkillHit& hit = hits_[i];
            const Claim claim{statement_of_[i], named, hit.begin, hit.end, hit.evidence, used(i)};
            if (hit.state == SkillHit::State::counts) shown.claims.push_back(claim);
            // A denial of EKS denies no Kubernetes.
            if (hit.state == SkillHit::State::negated && named == skill && !hit.evidence) shown.denied.push_back(claim);
        }
    }
    if (!shown.claims.empty()) {
        label_found(shown, skill);
        return shown;
    }
    if (!shown.denied.empty()) {
        shown.label = MatchLabel::contradicted;
        shown.reasons.push_back("it is named only to say that it is not there");
        return shown;
    }
    for (const auto& [named, hits] : by_skill_) {
        const auto first = std::find_if(hits.begin(), hits.end(), [&](std::size_t i) { return hits_[i].state == SkillHit::State::counts; });
        if (first == hits.end()) continue;
        const SkillHit& hit = hits_[*first];
        std::vector<SkillIndex> has{named};
        has.insert(has.end(), base_.implied(hit.skill).begin(), base_.implied(hit.skill).end());
        for (const SkillIndex other : has) {
            const Relation relation = base_.relation(other, skill);
            if (relation.weight <= shown.related_weight) continue;
            shown.related_weight = relation.weight;
            shown.related_by = hit.skill;
            shown.label = MatchLabel::related;
            const std::string through = other == hit.skill ? "" : fmt::format("{} implies {}, and ", base_[hit.skill].name, base_[other].name);
            shown.reasons = {fmt::format("not named: {}{} (weight {:.1f})", through, relation.why, relation.weight)};
            const std::size_t s = statement_of(hit);
            shown.claims = {{s, hit.skill, hit.begin, hit.end, hit.evidence, used(*first)}};
        }
    }
    if (shown.label == MatchLabel::related) return shown;
    if (resume_.document.confidence() < kReadable) {
        shown.label = MatchLabel::unreadable;
        shown.reasons.push_back("it was not found, and the resume could not be read well enough to say that it is not there");
    } else {
        shown.reasons.push_back("nothing in the resume names it or anything close to it");
    }
    return shown;
}

void Claims::label_found(Shown& shown, SkillIndex skill) const {
    const auto post_of = [&](const Claim& c) -> const Post* { return resume_.statements[c.statement].post ? &resume_.posts[*resume_.statements[c.statement].post] : nullptr; };
    std::set<std::size_t> posts;
    std::vector<DateRange> ranges;
    std::optional<int> newest;
    bool undated_use = false;
    for (const Claim& c : shown.claims) {
        if (!c.used) continue;
        const Statement& s = resume_.statements[c.statement];
        shown.figure = shown.figure || s.figure;
        if (!posts.insert(*s.post).second) continue;
        if (const auto& dates = resume_.posts[*s.post].dates) {
            ranges.push_back(*dates);
            const int month = last_month(*dates, as_of_);
            if (!newest || month > *newest) {
                newest = month;
                shown.last = *dates;
            }
        } else {
            undated_use = true;
        }
    }
    std::stable_sort(shown.claims.begin(), shown.claims.end(), [&](const Claim& a, const Claim& b) {
        const auto key = [&](const Claim& c) {
            const Post* post = post_of(c);
            const int month = post != nullptr && post->dates ? last_month(*post->dates, as_of_) : 0;
            const bool figure = resume_.statements[c.statement].figure;
            return std::tuple(!c.used, -month, c.named != skill, c.evidence, !figure, c.begin);
        };
        return key(a) < key(b);
    });
    const MonthSpan months = covered_months(ranges, as_of_);
    if (!ranges.empty()) shown.months = months.least;
    const int age = newest ? as_of_.last() - *newest : 0;
    shown.stale = newest && !undated_use && age > kRecentMonths;
    const bool enough = shown.figure || posts.size() >= 2 || months.least >= kLongUseMonths;
    const bool only_implied = std::all_of(shown.claims.begin(), shown.claims.end(), [&](const Claim& c) { return c.named != skill; });
    std::vector<std::string>& why = shown.reasons;
    if (!posts.empty()) {
        std::string sentence = fmt::format("used in {} post{} or project{}", posts.size(), posts.size() == 1 ? "" : "s", posts.size() == 1 ? "" : "s");
        if (shown.months) sentence += fmt::format(", at least {} month{}", *shown.months, *shown.months == 1 ? "" : "s");
        if (shown.figure) sentence += ", with a figure";
        why.push_back(sentence);
        if (!enough) why.push_back("in one post, for less than 12 months or an unknown time, and without a figure");
        if (shown.stale) why.push_back(fmt::format("last used {} months ago", age));
    } else {
        const auto any = [&](const auto& test) { return std::any_of(shown.claims.begin(), shown.claims.end(), [&](const Claim& c) { return test(resume_.statements[c.statement], c); }); };
        if (any([](const Statement& s, const Claim&) { return !s.familiar.empty(); })) why.push_back("the resume says only that it was met");
        if (any([&](const Statement& s, const Claim& c) { return skills_in_[c.statement] > kMostInOneDeed; })) why.push_back("it stands among more skills than one statement can show");
        if (any([](const Statement& s, const Claim&) { return s.section == ResumeSection::skills || s.at.list; })) why.push_back("it is only listed");
        if (any([](const Statement& s, const Claim&) { return s.section == ResumeSection::certificates; })) why.push_back("a certificate names it");
        if (any([](const Statement& s, const Claim&) { return s.section == ResumeSection::education; })) why.push_back("a course or study names it");
        if (why.empty()) why.push_back("it is named, but no dated post or project says what was done with it");
    }
    if (only_implied) why.push_back(fmt::format("not named itself: {} implies it", base_[shown.claims.front().named].name));
    if (!shown.denied.empty()) why.push_back("another statement denies it");
    shown.label = !posts.empty() && enough && !shown.stale ? MatchLabel::strong : MatchLabel::weak;
}

std::vector<DateRange> Claims::posts_with(const std::vector<SkillIndex>& skills) const {
    std::vector<bool> asked(base_.skills().size(), false);
    for (SkillIndex i = 0; i < asked.size(); ++i) asked[i] = std::any_of(skills.begin(), skills.end(), [&](SkillIndex k) { return i == k || base_.implies(i, k); });
    std::set<std::size_t> posts;
    for (std::size_t i = 0; i < hits_.size(); ++i) {
        const Statement& s = resume_.statements[statement_of_[i]];
        if (hits_[i].state != SkillHit::State::counts || !s.post || s.instruction || skills_in_[statement_of_[i]] > kMostInOneDeed) continue;
        if (asked[hits_[i].skill]) posts.insert(*s.post);
    }
    std::vector<DateRange> ranges;
    for (const std::size_t post : posts) {
        if (resume_.posts[post].dates) ranges.push_back(*resume_.posts[post].dates);
    }
    return ranges;
}

MatchEvidence Claims::evidence(const Claim& claim, SkillIndex asked) const {
    const std::string written(resume_.document.view(claim.begin, claim.end));
    std::string why;
    if (claim.named == asked) why = claim.evidence ? fmt::format("\"{}\" shows {}", written, base_[asked].name) : fmt::format("names it: \"{}\"", written);
    else if (base_.implies(claim.named, asked)) why = fmt::format("{} implies {}", base_[claim.named].name, base_[asked].name);
    else why = fmt::format("{} is close to it", base_[claim.named].name);
    const Statement& s = resume_.statements[claim.statement];
    if (claim.used && !s.verb.empty()) why += fmt::format("; \"{}\"", s.verb);
    MatchEvidence out = evidence(claim.statement, std::move(why));
    return out;
}

MatchEvidence Claims::evidence(std::size_t statement, std::string why) const {
    const Statement& s = resume_.statements[statement];
    MatchEvidence out;
    out.quote = quote_of(resume_.document.text(), s.at.begin, s.at.end);
    out.at = resume_.document.original(s.at.begin, s.at.end);
    out.section = word_of(s.section);
    if (s.post) {
        const Post& post = resume_.posts[*s.post];
        out.post = post.title;
        if (post.dates) out.post += (out.post.empty() ? "" : ", ") + dates_text(*post.dates);
    }
    out.why = std::move(why);
    return out;
}

}  // namespace plimsoll::people

// match_claims.h: for each skill, where a resume shows it and how well.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/people/match.h"

namespace plimsoll::people {

/// One statement that shows a skill.
struct Claim {
    std::size_t statement = 0;  ///< of Resume::statements
    SkillIndex named = 0;       ///< the skill that it names: the one asked, or one that implies it
    std::uint32_t begin = 0;    ///< the name's place in the text
    std::uint32_t end = 0;
    bool evidence = false;
    bool used = false;          ///< in a dated post or a project, with a verb or an amount, and neither a list nor "familiar with"; or its title
};

/// What a resume shows of one skill.
struct Shown {
    MatchLabel label = MatchLabel::missing;
    std::vector<Claim> claims;            ///< used first, newest post first, then by place
    std::vector<Claim> denied;
    std::vector<std::string> reasons;
    bool stale = false;
    bool figure = false;                  ///< one of the used claims tells a figure
    std::optional<int> months;            ///< in dated posts, at least
    std::optional<DateRange> last;        ///< of the newest post
    std::optional<SkillIndex> related_by;
    double related_weight = 0;
};

/// A resume with its hits, asked about skill by skill.
class Claims {
public:
    /// `hits`: those of hits_of. The resume and the base outlive it.
    Claims(const Resume& resume, std::vector<SkillHit> hits, const SkillBase& base, YearMonth as_of);

    /// Worked out once; the reference lasts as long as the claims. Not for several threads.
    [[nodiscard]] const Shown& of(SkillIndex skill) const;
    /// Posts whose statements name the skill or one that implies it.
    [[nodiscard]] std::vector<DateRange> posts_with(const std::vector<SkillIndex>& skills) const;
    [[nodiscard]] const std::vector<SkillHit>& hits() const { return hits_; }
    [[nodiscard]] MatchEvidence evidence(const Claim& claim, SkillIndex asked) const;
    /// Of a statement as it is.
    [[nodiscard]] MatchEvidence evidence(std::size_t statement, std::string why) const;
    [[nodiscard]] std::size_t statement_of(const SkillHit& hit) const;

private:
    [[nodiscard]] Shown look(SkillIndex skill) const;
    [[nodiscard]] bool used(std::size_t hit) const;
    void label_found(Shown& shown, SkillIndex skill) const;

    const Resume& resume_;
    const SkillBase& base_;
    YearMonth as_of_;
    std::vector<SkillHit> hits_;
    std::vector<std::size_t> statement_of_;  // beside hits_
    std::vector<std::pair<SkillIndex, std::vector<std::size_t>>> by_skill_;  // hits_ of each skill that is named, in order
    std::vector<std::size_t> skills_in_;     // different ones, of each statement
    mutable std::map<SkillIndex, Shown> shown_;
};

/// The names of skills in a resume's statements. Errors: those of SkillFinder::find.
[[nodiscard]] Result<std::vector<SkillHit>> hits_of(const Resume& resume, const SkillFinder& finder);

}  // namespace plimsoll::people

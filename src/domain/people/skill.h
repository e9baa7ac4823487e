// skill.h: the knowledge base of skills: the names each goes by, what its use implies, and what it is close to.
//
// Arrows     `implies` is directed and means evidence: who ran EKS ran Kubernetes, not the other way round. `parents` only groups
//            and lends a little. `related` holds both ways and is written once.
// Invariant  ids differ; every id that is named is there; no circle of implies or parents (skill_lint.h).
// Threads    immutable once made; share freely.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"
#include "domain/people/question.h"

namespace plimsoll::people {

/// Place of a skill in SkillBase::skills().
using SkillIndex = std::uint32_t;

/// One way in which a skill is written.
struct SkillName {
    std::string text;
    bool case_sensitive = false;
    bool ambiguous = false;               ///< an everyday word or a letter too: counts only where the context says so
    bool evidence = false;                ///< a tool or result whose use shows the skill ("pprof" of profiling), no name of it
    std::vector<std::string> cues;        ///< words, one of which within 8 words makes an ambiguous name count
    std::vector<std::string> not_before;  ///< words that, next after it, show another sense ("go" before "to")
    std::vector<std::string> not_after;   ///< the same of the word before ("vitamin" before "C")
    yaml::Place place;
};

struct RelatedSkill {
    std::string id;
    double weight = 0;  ///< 0.3 (same field) to 0.9 (a drop-in for the other)
};

struct Skill {
    std::string id;
    std::string name;
    std::string category;
    Competency competency = Competency::architecture;  ///< whose questions probe it
    std::vector<SkillName> names;                       ///< the display name first
    std::vector<std::string> parents;
    std::vector<std::string> implies;
    std::vector<RelatedSkill> related;
    std::string shows;  ///< what a result of it looks like, to ask for: "hosts configured, and how a run is checked"
    yaml::Place place;
};

/// How near what somebody has is to what is asked.
struct Relation {
    double weight = 0;  ///< 0: not related
    std::string why;    ///< "related to Flux", "EKS goes further than Kubernetes"
};

class SkillBase {
public:
    /// Requires: read by read_skills without an error, so that all ids are known and no circle is there.
    SkillBase(std::string version, std::vector<Skill> skills);

    /// "2026.1", and the first 12 hexadecimal digits of the SHA-256 of what it was read from.
    [[nodiscard]] const std::string& version() const { return version_; }
    [[nodiscard]] const std::vector<Skill>& skills() const { return skills_; }  ///< by id
    [[nodiscard]] const Skill& operator[](SkillIndex i) const { return skills_[i]; }
    [[nodiscard]] std::optional<SkillIndex> find(std::string_view id) const;
    /// Everything that the use of it shows too, through all steps, ascending; without itself.
    [[nodiscard]] const std::vector<SkillIndex>& implied(SkillIndex i) const { return implied_[i]; }
    [[nodiscard]] bool implies(SkillIndex special, SkillIndex general) const;
    /// Weight of the edge between the two; 0: none.
    [[nodiscard]] double related(SkillIndex one, SkillIndex other) const;
    /// The strongest of: a related edge; 0.6 for one below what is asked; 0.4 for one above it. Our proposals.
    [[nodiscard]] Relation relation(SkillIndex has, SkillIndex asked) const;

private:
    std::string version_;
    std::vector<Skill> skills_;
    std::vector<std::vector<SkillIndex>> implied_;
    std::vector<std::vector<SkillIndex>> parents_;
    std::map<std::pair<SkillIndex, SkillIndex>, double> related_;  // both ways
};

/// The knowledge base that ships in this binary. Read once.
[[nodiscard]] const SkillBase& shipped_skills();

}  // namespace plimsoll::people

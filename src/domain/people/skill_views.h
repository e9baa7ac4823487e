// skill_views.h: the knowledge base of skills as it is shown: what a label of the matcher stands on.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "api/route.h"
#include "domain/people/skill.h"

namespace plimsoll::people {

struct SkillRow {
    std::string id;
    std::string name;
    std::string category;
    Competency competency = Competency::architecture;  ///< whose questions probe it
    int names = 0;                                     ///< ways in which it is written, evidence apart
};
BOOST_DESCRIBE_STRUCT(SkillRow, (), (id, name, category, competency, names))

struct SkillList {
    std::string version;  ///< of the knowledge base
    std::vector<SkillRow> items;  ///< by id
};
BOOST_DESCRIBE_STRUCT(SkillList, (), (version, items))

struct SkillNameView {
    std::string text;
    bool case_sensitive = false;
    bool ambiguous = false;            ///< an everyday word too: counts only where the context says so
    bool evidence = false;             ///< no name of it, but its use shows the skill
    std::vector<std::string> cues;     ///< words near it that make it count
};
BOOST_DESCRIBE_STRUCT(SkillNameView, (), (text, case_sensitive, ambiguous, evidence, cues))

/// Another skill and how near it is.
struct SkillNear {
    std::string id;
    std::string name;
    double weight = 0;  ///< 0.3 (same field) to 0.9 (a drop-in for the other)
};
BOOST_DESCRIBE_STRUCT(SkillNear, (), (id, name, weight))

struct SkillRef {
    std::string id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(SkillRef, (), (id, name))

struct SkillView {
    std::string version;
    std::string id;
    std::string name;
    std::string category;
    Competency competency = Competency::architecture;
    std::vector<SkillNameView> names;
    std::vector<SkillRef> parents;
    std::vector<SkillRef> implies;     ///< through all steps
    std::vector<SkillRef> implied_by;
    std::vector<SkillNear> related;    ///< nearest first
    std::string shows;                 ///< what a result of it looks like
};
BOOST_DESCRIBE_STRUCT(SkillView, (), (version, id, name, category, competency, names, parents, implies, implied_by, related, shows))

[[nodiscard]] SkillList list_skills(const SkillBase& base);
/// Errors: not_found.
[[nodiscard]] Result<SkillView> show_skill(const SkillBase& base, const std::string& id);

/// GET /api/v1/skills and /{id}, for whoever may practise; `base` outlives the rows.
[[nodiscard]] std::vector<api::Route> skill_routes(const SkillBase& base);

}  // namespace plimsoll::people

#include "domain/people/skill_views.h"

#include <algorithm>

#include "api/row.h"
#include "base/json.h"

namespace plimsoll::people {

namespace {

SkillRef ref(const SkillBase& base, SkillIndex i) { return {base[i].id, base[i].name}; }

}  // namespace

SkillList list_skills(const SkillBase& base) {
    SkillList out{base.version(), {}};
    for (const Skill& skill : base.skills()) {
        const auto names = std::count_if(skill.names.begin(), skill.names.end(), [](const SkillName& name) { return !name.evidence; });
        out.items.push_back({skill.id, skill.name, skill.category, skill.competency, static_cast<int>(names)});
    }
    return out;
}

Result<SkillView> show_skill(const SkillBase& base, const std::string& id) {
    const auto found = base.find(id);
    if (!found) return fail(plimsoll::errors::not_found, "skill " + id);
    const Skill& skill = base[*found];
    SkillView out;
    out.version = base.version();
    out.id = skill.id;
    out.name = skill.name;
    out.category = skill.category;
    out.competency = skill.competency;
    out.shows = skill.shows;
    for (const SkillName& name : skill.names) out.names.push_back({name.text, name.case_sensitive, name.ambiguous, name.evidence, name.cues});
    for (const std::string& parent : skill.parents) out.parents.push_back(ref(base, *base.find(parent)));
    for (const SkillIndex i : base.implied(*found)) out.implies.push_back(ref(base, i));
    for (SkillIndex i = 0; i < base.skills().size(); ++i) {
        if (base.implies(i, *found)) out.implied_by.push_back(ref(base, i));
        const double weight = base.related(*found, i);
        if (weight > 0) out.related.push_back({base[i].id, base[i].name, weight});
    }
    std::stable_sort(out.related.begin(), out.related.end(), [](const SkillNear& a, const SkillNear& b) { return a.weight > b.weight; });
    return out;
}

std::vector<api::Route> skill_routes(const SkillBase& base) {
    std::vector<api::Route> rows;
    rows.push_back(api::view_row("/api/v1/skills", "List the skills that the matcher knows", api::type<SkillList>("SkillList"), {}, [&base](const api::Request&) -> Result<api::Reply> { return api::ok(list_skills(base)); }));
    rows.push_back(api::view_row("/api/v1/skills/{id}", "Show a skill: the names it goes by, what its use implies and what it is close to", api::type<SkillView>("SkillView"),
                                 {{"id", "path", "Such as kubernetes", true}}, [&base](const api::Request& request) -> Result<api::Reply> {
                                     TRY_ASSIGN(const SkillView skill, show_skill(base, request.path_parameters.at("id")));
                                     return api::ok(skill);
                                 }));
    for (api::Route& row : rows) {
        row.right = api::Right::practise;
        row.open_as = "match";
    }
    return rows;
}

}  // namespace plimsoll::people

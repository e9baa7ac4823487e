#include "domain/people/skill.h"

#include <algorithm>

#include "base/invariant.h"
#include "domain/people/embedded.h"
#include "domain/people/skill_reader.h"

namespace plimsoll::people {

namespace {

constexpr double kBelow = 0.6;
constexpr double kAbove = 0.4;

bool holds(const std::vector<SkillIndex>& sorted, SkillIndex i) { return std::binary_search(sorted.begin(), sorted.end(), i); }

}  // namespace

SkillBase::SkillBase(std::string version, std::vector<Skill> skills) : version_(std::move(version)), skills_(std::move(skills)) {
    std::sort(skills_.begin(), skills_.end(), [](const Skill& a, const Skill& b) { return a.id < b.id; });
    implied_.resize(skills_.size());
    parents_.resize(skills_.size());
    const auto index = [&](const std::string& id) {
        const auto found = find(id);
        INVARIANT(found.has_value(), "read_skills knows every id that is named");
        return *found;
    };
    for (SkillIndex i = 0; i < skills_.size(); ++i) {
        for (const std::string& id : skills_[i].parents) parents_[i].push_back(index(id));
        std::sort(parents_[i].begin(), parents_[i].end());
        for (const RelatedSkill& r : skills_[i].related) {
            const SkillIndex other = index(r.id);
            double& there = related_[{i, other}];
            there = std::max(there, r.weight);
            related_[{other, i}] = there;
        }
        std::vector<SkillIndex> open{i};
        while (!open.empty()) {
            const SkillIndex at = open.back();
            open.pop_back();
            for (const std::string& id : skills_[at].implies) {
                const SkillIndex next = index(id);
                if (next == i || std::find(implied_[i].begin(), implied_[i].end(), next) != implied_[i].end()) continue;
                implied_[i].push_back(next);
                open.push_back(next);
            }
        }
        std::sort(implied_[i].begin(), implied_[i].end());
    }
}

std::optional<SkillIndex> SkillBase::find(std::string_view id) const {
    const auto at = std::lower_bound(skills_.begin(), skills_.end(), id, [](const Skill& s, std::string_view wanted) { return s.id < wanted; });
    if (at == skills_.end() || at->id != id) return std::nullopt;
    return static_cast<SkillIndex>(at - skills_.begin());
}

bool SkillBase::implies(SkillIndex special, SkillIndex general) const { return holds(implied_[special], general); }

double SkillBase::related(SkillIndex one, SkillIndex other) const {
    const auto edge = related_.find({one, other});
    return edge == related_.end() ? 0 : edge->second;
}

Relation SkillBase::relation(SkillIndex has, SkillIndex asked) const {
    Relation best;
    const auto take = [&](double weight, std::string why) {
        if (weight > best.weight) best = {weight, std::move(why)};
    };
    if (const auto edge = related_.find({has, asked}); edge != related_.end()) {
        take(edge->second, skills_[has].name + " is close to " + skills_[asked].name);
    }
    if (holds(parents_[has], asked)) take(kBelow, skills_[has].name + " is part of " + skills_[asked].name);
    if (implies(asked, has) || holds(parents_[asked], has)) take(kAbove, skills_[asked].name + " goes further than " + skills_[has].name);
    return best;
}

const SkillBase& shipped_skills() {
    static const SkillBase base = [] {
        std::vector<catalog::FileText> files;
        for (const EmbeddedKit& kit : embedded_kits("skills")) files.push_back({std::string(kit.path), std::string(kit.text)});
        catalog::Problems problems;
        auto read = read_skills(files, problems);
        INVARIANT(problems.errors() == 0, "the skills of the binary are read by the tests");
        return make_base(std::move(read));
    }();
    return base;
}

}  // namespace plimsoll::people

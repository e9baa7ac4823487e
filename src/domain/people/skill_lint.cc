#include "domain/people/skill_lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "domain/catalog/folder.h"
#include "domain/people/skill_automaton.h"

namespace plimsoll::people {

namespace {

/// Names of tools that are everyday words too; found in other senses far more often than in theirs.
const std::set<std::string>& everyday_words() {
    static const std::set<std::string> words{"go", "rust", "chef", "puppet", "helm", "vault", "consul", "loki", "envoy", "salt", "swift", "spark", "flux", "linear",
                                             "notion", "pod", "pods", "tempo", "oracle", "snowflake", "harbor", "nexus", "gremlin", "litmus", "canary", "consensus",
                                             "hiring", "coaching", "toil", "raft", "packer", "sentry", "gatling", "lambda", "kong", "tracing", "telemetry"};
    return words;
}

bool is_letter_or_digit(char c) { return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0; }

class Lint {
public:
    Lint(catalog::Problems& problems, const SkillBase* below) : problems_(problems), below_(below) {}

    void run(const std::vector<Skill>& skills) {
        std::set<std::string> pointed;
        for (const Skill& skill : skills) {
            for (const auto& id : skill.implies) pointed.insert(id);
            for (const auto& id : skill.parents) pointed.insert(id);
            for (const auto& related : skill.related) pointed.insert(related.id);
        }
        if (below_ != nullptr) {
            for (const Skill& skill : below_->skills()) {
                if (std::any_of(skills.begin(), skills.end(), [&](const Skill& s) { return s.id == skill.id; })) continue;
                for (const SkillName& name : skill.names) owners_[folded(name.text)].push_back({&skill, &name});
            }
        }
        for (const Skill& skill : skills) {
            if (skill.shows.empty()) warn(skill.place, fmt::format("`{}` has no `shows`", skill.id), "say what a result of it looks like, so that advice can ask for one");
            if (skill.implies.empty() && skill.parents.empty() && skill.related.empty() && !pointed.contains(skill.id))
                warn(skill.place, fmt::format("`{}` stands alone", skill.id), "name what it implies, what it is part of, or what it is close to");
            for (const SkillName& name : skill.names) check(skill, name);
        }
    }

private:
    struct Owner {
        const Skill* skill;
        const SkillName* name;
    };
    void warn(const yaml::Place& place, std::string rule, std::string remedy) { problems_.warn(errors::skill_thin, place, std::move(rule), std::move(remedy)); }
    void wrong(const yaml::Place& place, std::string rule, std::string remedy) { problems_.add(errors::skill_name, place, std::move(rule), std::move(remedy)); }

    void check(const Skill& skill, const SkillName& name) {
        const std::string key = folded(name.text);
        if (key.empty() || !std::any_of(key.begin(), key.end(), is_letter_or_digit))
            return wrong(name.place, fmt::format("`{}` holds no letter or digit", name.text), "write a name");
        const char last = name.text.back();
        if (!is_letter_or_digit(last) && last != '+' && last != '#')
            wrong(name.place, fmt::format("`{}` ends with '{}', which ends a word in a text", name.text, last), "leave that character out");
        const char first = name.text.front();
        if (!is_letter_or_digit(first) && first != '.')
            wrong(name.place, fmt::format("`{}` begins with '{}', which stands between words in a text", name.text, first), "leave that character out");
        const std::size_t letters = static_cast<std::size_t>(std::count_if(key.begin(), key.end(), is_letter_or_digit));
        const bool symbols = letters != key.size();
        if (!name.ambiguous && letters <= 1 && !symbols)
            warn(name.place, fmt::format("`{}` is one letter and not ambiguous", name.text), "mark it ambiguous, with cues");
        if (!name.ambiguous && everyday_words().contains(key))
            warn(name.place, fmt::format("`{}` is an everyday word and not ambiguous", name.text), "mark it ambiguous, with cues");
        if (name.ambiguous && name.cues.empty())
            warn(name.place, fmt::format("`{}` is ambiguous and has no cues", name.text), "name the words that stand near it when the skill is meant");
        std::vector<Owner>& owners = owners_[key];
        for (const Owner& other : owners) {
            if (other.skill->id == skill.id && other.name->case_sensitive == name.case_sensitive) {
                warn(name.place, fmt::format("`{}` stands twice in `{}`", name.text, skill.id), "leave one out");
            } else if (other.skill->id != skill.id && !(name.ambiguous && other.name->ambiguous)) {
                wrong(name.place, fmt::format("`{}` is a name of `{}` too and not ambiguous in both", name.text, other.skill->id), "leave it to one, or mark both ambiguous, with cues");
            }
        }
        owners.push_back({&skill, &name});
    }

    catalog::Problems& problems_;
    const SkillBase* below_;
    std::map<std::string, std::vector<Owner>> owners_;
};

}  // namespace

void lint_skills(const std::vector<Skill>& skills, catalog::Problems& problems, const SkillBase* below) { Lint(problems, below).run(skills); }

Result<SkillReport> check_skills(const std::filesystem::path& folder, bool alone) {
    TRY_ASSIGN(const catalog::FolderText text, catalog::read_folder(folder));
    catalog::Problems problems;
    for (const catalog::Problem& problem : text.problems) problems.add(problem);
    const SkillBase* below = alone ? nullptr : &shipped_skills();
    const SkillReading reading = read_skills(text.files, problems, below);
    lint_skills(reading.skills, problems, below);
    SkillReport out;
    out.files = static_cast<int>(text.files.size());
    out.skills = static_cast<int>(reading.skills.size());
    for (const Skill& skill : reading.skills) out.names += static_cast<int>(skill.names.size());
    out.version = reading.version + " (" + reading.content_hash + ")";
    out.errors = problems.in_order_errors();
    out.warnings = problems.in_order_warnings();
    out.ok = out.errors.empty() && out.warnings.empty();
    return out;
}

}  // namespace plimsoll::people

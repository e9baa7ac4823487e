// skill_lint.h: what makes a knowledge base find the wrong things or nothing, checked before it is used.
//
// Errors     one name of two skills that is not ambiguous in both; a name that no text can hold (it begins or ends with a
//            character that matching takes as a border, or folds to nothing).
// Warnings   a name of one or two letters, or an everyday word, that is not marked ambiguous; an ambiguous name without cues;
//            a skill without category, `shows`, or any arrow to or from others.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "domain/people/skill_reader.h"

namespace plimsoll::people {

/// What `plimsoll match check-skills` says of a folder.
struct SkillReport {
    bool ok = false;  ///< neither errors nor warnings
    int files = 0;
    int skills = 0;
    int names = 0;
    std::string version;
    std::vector<catalog::Problem> errors;
    std::vector<catalog::Problem> warnings;
};
BOOST_DESCRIBE_STRUCT(SkillReport, (), (ok, files, skills, names, version, errors, warnings))

/// Adds what is wrong with the skills; `below` are those that they stand beside.
void lint_skills(const std::vector<Skill>& skills, catalog::Problems& problems, const SkillBase* below = nullptr);

/// Reads and lints a folder or file. With `alone`, ids must be in it; else the shipped skills may be named too. Errors: io.
[[nodiscard]] Result<SkillReport> check_skills(const std::filesystem::path& folder, bool alone = false);

}  // namespace plimsoll::people

// skill_reader.h: kits of skills (YAML) into the knowledge base, or every problem at its file, line and column.
//
//   kit: skills
//   format: 1
//   version: "2026.1"
//   category: Containers
//   competency: architecture        # of every skill below that names none
//   skills:
//     - id: helm                    # a DNS label, permanent
//       name: Helm
//       as: {case_sensitive: true, ambiguous: true, cues: [chart, charts]}   # how the display name itself is read
//       aliases: [helm charts, {text: tiller, ambiguous: true, cues: [helm]}]
//       evidence: [helmfile]        # tools and results whose use shows it
//       parents: [kubernetes]
//       implies: [kubernetes]
//       related: {kustomize: 0.7}
//       shows: charts kept, and how values are tested
//
// Replacing  a skill of a later file with the id of an earlier one of another folder stands in its place.
// Bounds     4,000 skills, 64 names a skill, 100 characters a name; those of base/yaml.h for a file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "domain/catalog/object.h"
#include "domain/catalog/problem.h"
#include "domain/people/skill.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostSkills = 4000;
inline constexpr std::size_t kMostSkillNames = 64;
inline constexpr std::size_t kLongestSkillName = 100;

namespace errors {
inline constexpr ErrorKind skill_head{"people.skill_head", 422, "A kit's head is not one of skills", "Begin the file with `kit: skills` and `format: 1`"};
inline constexpr ErrorKind duplicate_skill{"people.duplicate_skill", 422, "Two skills have one id", "Give one of them another id"};
inline constexpr ErrorKind unknown_skill{"people.unknown_skill", 422, "There is no skill of that id", "Write the id of a skill that is there"};
inline constexpr ErrorKind skill_circle{"people.skill_circle", 422, "Skills imply each other in a circle", "Leave out one of the arrows"};
inline constexpr ErrorKind skill_name{"people.skill_name", 422, "A skill's name would be found in the wrong places, or in none", "Write what the problem names"};
inline constexpr ErrorKind skill_thin{"people.skill_thin", 422, "A skill lacks something that matching needs", "Write what the warning names"};
}  // namespace errors

/// What stands in the files, before it is a knowledge base.
struct SkillReading {
    std::string version;        ///< of the files, joined with "+" where they differ
    std::string content_hash;   ///< 12 hexadecimal digits
    std::vector<Skill> skills;  ///< in the order of files
};

/// The skills of the files. What is wrong goes to `problems` as errors; a skill with an error is left out. `below`: what ids may
/// name besides, and what may be replaced. Never fails.
[[nodiscard]] SkillReading read_skills(const std::vector<catalog::FileText>& files, catalog::Problems& problems, const SkillBase* below = nullptr);

/// The knowledge base of a reading without errors.
[[nodiscard]] SkillBase make_base(SkillReading reading);

/// The shipped skills with those of a folder beside or in place of them. Errors: io; invalid (every problem of the folder).
[[nodiscard]] Result<SkillBase> read_skill_base(const std::filesystem::path& folder);

}  // namespace plimsoll::people

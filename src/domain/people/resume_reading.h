// resume_reading.h: what a resume says by itself, before any job is held beside it: its posts, and the skills that it shows.
//
// Why        somebody whose resume is misread sees it here: a post without dates, a skill that is only listed.
// Threads    pure.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/people/match.h"

namespace plimsoll::people {

/// A post of experience.
struct PostRead {
    std::string title;  ///< as written, with the employer where they share a line
    std::string from;   ///< "2020-03", "2020"
    std::string to;     ///< the same, or "now"
};
BOOST_DESCRIBE_STRUCT(PostRead, (), (title, from, to))

/// used: in a dated post or a project, with a verb; listed: named otherwise; denied: only named to say that it is not there;
/// unresolved: only by an everyday word that may mean it.
BOOST_DEFINE_ENUM_CLASS(SkillShown, used, listed, denied, unresolved)

struct SkillRead {
    std::string id;
    std::string name;
    SkillShown shown = SkillShown::listed;
    std::optional<int> months;             ///< of use in dated posts, at least
    std::optional<std::string> last_used;  ///< "2024-05", "2024", "now"
    std::vector<MatchEvidence> evidence;   ///< strongest first, at most kMostEvidence
};
BOOST_DESCRIBE_STRUCT(SkillRead, (), (id, name, shown, months, last_used, evidence))

struct ResumeReading {
    std::string rules;
    std::string knowledge_base;
    std::string as_of;  ///< the month up to which posts that go on are counted
    MatchText resume;
    std::vector<PostRead> posts;    ///< in the order of the text
    std::vector<SkillRead> skills;  ///< used first, then listed, denied, unresolved; each by id
};
BOOST_DESCRIBE_STRUCT(ResumeReading, (), (rules, knowledge_base, as_of, resume, posts, skills))

/// Only what the resume names itself: "EKS" lists no Kubernetes here. Errors: those of SkillFinder::find.
[[nodiscard]] Result<ResumeReading> reading_of(const Resume& resume, const SkillFinder& finder, YearMonth as_of);

}  // namespace plimsoll::people

// match_for_tests.h: texts in, labels out, as the tests of matching ask for them.
#pragma once

#include <boost/describe/enum_to_string.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "domain/people/match.h"

namespace plimsoll::people::fixture {

inline const SkillFinder& finder() {
    static const SkillFinder shared(shipped_skills());
    return shared;
}

/// The names of a text that count, by id, as one passage each line; "~" before those that are unresolved, "!" before denied ones.
inline std::vector<std::string> found(std::string_view text, bool skills_section = false) {
    const Document document({{std::string(text), "", 0, 1, 1}}, "UTF-8", {});
    const auto cut = passages(document, std::vector<bool>(document.lines().size(), false));
    std::vector<std::string> out;
    const auto hits = finder().find(document.text(), cut, std::vector<bool>(cut.size(), skills_section));
    for (const SkillHit& hit : *hits) {
        const char* mark = hit.state == SkillHit::State::negated ? "!" : hit.state == SkillHit::State::unresolved ? "~" : "";
        out.push_back(mark + shipped_skills()[hit.skill].id);
    }
    return out;
}

inline MatchReport matched(std::string_view resume, std::string_view job) {
    return *match_texts(resume, job, finder(), {{2026, 11}, nullptr});
}

/// Of the row that names the skill; nothing when no row does.
inline const MatchRow* row_of(const MatchReport& report, std::string_view id) {
    for (const MatchRow& row : report.rows) {
        for (const std::string& skill : row.skills) {
            if (skill == id) return &row;
        }
    }
    return nullptr;
}

/// What a resume shows of one skill that a job requires.
inline MatchLabel label(std::string_view resume, std::string_view skill_name) {
    const MatchReport report = matched(resume, "Engineer\n\nRequirements\n- " + std::string(skill_name) + "\n");
    return report.rows.empty() ? MatchLabel::unreadable : report.rows.front().label;
}

/// "required go|python" for each row.
inline std::vector<std::string> asked(std::string_view job) {
    const Job read = *read_job(job, finder());
    std::vector<std::string> out;
    for (const Requirement& r : read.requirements) {
        std::string line = std::string(boost::describe::enum_to_string(r.section, "?")) + " ";
        for (const SkillIndex i : r.skills) line += (line.back() == ' ' ? "" : "|") + shipped_skills()[i].id;
        out.push_back(line);
    }
    return out;
}

}  // namespace plimsoll::people::fixture

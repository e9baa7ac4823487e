// match_parts.h: the parts of a report that are made from its rows: gates, advice for the candidate, a plan for the interviewer.
#pragma once

#include <vector>

#include "domain/people/match_claims.h"

namespace plimsoll::people {

/// A row with what the resume shows of the skill that it is about.
struct JudgedRow {
    MatchRow row;
    SkillIndex skill = 0;
    const Shown* shown = nullptr;  ///< of the claims, which outlive the row
};

[[nodiscard]] std::vector<MatchGate> judge_gates(const Job& job, const Resume& resume, const Claims& claims, const SkillBase& base, YearMonth as_of);

inline constexpr std::size_t kMostAdvice = 12;
inline constexpr std::size_t kMostProbes = 12;

/// Required gaps first. Each says what to show if it is there, and to leave it out if it is not.
[[nodiscard]] std::vector<MatchAdvice> advise(const std::vector<JudgedRow>& rows, const std::vector<MatchNotCounted>& unresolved, const SkillBase& base, const Claims& claims, const Resume& resume);

/// What is weak, long ago, only close, denied, claimed in figures, or not told by dates.
[[nodiscard]] std::vector<MatchProbe> plan_interview(const std::vector<JudgedRow>& rows, const std::vector<MatchGate>& gates, const SkillBase& base, const Claims& claims, const Resume& resume, const Bank* bank);

}  // namespace plimsoll::people

// job.h: what a job description asks for: skills by how much they are asked, alternatives as one, and gates.
//
// Sections   by a closed vocabulary of headings; a marker in a statement ("a plus", "must have") goes before its section. Lines about
//            benefits and equal opportunity end a section and ask for nothing; neither do title, team and company lines.
// Groups     "Go or Python", "AWS/GCP", "one of A, B and C", "such as A, B" are one requirement, met by any of them.
// Gates      years, level and degree pass, fail or stay unknown; they never add to a figure.
// Denied     "no Windows needed" asks for nothing and is told.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/people/document.h"
#include "domain/people/document_statements.h"
#include "domain/people/skill_finder.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostRequirements = 300;  ///< more are not held against a resume, which is told
inline constexpr std::size_t kMostGates = 50;          ///< the same of conditions
inline constexpr std::size_t kMostPlaces = 16;         ///< where one requirement is asked; more are not kept

BOOST_DEFINE_ENUM_CLASS(JobSection, required, responsibilities, preferred, general, left_out)

/// Weights of what is asked; our proposals: required 1, responsibilities 0.6, preferred 0.4, general 0.2.
[[nodiscard]] double weight_of(JobSection section);

struct Requirement {
    std::vector<SkillIndex> skills;      ///< ascending; any of them meets it
    JobSection section = JobSection::general;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> places;  ///< in the job's text: the statements that ask for it, strongest first, kMostPlaces at most
    std::string why;                     ///< "under \"Requirements\"", "\"nice to have\" in the line"
};

BOOST_DEFINE_ENUM_CLASS(GateKind, years, level, degree)

struct GateAsked {
    GateKind kind = GateKind::years;
    int months = 0;                      ///< of years
    std::vector<SkillIndex> skills;      ///< of years: in any of these; empty: of work
    int level = 0;                       ///< rank_of_title
    int degree = 0;                      ///< 1 vocational, 2 bachelor, 3 master, 4 doctor
    bool leading = false;                ///< of years: of leading people
    bool or_experience = false;          ///< "or equivalent experience"
    bool preferred = false;              ///< asked for as a plus
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

struct Job {
    Document document;
    std::string title;                   ///< first line that says something; empty: none
    std::vector<Passage> passages;
    std::vector<JobSection> sections;    ///< beside passages
    std::vector<SkillHit> hits;          ///< all, with those that are denied, unresolved or left out
    std::vector<Requirement> requirements;  ///< strongest first, then by place
    std::vector<GateAsked> gates;
    /// False when nothing is asked for in words that are understood: then nothing can be said of gaps.
    bool detected = false;
};

/// Reads a job description. Errors: those of read_text_document and job_of.
[[nodiscard]] Result<Job> read_job(std::string_view bytes, const SkillFinder& finder);
/// Errors: those of Document::within_bounds and SkillFinder::find.
[[nodiscard]] Result<Job> job_of(Document document, const SkillFinder& finder);

/// Rank of a title: 0 none told, 1 intern, 2 junior, 3 mid, 4 senior, 5 staff or lead, 6 principal, 7 manager, 8 senior manager, 9 director,
/// 10 head or vice president. A ladder of one company is not another's: compare with care.
[[nodiscard]] int rank_of_title(std::string_view title);
[[nodiscard]] std::string name_of_rank(int rank);
/// The highest degree that the text names; 0: none.
[[nodiscard]] int degree_in(std::string_view text);
[[nodiscard]] std::string name_of_degree(int degree);

}  // namespace plimsoll::people

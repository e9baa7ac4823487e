// match.h: what a resume shows of what a job asks, each label with the words that it stands on. Evidence for people who decide;
// nothing is ranked and no one is compared with anybody.
//
// Labels     the first that holds: contradicted (only denied); strong (done in a dated post or a project, with a verb, and a figure,
//            two posts or 12 months, used within 36 months); weak (named: a list, a course, a certificate, "familiar with", long ago);
//            related (only something close); missing; unreadable instead of missing when the text could not be read well.
// Coverage   sum of weight x worth over sum of weight: required 1, responsibilities 0.6, preferred 0.4, general 0.2; strong 1, weak 0.5,
//            related 0.3 x the edge's weight. Our proposals. It stands last because the table says more. Empty where nothing is asked
//            in words that are understood, or the resume could not be read.
// Same in,   same out, byte for byte: no clock, no chance, no model. The report names the version of rules and knowledge base.
// same out
// Abuse      repeats, lists of every word and text that speaks to its reader change no label; invisible text is told.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/people/bank.h"
#include "domain/people/job.h"
#include "domain/people/resume.h"
#include "domain/people/skill_finder.h"

namespace plimsoll::people {

inline constexpr std::string_view kMatchRules = "match-1";
inline constexpr int kRecentMonths = 36;      ///< a skill not used since is stale
inline constexpr int kLongUseMonths = 12;     ///< use of this length needs no figure
inline constexpr std::size_t kMostInOneDeed = 12;  ///< a statement that names more skills is a list, whatever its verb
inline constexpr double kReadable = 0.7;      ///< confidence below which nothing is called missing
inline constexpr std::size_t kMostEvidence = 5;
inline constexpr std::size_t kLongestQuote = 240;
inline constexpr std::size_t kMostNotCounted = 200;  ///< of each list of names that do not count

BOOST_DEFINE_ENUM_CLASS(MatchLabel, strong, weak, related, missing, contradicted, unreadable)

/// Words of one of the two texts, and why they count.
struct MatchEvidence {
    std::string quote;    ///< the statement, white space as single spaces
    Span at;              ///< in the original
    std::string section;  ///< of ResumeSection or JobSection
    std::string post;     ///< title and dates of the post; empty: none
    std::string why;      ///< "EKS implies Kubernetes", "\"pprof\" shows Profiling"
};
BOOST_DESCRIBE_STRUCT(MatchEvidence, (), (quote, at, section, post, why))

struct MatchRow {
    std::string name;                 ///< "Go or Python"
    std::vector<std::string> skills;  ///< ids; any of them meets it
    JobSection asked = JobSection::general;
    std::string asked_why;
    std::vector<MatchEvidence> asked_at;
    MatchLabel label = MatchLabel::missing;
    std::string by;                   ///< id of the skill that the label is about
    std::vector<std::string> reasons; ///< sentences
    std::vector<MatchEvidence> evidence;  ///< strongest first
    std::optional<double> related_weight; ///< of label related
    std::optional<int> months;            ///< of use in dated posts, at least
    std::optional<std::string> last_used; ///< "2024-05", "2024", "now"
    Competency competency = Competency::architecture;
};
BOOST_DESCRIBE_STRUCT(MatchRow, (), (name, skills, asked, asked_why, asked_at, label, by, reasons, evidence, related_weight, months, last_used, competency))

BOOST_DEFINE_ENUM_CLASS(GateResult, pass, unknown, fail)

struct MatchGate {
    GateKind kind = GateKind::years;
    std::string asked;   ///< "5 years of Kubernetes"
    bool preferred = false;
    GateResult result = GateResult::unknown;
    std::string why;
    MatchEvidence asked_at;
};
BOOST_DESCRIBE_STRUCT(MatchGate, (), (kind, asked, preferred, result, why, asked_at))

/// A name that was found and does not count.
struct MatchNotCounted {
    std::string name;   ///< of the skill that it may mean
    std::string where;  ///< "resume", "job"
    std::string why;    ///< of an unresolved name, or the words that deny it
    MatchEvidence at;
};
BOOST_DESCRIBE_STRUCT(MatchNotCounted, (), (name, where, why, at))

/// For the candidate: what to say more clearly. Never asks to invent.
struct MatchAdvice {
    std::string name;
    MatchLabel label = MatchLabel::missing;
    std::string text;
    std::optional<Span> at;
};
BOOST_DESCRIBE_STRUCT(MatchAdvice, (), (name, label, text, at))

/// For the interviewer: what to ask about, and questions of the bank that probe it.
struct MatchProbe {
    std::string name;
    std::string about;     ///< "weak", "stale", "related", "figure", "contradicted", "unresolved", "gate"
    std::string question;
    std::string why;
    std::optional<MatchEvidence> evidence;
    Competency competency = Competency::architecture;
    std::vector<std::string> bank;  ///< ids of questions
};
BOOST_DESCRIBE_STRUCT(MatchProbe, (), (name, about, question, why, evidence, competency, bank))

/// How a text was read.
struct MatchText {
    std::string format;
    std::string encoding;
    std::string title;      ///< of a job
    int pages = 1;
    int statements = 0;
    int posts = 0;          ///< of a resume, with dates
    double confidence = 1;
    std::vector<DocumentProblem> problems;
};
BOOST_DESCRIBE_STRUCT(MatchText, (), (format, encoding, title, pages, statements, posts, confidence, problems))

struct MatchCoverage {
    std::optional<double> value;  ///< 0 to 1
    std::string formula;
    std::string why_empty;
};
BOOST_DESCRIBE_STRUCT(MatchCoverage, (), (value, formula, why_empty))

struct MatchReport {
    std::string rules;
    std::string knowledge_base;
    std::string as_of;            ///< the month up to which posts that go on are counted
    MatchText resume;
    MatchText job;
    bool requirements_detected = false;
    std::vector<MatchRow> rows;   ///< required first, in the order of the job
    std::vector<MatchGate> gates;
    std::vector<MatchNotCounted> denied;      ///< named with a "no": in the resume and in the job
    std::vector<MatchNotCounted> unresolved;  ///< everyday words that may mean a skill
    std::vector<MatchAdvice> advice;
    std::vector<MatchProbe> plan;
    std::string note;             ///< what the report is not
    MatchCoverage coverage;
};
BOOST_DESCRIBE_STRUCT(MatchReport, (), (rules, knowledge_base, as_of, resume, job, requirements_detected, rows, gates, denied, unresolved, advice, plan, note, coverage))

struct MatchOptions {
    YearMonth as_of;             ///< with a month
    const Bank* bank = nullptr;  ///< for the plan's questions; null: none are named
};

/// Errors: those of SkillFinder::find.
[[nodiscard]] Result<MatchReport> match(const Resume& resume, const Job& job, const SkillFinder& finder, const MatchOptions& options);

/// Reads both and matches. Errors: those of read_resume and read_job, within "the resume" or "the job description".
[[nodiscard]] Result<MatchReport> match_texts(std::string_view resume, std::string_view job, const SkillFinder& finder, const MatchOptions& options);

/// The words of a span of a text for people: white space as single spaces, at most kLongestQuote bytes.
[[nodiscard]] std::string quote_of(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace plimsoll::people

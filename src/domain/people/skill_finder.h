// skill_finder.h: which skills a text names, where, and which of those names count.
//
// Borders    a name counts only where its neighbours cannot make it a part of another word: not "C" in "C++" or "R" in "R&D", not
//            "Go" in "go-to-market"; "AWS/GCP" names two. Names inside addresses of the web and of mail do not count.
// Overlap    the longest wins, then a name before evidence, then the more special skill.
// Ambiguous  an everyday word counts only in its own spelling, and beside a cue within 8 words, or alone in a list with two sure
//            skills, or in a section of skills. Otherwise it is kept as unresolved, to be shown.
// Negated    "no experience with Helm" is found and marked (skill_negation.h).
// Cost       O(text + names found), at about 5 ns a byte.
// Threads    immutable once made; share freely.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/people/document_statements.h"
#include "domain/people/skill.h"
#include "domain/people/skill_automaton.h"

namespace plimsoll::people {

inline constexpr std::size_t kMostNames = 50'000;  ///< in one text; a document of 20 pages has 10,000 words

struct SkillHit {
    enum class State { counts, negated, unresolved };
    SkillIndex skill = 0;
    std::uint32_t begin = 0;  ///< bytes of the text
    std::uint32_t end = 0;
    bool evidence = false;    ///< a tool or result of the skill, not its name
    State state = State::counts;
    std::string why;          ///< of negated: the words; of unresolved: what was looked for
};

class SkillFinder {
public:
    explicit SkillFinder(const SkillBase& base);

    /// The hits in one text, by place. `passages` cut it; `skills_section[i]` says that passage i stands under a heading of skills.
    /// Hits outside of any passage are left out. Errors: too_much_work (more than kMostNames).
    [[nodiscard]] Result<std::vector<SkillHit>> find(std::string_view text, const std::vector<Passage>& passages, const std::vector<bool>& skills_section) const;

    [[nodiscard]] const SkillBase& base() const { return *base_; }

private:
    struct Name {
        SkillIndex skill;
        const SkillName* name;
        std::vector<std::string> cues;  // lower case
    };
    struct Candidate;
    struct Places;
    [[nodiscard]] Places places(std::string_view text) const;
    void claim_text(std::vector<NameMatch> overlapping, std::vector<NameMatch>& kept) const;
    void settle(std::string_view text, const Passage& passage, bool skills_section, std::vector<Candidate>& in) const;

    const SkillBase* base_;
    std::vector<Name> names_;
    std::optional<SkillAutomaton> automaton_;  // of names_, and behind them of the words that every denial holds
};

/// Whether a name at [begin, end) of the text stands by itself. `plain`: a name that is no everyday word, whose neighbours may be
/// joined to it by '-', '&' or '+' ("AWS-based").
[[nodiscard]] bool stands_alone(std::string_view text, std::size_t begin, std::size_t end, bool plain);

}  // namespace plimsoll::people

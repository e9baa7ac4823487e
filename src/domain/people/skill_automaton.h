// skill_automaton.h: every place where one of many names stands in a text, in one pass (Aho-Corasick).
//
// Folding    A-Z are a-z; white space, '-' and '_' are one space, several in a row too, so that "Error-Budgets", "error budgets" and
//            a name across a line break are the same. Other bytes are themselves.
// Cost       O(text + matches); one table look-up a byte. Memory: 2 bytes x (classes of bytes) a state.
// Source     Aho, Corasick: Efficient string matching, 1975.
// Threads    immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::people {

/// The text as the automaton sees it; no space at its ends.
[[nodiscard]] std::string folded(std::string_view text);

/// One name in the text: bytes [begin, end) of the text as given, not folded.
struct NameMatch {
    std::uint32_t name = 0;  ///< its number, as add() gave it
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    friend auto operator<=>(const NameMatch&, const NameMatch&) = default;
};

class SkillAutomaton {
public:
    /// The same folded name may stand several times: each is matched. Requires: no name folds to nothing.
    explicit SkillAutomaton(const std::vector<std::string>& names);

    /// All matches, also within words and over each other, by end and then longest first. Requires: text below 4 GiB.
    [[nodiscard]] std::vector<NameMatch> find(std::string_view text) const;

private:
    std::array<std::uint8_t, 256> class_{};         // of a byte; 0: in no name
    std::size_t classes_ = 1;
    std::vector<std::uint32_t> next_;               // state * classes_ + class
    std::vector<std::vector<std::uint32_t>> ends_;  // names that end in a state, longest first, those of its suffixes too
    std::vector<std::uint8_t> is_end_;              // ends_[state] is not empty
    std::vector<std::uint32_t> length_;             // of a folded name
};

}  // namespace plimsoll::people

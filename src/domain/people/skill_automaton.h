// skill_automaton.h: every place where one of many names stands in a text, in one pass (Aho-Corasick).
//
// Folding    A-Z are a-z; white space, '-' and '_' are one space, several in a row too, so that "Error-Budgets", "error budgets" and
//            a name across a line break are the same. Other bytes are themselves.
// Cost       O(text + matches); one table look-up a byte. Memory: 4 bytes x (classes of bytes) a state; states near the root, where
//            a text mostly is, lie together.
// Source     Aho, Corasick: Efficient string matching, 1975.
// Threads    immutable once made.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
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

    /// Calls `at(end, names)` at each byte with which names end and that `keep(end)` lets pass: `end` one behind the byte, ascending;
    /// `names` longest first.
    template <class Keep, class At>
    void scan(std::string_view text, Keep&& keep, At&& at) const {
        // Each look-up waits for the one before; the two halves of a long text wait at the same time.
        const std::size_t half = text.size() < kTwoHalves ? text.size() : text.size() / 2;
        const std::uint32_t* const next = next_.data();
        const auto after = [&](std::uint32_t row, std::size_t i) { return next[row + class_[static_cast<unsigned char>(text[i])]]; };
        std::uint32_t first = 0;
        std::uint32_t second = 0;
        if (half < text.size()) {
            for (std::size_t i = far_enough_before(text, half); i < half; ++i) second = after(second, i);
        }
        std::vector<std::pair<std::size_t, std::uint32_t>> of_second;
        for (std::size_t i = 0; i < half; ++i) {
            first = after(first, i);
            if (first >= first_end_ && keep(i + 1)) at(i + 1, Ends(*this, first));
            const std::size_t j = half + i;
            if (j >= text.size()) continue;
            second = after(second, j);
            if (second >= first_end_ && keep(j + 1)) of_second.emplace_back(j + 1, second);
        }
        for (const auto& [end, row] : of_second) at(end, Ends(*this, row));
        for (std::size_t i = 2 * half; i < text.size(); ++i) {
            second = after(second, i);
            if (second >= first_end_ && keep(i + 1)) at(i + 1, Ends(*this, second));
        }
    }
    /// Where the name that ends at `end` begins. Requires: it does end there.
    [[nodiscard]] std::uint32_t begin_of(std::string_view text, std::size_t end, std::uint32_t name) const;

    /// The names that end in a state; looked up when asked, since most callers pass over most places.
    class Ends {
    public:
        Ends(const SkillAutomaton& of, std::uint32_t row) : of_(of), row_(row) {}
        [[nodiscard]] const std::vector<std::uint32_t>& names() const { return of_.ends_[(row_ - of_.first_end_) / of_.classes_]; }

    private:
        const SkillAutomaton& of_;
        std::uint32_t row_;
    };

private:
    static constexpr std::size_t kTwoHalves = 2048;

    void number_anew();
    /// From here on the state at `to` comes to be what it would be from the begin: no name is longer.
    [[nodiscard]] std::size_t far_enough_before(std::string_view text, std::size_t to) const;

    std::array<std::uint8_t, 256> class_{};         // of a byte; 0: in no name
    std::size_t classes_ = 1;
    std::vector<std::uint32_t> next_;               // by row + class: the row of the next state; a row is state * classes_
    std::uint32_t first_end_ = 0;                   // rows from here on are of states in which names end
    std::vector<std::vector<std::uint32_t>> ends_;  // of those states: names that end there, longest first, those of suffixes too
    std::vector<std::uint32_t> length_;             // of a folded name
    std::uint32_t longest_ = 0;                     // of them
    std::vector<bool> has_space_;                   // a folded name has one: the text may have several there
};

}  // namespace plimsoll::people

// kit_lint.h: what makes a question usable in an interview, checked: every depth answered at a length that can be said
// or read, signals on both sides, follow-ups that are questions.
//
// Lengths    words, of text outside of fenced code: spoken 60 to 225 (90 s at 150 words a minute), technical 70 to 450,
//            hands-on 40 to 600 with its code. Our proposals.
#pragma once

#include <vector>

#include "domain/catalog/problem.h"
#include "domain/people/kit_reader.h"

namespace plimsoll::people {

struct WordRange {
    std::size_t least = 0;
    std::size_t most = 0;
};
inline constexpr WordRange kSpokenWords{60, 225};
inline constexpr WordRange kTechnicalWords{70, 450};
inline constexpr WordRange kHandsOnWords{40, 600};
inline constexpr WordRange kSignals{3, 6};  ///< strong, and weak
inline constexpr WordRange kPitfalls{1, 4};
inline constexpr WordRange kFollowUps{1, 5};

/// Runs of characters between white space; with `code` false, fenced code (between lines of ```) is left out.
[[nodiscard]] std::size_t words_in(std::string_view markdown, bool code);

/// Adds a warning at the question's place for each rule that it misses, each named by its field.
void lint(const std::vector<PlacedQuestion>& questions, catalog::Problems& problems);

}  // namespace plimsoll::people

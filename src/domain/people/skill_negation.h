// skill_negation.h: whether a statement denies a skill that it names.
//
// Form       of NegEx: words before ("no", "without", "never used", "lack of") and behind ("is not required") reach to the end of
//            their clause and at most 10 words; words that only look like them ("no downtime", "not only") reach nothing; "but",
//            "however", a semicolon or a comma before a verb end a clause.
// Source     Chapman et al.: A simple algorithm for identifying negated findings, 2001; the phrases are ours.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/people/document_statements.h"

namespace plimsoll::people {

/// A stretch of a text within which skills are denied, and the words that deny them.
struct Denial {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string words;
};

/// Words, or ends of words ("n't"), of which every statement that denies something holds one. A text without any need not be asked.
[[nodiscard]] std::span<const std::string_view> denial_signs();

/// The denials of one statement.
[[nodiscard]] std::vector<Denial> denials(std::string_view text, const Passage& passage);

}  // namespace plimsoll::people

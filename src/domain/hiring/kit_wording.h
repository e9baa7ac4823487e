// kit_wording.h: words that have no place in what people are assessed by: they judge age, origin, body, voice, temper or likeness to the
// team, put a gender on the candidate, or claim what nobody has shown.
//
// How        whole words and phrases of a closed list, whatever the letter case (of A-Z). A list finds words, not meaning: a text that
//            passes can still be unfair, and a person reads it before it is used.
// Pure       any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::hiring {

struct Wording {
    std::string_view words;    ///< as listed
    std::string_view why;      ///< "judges age"
    std::string_view instead;  ///< what to write
};

/// What of the list stands in the text, in the list's order, each once.
[[nodiscard]] std::vector<Wording> wording_of(std::string_view text);

/// The text in lower case (A-Z), with white space runs as one space: what is compared.
[[nodiscard]] std::string folded(std::string_view text);

/// The sentences of a text, folded, without their full stops.
[[nodiscard]] std::vector<std::string> sentences_of(std::string_view text);

}  // namespace plimsoll::hiring

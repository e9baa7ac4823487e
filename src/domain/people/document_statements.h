// document_statements.h: a document cut into statements: one bullet, sentence or line each, wrapped lines joined.
//
// Why        a verb, a figure or a "no" speaks of what stands in its own statement, not of the next bullet.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/people/document.h"

namespace plimsoll::people {

inline constexpr std::size_t kLongestPassage = 2000;  ///< bytes; a longer statement is cut at a space

inline constexpr std::size_t kLongestTitle = 400;    ///< bytes of a title of a post or a job that are kept

struct Passage {
    std::uint32_t begin = 0;  ///< bytes of Document::text()
    std::uint32_t end = 0;
    std::uint32_t line = 0;   ///< index of its first line
    bool bullet = false;      ///< it began with a bullet, or is a further sentence of one
    bool list = false;        ///< several words between commas, no verb form at its begin: "Go, Python, Terraform"
};

/// In the order of the text. `breaks[i]` is true for lines that end what stands before and are statements of their own
/// (headings, the head of a role); as long as Document::lines().
[[nodiscard]] std::vector<Passage> passages(const Document& document, const std::vector<bool>& breaks);

/// A word of a text: letters, digits and what binds them ("c++", "go-to-market", "don't").
struct Word {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string text;  ///< lower case
};
/// The words of text[begin, end), with positions in `text`.
[[nodiscard]] std::vector<Word> words_of_text(std::string_view text, std::size_t begin, std::size_t end);

/// A letter or digit; every byte of a character beyond ASCII counts as one.
[[nodiscard]] constexpr bool is_word_byte(char c) {
    const auto u = static_cast<unsigned char>(c);
    return u >= 0x80 || (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9');
}

/// One letter, A-Z made small.
[[nodiscard]] constexpr char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
/// Lower case of A-Z.
[[nodiscard]] std::string lowered(std::string_view text);
/// Where one of the signs stands, from `from` on; npos: nowhere. For short texts: find_first_of calls a function for each byte.
[[nodiscard]] constexpr std::size_t first_of(std::string_view text, std::string_view signs, std::size_t from = 0) {
    for (std::size_t i = from; i < text.size(); ++i) {
        for (const char sign : signs) {
            if (text[i] == sign) return i;
        }
    }
    return std::string_view::npos;
}
/// At most `most` bytes of the text, cut between characters, with "…" behind what was cut. Requires: most > 3.
[[nodiscard]] std::string shortened(std::string text, std::size_t most);
/// Whether a phrase ("nice to have") stands in the text with borders of words on both sides; white space and '-' are one.
/// Both in lower case. Gives its place, or npos.
[[nodiscard]] std::size_t find_phrase(std::string_view text, std::string_view phrase, std::size_t from = 0);

}  // namespace plimsoll::people

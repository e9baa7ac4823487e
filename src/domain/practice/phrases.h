// phrases.h: words of a sentence with their places, and phrases found among them.
//
// Words      runs of letters, digits, apostrophes and dots inside figures ("didn't", "99.9", "p99"); ASCII letters folded; "%" and "×"
//            are words. Curly apostrophes are straight. Hyphens part words: "trade-off" is "trade off".
// Clauses    end at . ! ? ; : , a line break, and before "but"; sentences at . ! ? ; and a line break.
// Phrases    words with single spaces. "word*" is any word that begins so, "*word" one that ends so, "a|b" either, "_" any one word, "..." up to three words of
//            the same sentence. English only.
// Denied     a phrase is denied by "no", "not", "never", "without", "nobody", "none", "n't", "isn't" or the like up to four words before
//            it in its clause.
// Cost       linear in words times phrases. Threads: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::practice {

struct Word {
    std::string text;        ///< folded
    std::size_t begin = 0;   ///< bytes of the text that was given
    std::size_t end = 0;
    std::size_t clause = 0;
    std::size_t sentence = 0;
    bool capital = false;    ///< written with a capital first
    bool first = false;      ///< of its sentence
};

/// Where a phrase stands: words [from, to), and their bytes.
struct Found {
    std::size_t from = 0;
    std::size_t to = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

class Phrases {
public:
    explicit Phrases(std::string_view text);

    [[nodiscard]] const std::vector<Word>& words() const { return words_; }
    /// The bytes as they were written, white space as single spaces.
    [[nodiscard]] std::string quote(const Found& found) const;
    [[nodiscard]] std::string quote(std::size_t begin, std::size_t end) const;

    /// Every place of any of the phrases that is not denied, by place; places overlap where phrases do.
    [[nodiscard]] std::vector<Found> all(const std::vector<std::string_view>& phrases) const;
    /// The first of them.
    [[nodiscard]] std::optional<Found> first(const std::vector<std::string_view>& phrases) const;
    /// As first, whether denied or not.
    [[nodiscard]] std::optional<Found> stated(const std::vector<std::string_view>& phrases) const;
    [[nodiscard]] bool denied(std::size_t word) const;

private:
    [[nodiscard]] std::optional<Found> at(std::size_t word, std::string_view phrase) const;

    std::string text_;
    std::vector<Word> words_;
};

}  // namespace plimsoll::practice

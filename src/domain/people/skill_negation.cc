#include "domain/people/skill_negation.h"

#include <algorithm>
#include <array>
#include <set>

#include "domain/people/resume_words.h"

namespace plimsoll::people {

namespace {

constexpr std::size_t kReach = 10;  // words

// The longest that fits is taken, so the order does not matter.
constexpr auto kBefore = std::to_array<std::string_view>({
    "no",           "without",       "never used",      "never worked with", "never touched", "never had",      "not familiar with", "unfamiliar with",   "lack of",
    "lacks",        "lacking",       "have not used",   "haven't used",      "has not used",  "did not use",    "didn't use",        "do not know",       "don't know",
    "do not use",   "don't use",     "does not use",    "doesn't use",       "not worked with", "not used",     "not using",         "no experience with", "not experienced with",
    "not need",     "don't need",    "not require",     "not yet used",      "not have",      "don't have",     "doesn't have",      "haven't worked with", "not proficient in",
    "not on this list", "not on my list", "none so far",    "not hands on with", "not hands on", "no hands on",       "not worked on",    "have not worked on", "have never used",
    "never worked on", "have never run",
    "never",        "neither",       "nor",             "zero experience",   "zero exposure", "have yet to use", "cannot use",       "not touched"});
constexpr auto kBehind = std::to_array<std::string_view>({"is not required", "are not required", "not required", "not needed",    "is not needed", "not necessary", "isn't required", "aren't required",
                                                   "isn't needed",    "none",             "not used",     "not something", "not my",        "not known",     "no experience"});
// What follows "no", "not", "without", "never" or "zero" here denies something else than a skill.
constexpr auto kOnlyLooks = std::to_array<std::string_view>({
    "not without",      "not only",        "not just",         "not limited to",    "not merely",      "no downtime",      "without downtime", "zero downtime",   "no outage",       "no outages",
    "without outage",  "without outages",  "no interruption",   "without interruption", "no data loss", "without data loss", "without loss",    "without losing",  "no loss",
    "no longer",       "no later than",    "no less than",      "no fewer than",   "no more than",     "no problem",       "no doubt",        "no matter",       "no vendor lock",
    "without breaking", "without disrupting", "without affecting", "without interrupting", "without dropping", "no single point", "no user impact", "without user impact", "without customer impact",
    "not afraid",      "never lost",       "never missed",      "never failed",    "no manual",        "without manual",   "no incidents",    "no code"});
const std::set<std::string>& ends_clause() {
    static const std::set<std::string> words{"but", "however", "although", "though", "except", "yet", "whereas", "while", "instead", "because", "since", "which", "who", "besides", "still"};
    return words;
}

/// Words [at, at + n) of the list are the phrase; 0 if not. A word with a hyphen is two.
std::size_t phrase_at(const std::vector<Word>& words, std::size_t at, std::string_view phrase) {
    std::size_t n = 0;
    std::size_t begin = 0;
    while (begin <= phrase.size()) {
        const std::size_t end = std::min(phrase.find(' ', begin), phrase.size());
        if (at + n >= words.size() || words[at + n].text != phrase.substr(begin, end - begin)) return 0;
        ++n;
        begin = end + 1;
    }
    return n;
}

/// By first letter, the lengths of the phrases' first words as bits: most words are passed over at one look.
template <std::size_t N>
constexpr std::array<std::uint32_t, 256> first_words(const std::array<std::string_view, N>& phrases) {
    std::array<std::uint32_t, 256> lengths{};
    for (const std::string_view phrase : phrases) lengths[static_cast<unsigned char>(phrase.front())] |= 1U << std::min(phrase.find(' '), phrase.size());
    return lengths;
}

template <const auto& kPhrases>
std::size_t longest(const std::vector<Word>& words, std::size_t at) {
    static constexpr auto kFirst = first_words(kPhrases);
    const std::string& word = words[at].text;
    if (word.empty() || word.size() > 31 || ((kFirst[static_cast<unsigned char>(word.front())] >> word.size()) & 1U) == 0) return 0;
    std::size_t best = 0;
    for (const std::string_view phrase : kPhrases) {
        if (phrase.front() == word.front()) best = std::max(best, phrase_at(words, at, phrase));
    }
    return best;
}

/// "zero-downtime" as two words, so that phrases are found however they are written; "non-Linux" denies too.
std::vector<Word> parted(std::string_view text, const Passage& passage) {
    std::vector<Word> out;
    for (Word& word : words_of_text(text, passage.begin, passage.end)) {
        std::size_t from = 0;
        for (std::size_t hyphen = word.text.find('-'); hyphen != std::string::npos; hyphen = word.text.find('-', from)) {
            out.push_back({static_cast<std::uint32_t>(word.begin + from), static_cast<std::uint32_t>(word.begin + hyphen), word.text.substr(from, hyphen - from)});
            from = hyphen + 1;
        }
        out.push_back({static_cast<std::uint32_t>(word.begin + from), word.end, word.text.substr(from)});
    }
    return out;
}

/// For each word, whether a clause ends before it.
std::vector<bool> clause_starts(std::string_view text, const std::vector<Word>& words) {
    std::vector<bool> starts(words.size(), false);
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string_view between = text.substr(words[i - 1].end, words[i].begin - words[i - 1].end);
        if (ends_clause().contains(words[i].text)) {
            starts[i] = true;
            continue;
        }
        if (between == " ") continue;  // as between most words
        const bool comma = between.find(',') != std::string_view::npos;
        starts[i] = first_of(between, ";:.|()") != std::string_view::npos || between.find(" - ") != std::string_view::npos ||
                    (comma && (is_doing_verb(words[i].text) || words[i].text == "i" || words[i].text == "we" || words[i].text == "you" || words[i].text == "so"));
    }
    return starts;
}

constexpr auto kSigns = std::to_array<std::string_view>({"no", "not", "non", "nor", "none", "never", "neither", "without", "lack", "lacks", "lacking", "unfamiliar", "zero", "yet", "cannot", "n't"});

/// Whether one of the words stands in the text that every denying phrase holds.
bool may_deny(std::string_view statement) {
    for (std::size_t i = 0; i < statement.size(); ++i) {
        if (!is_word_byte(statement[i])) continue;
        std::size_t end = i;
        while (end < statement.size() && is_word_byte(statement[end])) ++end;
        if (end + 1 < statement.size() && statement[end] == '\'' && statement[end - 1] == 'n' && statement[end + 1] == 't') return true;
        const char first = static_cast<char>(statement[i] | 0x20);
        if (end - i <= 10 && (first == 'n' || first == 'w' || first == 'l' || first == 'u' || first == 'z' || first == 'y' || first == 'c')) {
            const std::string word = lowered(statement.substr(i, end - i));
            if (std::find(kSigns.begin(), kSigns.end(), word) != kSigns.end()) return true;
        }
        i = end;
    }
    return false;
}

}  // namespace

std::span<const std::string_view> denial_signs() { return kSigns; }

std::vector<Denial> denials(std::string_view text, const Passage& passage) {
    // Most statements deny nothing, and are not cut into words.
    std::vector<Denial> out;
    if (!may_deny(text.substr(passage.begin, passage.end - passage.begin))) return out;
    const std::vector<Word> words = parted(text, passage);
    const std::vector<bool> starts = clause_starts(text, words);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const std::size_t n = longest<kOnlyLooks>(words, i); n > 0) {
            i += n - 1;
            continue;
        }
        const std::size_t behind = longest<kBehind>(words, i);
        const std::size_t before = longest<kBefore>(words, i);
        if (behind > 0 && behind >= before) {
            std::size_t from = i;
            while (from > 0 && !starts[from] && i - from < kReach) --from;
            // "X - none", "X: none" and "X is not required": the clause that it ends, also over a colon or dash right before it.
            if (from == i && i > 0) {
                --from;
                while (from > 0 && !starts[from] && i - from < kReach) --from;
            }
            out.push_back({words[from].begin, words[i].begin, std::string(text.substr(words[i].begin, words[i + behind - 1].end - words[i].begin))});
        }
        if (before > 0 && (behind == 0 || before > behind || words[i].text == "no")) {
            std::size_t to = i + before;
            // "Never used: Kafka, Flink", "none so far | AWS": the sign belongs to what it announces.
            if (to < words.size() && starts[to]) {
                const std::string_view between = text.substr(words[to - 1].end, words[to].begin - words[to - 1].end);
                if (between.find(':') != std::string_view::npos || (i == 0 && between.find('|') != std::string_view::npos)) ++to;
            }
            while (to < words.size() && !starts[to] && to - i < kReach + before) ++to;
            const std::string_view said = text.substr(words[i].begin, words[i + before - 1].end - words[i].begin);
            if (to > i + before) out.push_back({words[i + before].begin, words[to - 1].end, std::string(said)});
            i += before - 1;
        } else if (words[i].text == "non" && i + 1 < words.size() && words[i].end + 1 == words[i + 1].begin) {
            out.push_back({words[i + 1].begin, words[i + 1].end, "non-"});
        }
    }
    return out;
}

}  // namespace plimsoll::people

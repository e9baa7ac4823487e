#include "domain/people/document_statements.h"

#include <algorithm>
#include <array>

namespace plimsoll::people {

namespace {

constexpr std::uint32_t kWrapsFrom = 60;  // a line this long was probably broken by its width

/// Whether `line` goes on with what `before` began.
bool continues(const Document& document, const DocumentLine& before, const DocumentLine& line, bool in_bullet) {
    if (line.bullet || line.begin == line.end || line.run != before.run) return false;
    const std::string& text = document.text();
    const char first = text[line.begin];
    if (first >= 'a' && first <= 'z') return true;
    if (in_bullet && line.indent > 0) return true;
    const char last = text[before.end - 1];
    if (last == ',' || last == '&' || last == '/') return true;
    return before.end - before.begin >= kWrapsFrom && last != '.' && last != '!' && last != '?' && last != ':';
}

/// What a byte may mean where sentences and lists are told apart: 1 ends a sentence, 4 belongs to a word.
constexpr std::array<std::uint8_t, 256> byte_kinds() {
    std::array<std::uint8_t, 256> kinds{};
    for (std::size_t c = 0; c < 256; ++c) kinds[c] = is_word_byte(static_cast<char>(c)) ? 4 : 0;
    for (const char c : {'.', '!', '?'}) kinds[static_cast<unsigned char>(c)] = 1;
    return kinds;
}
constexpr std::array<std::uint8_t, 256> kByteKinds = byte_kinds();

/// Where sentences of text[begin, end) end, into `bounded`.
void sentence_ends(std::string_view text, std::size_t begin, std::size_t end, std::vector<std::size_t>& bounded) {
    bounded.clear();
    std::size_t from = begin;
    // No sentence is this long: what reads words in pairs must not meet a text of one statement.
    const auto ends_at = [&](std::size_t stop) {
        while (stop - from > kLongestPassage) {
            // The last space within reach; nothing before `from` is looked at.
            const std::size_t space = text.substr(from, kLongestPassage + 1).rfind(' ');
            from = space == std::string_view::npos || space == 0 ? from + kLongestPassage : from + space;
            // Not within a character.
            while (from < stop && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
            if (from < stop) bounded.push_back(from);
        }
        bounded.push_back(stop);
        from = stop;
    };
    // Most sentences end with a full stop, and those are found faster than one of three signs.
    const std::string_view within = text.substr(0, end);
    const bool stops_alone = within.find('!', begin) == std::string_view::npos && within.find('?', begin) == std::string_view::npos;
    const auto next_sign = [&](std::size_t from) {
        if (stops_alone) return std::min(within.find('.', from), end);
        while (from < end && kByteKinds[static_cast<unsigned char>(text[from])] != 1) ++from;
        return from;
    };
    for (std::size_t i = next_sign(begin); i + 1 < end; i = next_sign(i + 1)) {
        if (text[i + 1] != ' ' && text[i + 1] != '\n') continue;
        if (i == begin || !(is_word_byte(text[i - 1]) || text[i - 1] == ')' || text[i - 1] == '+' || text[i - 1] == '%' || text[i - 1] == '"')) continue;
        std::size_t word = i;
        while (word > begin && (is_word_byte(text[word - 1]) || text[word - 1] == '.')) --word;
        const std::string_view last = text.substr(word, i - word);
        if (last == "e.g" || last == "i.e" || last == "etc" || last == "vs" || last == "incl" || last == "approx" || last == "Sr" || last == "Jr" || last == "St") continue;
        std::size_t next = i + 1;
        while (next < end && (text[next] == ' ' || text[next] == '\n')) ++next;
        if (next >= end || (text[next] >= 'a' && text[next] <= 'z')) continue;
        ends_at(i + 1);
    }
    ends_at(end);
}

bool looks_like_a_list(std::string_view text) {
    const auto separators = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c == ',' || c == '|' || c == ';'; }));
    if (separators < 2) return false;
    std::size_t words = 0;
    std::uint8_t before = 0;
    for (const char c : text) {
        const std::uint8_t kind = kByteKinds[static_cast<unsigned char>(c)];
        words += kind == 4 && before != 4 ? 1 : 0;
        before = kind;
    }
    return words <= (separators + 1) * 3;
}

}  // namespace

std::vector<Passage> passages(const Document& document, const std::vector<bool>& breaks) {
    std::vector<Passage> out;
    const std::vector<DocumentLine>& lines = document.lines();
    const std::string_view text = document.text();
    out.reserve(lines.size());
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < lines.size();) {
        if (lines[i].begin == lines[i].end) {
            ++i;
            continue;
        }
        std::size_t last = i;
        if (!breaks[i]) {
            while (last + 1 < lines.size() && !breaks[last + 1] && continues(document, lines[last], lines[last + 1], lines[i].bullet)) ++last;
        }
        std::size_t at = lines[i].begin;
        std::size_t line = i;
        sentence_ends(text, lines[i].begin, lines[last].end, ends);
        for (const std::size_t stop : ends) {
            while (at < stop && (text[at] == ' ' || text[at] == '\n')) ++at;
            if (at == stop) continue;
            Passage passage;
            passage.begin = static_cast<std::uint32_t>(at);
            passage.end = static_cast<std::uint32_t>(stop);
            while (line < last && lines[line + 1].begin <= at) ++line;
            passage.line = static_cast<std::uint32_t>(line);
            passage.bullet = lines[i].bullet;
            passage.list = looks_like_a_list(text.substr(at, stop - at));
            out.push_back(passage);
            at = stop;
        }
        i = last + 1;
    }
    return out;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    constexpr std::size_t kBlock = 16;
    std::size_t at = 0;
    for (; at + kBlock <= out.size(); at += kBlock) {
        for (std::size_t i = 0; i < kBlock; ++i) out[at + i] = lowered(out[at + i]);
    }
    for (; at < out.size(); ++at) out[at] = lowered(out[at]);
    return out;
}

std::string shortened(std::string text, std::size_t most) {
    if (text.size() <= most) return text;
    std::size_t cut = most - 3;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    text.resize(cut);
    return text + "…";
}

std::vector<Word> words_of_text(std::string_view text, std::size_t begin, std::size_t end) {
    std::vector<Word> words;
    for (std::size_t i = begin; i < end;) {
        const bool starts = is_word_byte(text[i]) || (text[i] == '.' && i + 1 < end && is_word_byte(text[i + 1]));
        if (!starts) {
            ++i;
            continue;
        }
        std::size_t stop = i + 1;
        while (stop < end) {
            const char c = text[stop];
            const bool inner = (c == '\'' || c == '.' || c == '-' || c == '/' || c == '&') && stop + 1 < end && is_word_byte(text[stop + 1]);
            if (!is_word_byte(c) && !inner && c != '+' && c != '#') break;
            // Slashes part words; hyphens bind them.
            if (c == '/') break;
            ++stop;
        }
        words.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(stop), lowered(text.substr(i, stop - i))});
        i = stop;
    }
    return words;
}

std::size_t find_phrase(std::string_view text, std::string_view phrase, std::size_t from) {
    const auto same = [](char a, char b) { return a == b || (b == ' ' && (a == '-' || a == '\n')); };
    const bool border = is_word_byte(phrase[0]);
    for (std::size_t i = text.find(phrase[0], from); i != std::string_view::npos && i + phrase.size() <= text.size(); i = text.find(phrase[0], i + 1)) {
        if (i > 0 && border && is_word_byte(text[i - 1])) continue;
        if (!std::equal(phrase.begin(), phrase.end(), text.begin() + static_cast<std::ptrdiff_t>(i), [&](char b, char a) { return same(a, b); })) continue;
        const std::size_t end = i + phrase.size();
        if (end < text.size() && is_word_byte(text[end]) && is_word_byte(phrase.back())) continue;
        return i;
    }
    return std::string_view::npos;
}

}  // namespace plimsoll::people

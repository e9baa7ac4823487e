#include "domain/practice/phrases.h"

#include <algorithm>
#include <array>

namespace plimsoll::practice {

namespace {

constexpr std::size_t kDenialReach = 4;
constexpr std::size_t kGap = 3;  // words that "..." stands for at most

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }

/// Curly apostrophes, dashes and the multiplication sign as ASCII of the same length, so that places stay.
std::string plain(std::string_view text) {
    std::string out(text);
    const auto put = [&](std::size_t at, std::string_view with) { out.replace(at, with.size(), with); };
    for (std::size_t i = 0; i + 1 < out.size(); ++i) {
        const std::string_view here = std::string_view(out).substr(i, 3);
        if (here == "\xE2\x80\x99" || here == "\xE2\x80\x98") put(i, "'''");
        if (here == "\xE2\x80\x93" || here == "\xE2\x80\x94") put(i, " , ");
        if (here == "\xE2\x80\x9C" || here == "\xE2\x80\x9D") put(i, " \" ");
        if (here.starts_with("\xC3\x97")) put(i, "x ");
        if (here.starts_with("\xC2\xA0")) put(i, "  ");
    }
    return out;
}

class Cutter {
public:
    explicit Cutter(const std::string& text) : text_(text) {}

    std::vector<Word> cut() {
        while (at_ < text_.size()) step();
        return std::move(words_);
    }

private:
    [[nodiscard]] char here(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    void step() {
        const char c = here();
        if (is_letter(c) || is_digit(c)) return word();
        if (c == '%') {
            add(at_, at_ + 1);
        } else if (c == '.' || c == '!' || c == '?' || c == ';' || c == '\n') {
            ++clause_;
            ++sentence_;
            first_ = true;
        } else if (c == ',' || c == ':' || c == '(' || c == ')') {
            ++clause_;
        }
        ++at_;
    }
    void word() {
        const std::size_t begin = at_;
        while (at_ < text_.size()) {
            const char c = here();
            const bool inside = (c == '\'' && is_letter(here(1))) || ((c == '.' || c == ',') && at_ > begin && is_digit(text_[at_ - 1]) && is_digit(here(1)));
            if (c == '\'' && here(1) == '\'' && here(2) == '\'') {  // a curly one
                if (!is_letter(here(3))) break;
                at_ += 3;
                continue;
            }
            if (!is_letter(c) && !is_digit(c) && !inside) break;
            ++at_;
        }
        add(begin, at_);
    }
    void add(std::size_t begin, std::size_t end) {
        Word word;
        for (std::size_t i = begin; i < end; ++i) {
            const char c = text_[i];
            if (c == '\'' && !word.text.empty() && word.text.back() == '\'') continue;
            word.text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
        if (word.text == "but") ++clause_;
        word.begin = begin;
        word.end = end;
        word.clause = clause_;
        word.sentence = sentence_;
        word.capital = text_[begin] >= 'A' && text_[begin] <= 'Z';
        word.first = first_;
        first_ = false;
        words_.push_back(std::move(word));
    }

    const std::string& text_;
    std::size_t at_ = 0;
    std::size_t clause_ = 0;
    std::size_t sentence_ = 0;
    bool first_ = true;
    std::vector<Word> words_;
};

/// One word of a phrase: alternatives with '|', each with an optional '*' at an end.
bool fits(std::string_view word, std::string_view pattern) {
    if (pattern == "_") return true;
    while (true) {
        const std::size_t bar = pattern.find('|');
        std::string_view one = pattern.substr(0, bar);
        const bool ok = one.ends_with('*')     ? word.starts_with(one.substr(0, one.size() - 1))
                        : one.starts_with('*') ? word.ends_with(one.substr(1))
                                               : word == one;
        if (ok) return true;
        if (bar == std::string_view::npos) return false;
        pattern.remove_prefix(bar + 1);
    }
}

constexpr std::array<std::string_view, 12> kDenials = {"no", "not", "never", "without", "nobody", "none", "cannot", "neither", "nor", "nothing", "avoid", "avoided"};

bool denies(std::string_view word) {
    return word.ends_with("n't") || std::find(kDenials.begin(), kDenials.end(), word) != kDenials.end();
}

}  // namespace

Phrases::Phrases(std::string_view text) : text_(text) {
    const std::string ascii = plain(text);
    words_ = Cutter(ascii).cut();
}

std::string Phrases::quote(std::size_t begin, std::size_t end) const {
    std::string out;
    for (std::size_t i = begin; i < std::min(end, text_.size()); ++i) {
        const char c = text_[i];
        const bool white = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!white) out += c;
        else if (!out.empty() && out.back() != ' ') out += ' ';
    }
    return out;
}

std::string Phrases::quote(const Found& found) const { return quote(found.begin, found.end); }

std::optional<Found> Phrases::at(std::size_t word, std::string_view phrase) const {
    std::size_t next = word;
    bool gap = false;
    while (!phrase.empty()) {
        const std::size_t space = phrase.find(' ');
        const std::string_view piece = phrase.substr(0, space);
        phrase = space == std::string_view::npos ? std::string_view{} : phrase.substr(space + 1);
        if (piece == "...") {
            gap = true;
            continue;
        }
        std::size_t tries = gap ? kGap : 0;
        while (next < words_.size() && words_[next].sentence == words_[word].sentence && !fits(words_[next].text, piece) && tries > 0) {
            ++next;
            --tries;
        }
        if (next >= words_.size() || words_[next].sentence != words_[word].sentence || !fits(words_[next].text, piece)) return std::nullopt;
        ++next;
        gap = false;
    }
    return Found{word, next, words_[word].begin, words_[next - 1].end};
}

bool Phrases::denied(std::size_t word) const {
    for (std::size_t back = 1; back <= kDenialReach && back <= word; ++back) {
        const Word& before = words_[word - back];
        if (before.clause != words_[word].clause) return false;
        if (denies(before.text)) return true;
    }
    return false;
}

std::vector<Found> Phrases::all(const std::vector<std::string_view>& phrases) const {
    std::vector<Found> out;
    for (std::size_t i = 0; i < words_.size(); ++i) {
        for (const std::string_view phrase : phrases) {
            const auto found = at(i, phrase);
            if (!found || denied(i)) continue;
            out.push_back(*found);
            break;
        }
    }
    return out;
}

std::optional<Found> Phrases::first(const std::vector<std::string_view>& phrases) const {
    const std::vector<Found> found = all(phrases);
    if (found.empty()) return std::nullopt;
    return found.front();
}

std::optional<Found> Phrases::stated(const std::vector<std::string_view>& phrases) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
        for (const std::string_view phrase : phrases) {
            if (const auto found = at(i, phrase)) return found;
        }
    }
    return std::nullopt;
}

}  // namespace plimsoll::practice

#include "domain/people/document.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

#include "base/invariant.h"

namespace plimsoll::people {

namespace {

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

/// Marks on one character; more are a further segment, as in the stream-safe text format of UAX 15.
constexpr std::size_t kMostMarks = 30;
constexpr std::size_t kLongestPart = 8;

/// First parts after which a hyphen at a line's end belongs to the word: "on-" / "call".
bool keeps_hyphen(std::string_view part) {
    static constexpr auto kParts = std::to_array<std::string_view>({
        "on",   "high", "multi", "cross", "self",  "post",  "pre",  "blue",  "real",   "end",  "error", "burn", "auto",  "event",
        "role", "non",  "zero",  "active", "fault", "long",  "large", "cost", "data",  "open", "cloud", "full", "hands", "right",
        "trunk", "root", "at",   "dead",  "back",  "feature", "well", "team", "highly", "low",  "co",    "micro", "follow", "scale"});
    std::string lower(part);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::find(kParts.begin(), kParts.end(), lower) != kParts.end();
}

/// Whether eight bytes are printable ASCII and none is '-': eight at a time in one word.
bool all_plain(const char* bytes) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    constexpr std::uint64_t kHigh = 0x8080808080808080U;
    std::uint64_t w = 0;
    std::memcpy(&w, bytes, sizeof w);
    const auto has_zero = [](std::uint64_t x) { return (x - kOnes) & ~x & kHigh; };
    const std::uint64_t below_space = (w - kOnes * 0x20) & ~w & kHigh;
    return ((w & kHigh) | below_space | has_zero(w ^ kOnes * '-') | has_zero(w ^ kOnes * 0x7F)) == 0;
}

bool is_invisible(utf8proc_int32_t c) {
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           (c >= 0xE0000 && c <= 0xE007F) || c == 0x180E;
}
/// Those that hide or turn text, which no honest document needs; soft hyphens and joiners are common.
bool hides(utf8proc_int32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c >= 0xE0000 && c <= 0xE007F); }
bool is_bullet(utf8proc_int32_t c) {
    return c == 0x2022 || c == 0x2023 || c == 0x25E6 || c == 0x25AA || c == 0x25AB || c == 0x25A0 || c == 0x25CF || c == 0x25CB || c == 0x2219 || c == 0xB7 ||
           c == 0x27A2 || c == 0x2713 || c == 0x2714 || c == 0x25B6 || c == 0x25B8 || c == 0x2043 || c == 0xF0B7 || c == 0xF0A7;
}
bool is_dash(utf8proc_int32_t c) { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D; }
bool is_space(utf8proc_int32_t c) { return c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0x1680; }
bool is_unreadable(utf8proc_int32_t c) { return c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000; }
bool is_mark(utf8proc_int32_t c) {
    const auto category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

struct WordCount {
    std::size_t words = 0;    ///< stretches of letters; every byte beyond ASCII is one
    std::size_t single = 0;   ///< of one byte
    std::size_t letters = 0;
};
/// In blocks of one size, which the compiler turns into a few instructions each.
WordCount count_words(std::string_view text) {
    constexpr std::size_t kBlock = 64;
    WordCount out;
    // Whether each byte is a letter, and the two before the block.
    std::array<std::uint8_t, kBlock + 2> is{};
    const auto count = [&] {
        std::uint8_t ended = 0;
        std::uint8_t alone = 0;
        std::uint8_t letters = 0;
        for (std::size_t i = 0; i < kBlock; ++i) {
            const auto here = is[i + 2];
            const auto end = static_cast<std::uint8_t>(is[i + 1] & (here ^ 1));
            letters = static_cast<std::uint8_t>(letters + here);
            ended = static_cast<std::uint8_t>(ended + end);
            alone = static_cast<std::uint8_t>(alone + (end & (is[i] ^ 1)));
        }
        out.letters += letters;
        out.words += ended;
        out.single += alone;
        is[0] = is[kBlock];
        is[1] = is[kBlock + 1];
    };
    const auto letter = [](char c) {
        const auto u = static_cast<std::uint8_t>(c);
        return static_cast<std::uint8_t>((static_cast<std::uint8_t>((u | 0x20) - 'a') < 26 ? 1 : 0) | (u >> 7));
    };
    std::size_t at = 0;
    for (; at + kBlock <= text.size(); at += kBlock) {
        const char* const block = text.data() + at;
        for (std::size_t i = 0; i < kBlock; ++i) is[i + 2] = letter(block[i]);
        count();
    }
    // What is left, and what ends it.
    for (std::size_t i = 0; i < kBlock; ++i) is[i + 2] = at + i < text.size() ? letter(text[at + i]) : std::uint8_t{0};
    count();
    return out;
}

}  // namespace

/// Writes the normal text of runs, one byte or character after the other.
class Normaliser {
public:
    explicit Normaliser(Document& out) : out_(out) {}

    void run(const TextRun& run, std::uint32_t number) {
        run_ = number;
        page_ = run.page;
        line_ = run.line;
        from_ = run.offset;
        text_ = run.text;
        begin_line();
        std::size_t i = 0;
        while (i < text_.size() && !out_.beyond_) {
            i = step(i);
            if (out_.text_.size() > kLongestText) out_.beyond_ = true;
        }
        end_line();
    }

private:
    /// Handles what stands at `i`; gives where the next begins.
    std::size_t step(std::size_t i) {
        const char c = text_[i];
        if (static_cast<unsigned char>(c) >= 0x80) return wide(i);
        switch (c) {
            case '\n':
            case '\f':
                ++line_;
                if (c == '\f') ++page_;
                joined_ = false;
                end_line();
                begin_line();
                return i + 1;
            case '\t':
            case '\v':
            case ' ':
                if (joined_) {
                    joined_ = false;
                    end_line();
                    begin_line();
                    return i + 1;
                }
                put(i, ' ');
                return i + 1;
            case '-':
                return hyphen(i, i + 1);
            default:
                break;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return i + 1;
        // The common case: a stretch of printable ASCII. A space is one of it, but where it ends the line of a divided word.
        std::size_t end = i + 1;
        const char least = joined_ ? '!' : ' ';
        if (!joined_) {
            while (end + 8 <= text_.size() && all_plain(text_.data() + end)) end += 8;
        }
        while (end < text_.size() && text_[end] >= least && text_[end] < 0x7F && text_[end] != '-') ++end;
        anchor(i);
        blank_ = false;
        out_.text_.append(text_.substr(i, end - i));
        return end;
    }

    std::size_t hyphen(std::size_t i, std::size_t next) {
        // A letter, the hyphen, the line's end and a small letter: a divided word.
        std::size_t at = next;
        while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\r')) ++at;
        if (at < text_.size() && text_[at] == '\n' && !out_.text_.empty() && is_letter(out_.text_.back()) && out_.text_.size() > start_) {
            ++at;
            while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t')) ++at;
            if (at < text_.size() && is_lower(text_[at])) {
                std::size_t part = out_.text_.size();
                while (part > start_ && out_.text_.size() - part <= kLongestPart && is_letter(out_.text_[part - 1])) --part;
                if (keeps_hyphen(std::string_view(out_.text_).substr(part))) put(i, '-');
                ++line_;
                joined_ = true;
                return at;
            }
        }
        put(i, '-');
        return next;
    }

    std::size_t wide(std::size_t i) {
        utf8proc_int32_t c = 0;
        const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text_.data());
        const auto length = utf8proc_iterate(bytes + i, static_cast<utf8proc_ssize_t>(text_.size() - i), &c);
        INVARIANT(length > 0, "a run is valid UTF-8");
        std::size_t next = i + static_cast<std::size_t>(length);
        if (is_invisible(c)) {
            if (hides(c)) ++out_.invisible_;
            return next;
        }
        if (c == 0x2028 || c == 0x2029 || c == 0x85) {
            end_line();
            begin_line();
            return next;
        }
        if (is_space(c)) {
            put(i, ' ');
            return next;
        }
        if (is_dash(c)) return c == 0x2010 ? hyphen(i, next) : (put(i, '-'), next);
        if (c >= 0x2018 && c <= 0x201B) return put(i, '\''), next;
        if (c >= 0x201C && c <= 0x201F) return put(i, '"'), next;
        if (is_bullet(c)) {
            put(i, blank_ ? '*' : '|');
            return next;
        }
        if (is_unreadable(c)) ++out_.unreadable_;
        // Marks belong to the character before them: one segment is normalised as a whole.
        std::size_t marks = 0;
        while (next < text_.size() && marks < kMostMarks && static_cast<unsigned char>(text_[next]) >= 0x80) {
            utf8proc_int32_t mark = 0;
            const auto more = utf8proc_iterate(bytes + next, static_cast<utf8proc_ssize_t>(text_.size() - next), &mark);
            if (more <= 0 || !is_mark(mark) || is_invisible(mark)) break;
            next += static_cast<std::size_t>(more);
            ++marks;
        }
        anchor(i);
        blank_ = false;
        if (marks == 0 && utf8proc_get_property(c)->decomp_type == 0) {
            out_.text_.append(text_.substr(i, next - i));
            return next;
        }
        utf8proc_uint8_t* mapped = nullptr;
        const auto size = utf8proc_map(bytes + i, static_cast<utf8proc_ssize_t>(next - i), &mapped,
                                       static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
        if (size >= 0) {
            for (utf8proc_ssize_t k = 0; k < size; ++k) out_.text_ += mapped[k] < 0x20 ? ' ' : static_cast<char>(mapped[k]);
        } else {
            out_.text_.append(text_.substr(i, next - i));
        }
        std::free(mapped);  // NOLINT: utf8proc gives malloc'ed memory
        return next;
    }

    void put(std::size_t i, char c) {
        anchor(i);
        out_.text_ += c;
        if (c != ' ') blank_ = false;
    }
    /// Notes where byte `i` of the run will stand, if it is not where the last anchor says.
    void anchor(std::size_t i) {
        const auto at = static_cast<std::uint32_t>(out_.text_.size());
        const std::uint64_t from = from_ + i;
        if (!out_.anchors_.empty() && !fresh_) {
            const auto& last = out_.anchors_.back();
            if (last.from + (at - last.at) == from) return;
        }
        fresh_ = false;
        if (!out_.anchors_.empty() && out_.anchors_.back().at == at) out_.anchors_.back().from = from;
        else out_.anchors_.push_back({at, from});
    }
    void begin_line() {
        start_ = out_.text_.size();
        blank_ = true;
        fresh_ = true;
        line_number_ = line_;
        line_page_ = page_;
    }
    void end_line() {
        DocumentLine line;
        line.run = run_;
        line.page = line_page_;
        line.number = line_number_;
        std::size_t begin = start_;
        std::size_t end = out_.text_.size();
        while (begin < end && out_.text_[begin] == ' ') ++begin;
        while (end > begin && out_.text_[end - 1] == ' ') --end;
        line.indent = static_cast<int>(begin - start_);
        if (end - begin > 2 && (out_.text_[begin] == '-' || out_.text_[begin] == '*' || out_.text_[begin] == '+') && out_.text_[begin + 1] == ' ') {
            out_.text_[begin] = '-';
            line.bullet = true;
            begin += 2;
            while (begin < end && out_.text_[begin] == ' ') ++begin;
        } else if (end - begin > 1 && out_.text_[begin] == '*' && out_.text_[begin + 1] != '*' && out_.text_.find('*', begin + 1) >= end) {
            out_.text_[begin] = '-';  // a bullet without a space behind it
            line.bullet = true;
            ++begin;
        }
        line.begin = static_cast<std::uint32_t>(begin);
        line.end = static_cast<std::uint32_t>(end);
        out_.lines_.push_back(line);
        out_.text_ += '\n';
        out_.pages_ = std::max(out_.pages_, page_);
        if (out_.lines_.size() > kMostLines) out_.beyond_ = true;
    }

    Document& out_;
    std::string_view text_;
    std::uint64_t from_ = 0;
    std::uint32_t run_ = 0;
    std::size_t start_ = 0;  // of the line, in the normal text
    int page_ = 1;
    int line_ = 1;
    int line_page_ = 1;
    int line_number_ = 1;
    bool joined_ = false;  // a divided word was made whole: its line ends at the next space
    bool fresh_ = true;
    bool blank_ = true;    // the line holds nothing but spaces so far
};

Document::Document(std::vector<TextRun> runs, std::string encoding, std::vector<DocumentProblem> problems)
    : runs_(std::move(runs)), encoding_(std::move(encoding)), problems_(std::move(problems)) {
    std::size_t size = 0;
    for (const TextRun& run : runs_) size += run.text.size() + 1;
    text_.reserve(size);
    Normaliser normaliser(*this);
    std::uint32_t number = 0;
    for (const TextRun& run : runs_) {
        normaliser.run(run, number++);
        if (beyond_) break;
    }
    judge();
}

Result<> Document::within_bounds() const {
    if (pages_ > kMostPages) return fail(errors::document_too_large, fmt::format("it has {}{} pages; {} are read", beyond_ ? "at least " : "", pages_, kMostPages));
    if (text_.size() > kLongestText) return fail(errors::document_too_large, fmt::format("its characters become more than {} bytes of plain text", kLongestText));
    if (lines_.size() > kMostLines) return fail(errors::too_much_work, fmt::format("it has more than {} lines", kMostLines));
    return {};
}

void Document::judge() {
    const auto [words, single, letters] = count_words(text_);
    if (invisible_ > 0) problems_.push_back({"invisible_text", fmt::format("{} invisible characters were left out", invisible_)});
    if (unreadable_ > 0) problems_.push_back({"unreadable_characters", fmt::format("{} characters have no known meaning: the document's font does not say what they are", unreadable_)});
    const double bad = letters + unreadable_ == 0 ? 0 : static_cast<double>(unreadable_ * 3) / static_cast<double>(letters + unreadable_);
    if (bad > 0.02) lower_confidence(std::max(0.0, 1 - 5 * bad));
    if (words > 20 && single * 10 > words * 4) {
        problems_.push_back({"spaced_letters", "most words stand as single letters: the document's text cannot be relied on"});
        lower_confidence(0.2);
    }
    if (words < 30) {
        problems_.push_back({"little_text", fmt::format("there are only {} words", words)});
        lower_confidence(0.5);
    }
}

std::uint64_t Document::original_byte(std::size_t at) const {
    if (anchors_.empty()) return 0;
    auto next = std::upper_bound(anchors_.begin(), anchors_.end(), at, [](std::size_t a, const Anchor& anchor) { return a < anchor.at; });
    if (next == anchors_.begin()) return next->from;
    const Anchor& here = *std::prev(next);
    const std::uint64_t straight = here.from + (at - here.at);
    // What became longer (a ligature) must not lead past what stands behind it, of the same run.
    const bool past_next = next != anchors_.end() && next->from >= here.from && next->from < straight;
    return past_next && lines_[line_at(next->at)].run == lines_[line_at(at)].run ? next->from : straight;
}

Span Document::original(std::size_t begin, std::size_t end) const {
    INVARIANT(begin <= end && end <= text_.size(), "a span lies in the text");
    const DocumentLine& line = lines_[line_at(begin)];
    Span span;
    span.begin = original_byte(begin);
    span.end = end > begin ? std::max(span.begin, original_byte(end - 1)) + 1 : span.begin;
    if (end > begin && end < text_.size() && static_cast<unsigned char>(text_[end - 1]) >= 0x80) span.end = std::max(span.end, original_byte(end));
    span.source = runs_[line.run].source;
    if (span.source.empty()) {
        span.page = line.page;
        span.line = line.number;
    }
    return span;
}

std::size_t Document::line_at(std::size_t at) const {
    INVARIANT(!lines_.empty(), "a document has a line");
    const auto next = std::upper_bound(lines_.begin(), lines_.end(), at, [](std::size_t a, const DocumentLine& line) { return a < line.begin; });
    return next == lines_.begin() ? 0 : static_cast<std::size_t>(next - lines_.begin()) - 1;
}

}  // namespace plimsoll::people

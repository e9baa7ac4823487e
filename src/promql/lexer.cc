#include "promql/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <utility>

#include "promql/place.h"
#include "promql/quoted.h"

namespace plimsoll::promql {
namespace {

using Kind = Token::Kind;

constexpr std::int64_t kLongest = Duration::days(36'500).in_ms();

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_word_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_word(char c) {
    return is_word_start(c) || is_digit(c);
}
bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// A PromQL number: decimal, with fraction and exponent, or hexadecimal.
std::optional<double> parse_number(std::string_view text) {
    const bool hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    if (hex) text.remove_prefix(2);
    double value = 0;
    const auto format = hex ? std::chars_format::hex : std::chars_format::general;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, format);
    if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
    return value;
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Result<std::vector<Token>> run() {
        for (skip_blank(); at_ < text_.size(); skip_blank()) TRY(next());
        if (mode_ != Mode::expression) {
            const char* close = mode_ == Mode::braces ? "}" : "]";
            return bad(opened_, "this bracket is never closed", std::string("close it with ") + close);
        }
        push(Kind::end, 0);
        return std::move(tokens_);
    }

private:
    enum class Mode { expression, braces, brackets };

    void skip_blank() {
        while (at_ < text_.size()) {
            if (text_[at_] == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size());
            } else if (is_space(text_[at_])) {
                ++at_;
            } else {
                return;
            }
        }
    }

    Result<> next() {
        const char c = text_[at_];
        if (c == '$' || text_.substr(at_, 2) == "{{") return template_variable();
        if (c == '"' || c == '\'' || c == '`') return string();
        if (mode_ == Mode::brackets) return in_brackets();
        if (is_word_start(c) || (mode_ == Mode::expression && c == ':')) return word();
        if (mode_ == Mode::braces) return in_braces();
        if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return number();
        return operator_sign();
    }

    Error bad(std::size_t offset, std::string rule, std::string remedy) const {
        return malformed(text_, {offset, std::move(rule), std::move(remedy)});
    }

    void push(Kind kind, std::size_t length) {
        Token token;
        token.kind = kind;
        token.offset = at_;
        token.value = text_.substr(at_, length);
        tokens_.push_back(std::move(token));
        at_ += length;
    }

    Result<> template_variable() const {
        if (mode_ == Mode::brackets) {
            return bad(at_, "a template variable is not a duration",
                       "write the duration itself, such as [5m]: the count does not depend on it");
        }
        return bad(at_, "template variables are not filled in here",
                   "write the value itself; a range is a duration such as [5m]");
    }

    Result<> string() {
        auto quoted = read_quoted(text_, at_);
        if (!quoted) return malformed(text_, quoted.error());
        const std::size_t length = quoted->length;
        push(Kind::text, length);
        tokens_.back().value = std::move(quoted->value);
        return {};
    }

    Result<> word() {
        std::size_t end = at_;
        bool colon = false;
        while (end < text_.size() && (is_word(text_[end]) || (mode_ == Mode::expression && text_[end] == ':'))) {
            colon = colon || text_[end] == ':';
            ++end;
        }
        push(colon ? Kind::metric_word : Kind::word, end - at_);
        return {};
    }

    /// Letters, digits and points in one run, with the sign of an exponent.
    std::size_t number_length() const {
        std::size_t end = at_;
        const bool hex = text_.size() > at_ + 1 && (text_[at_ + 1] == 'x' || text_[at_ + 1] == 'X');
        while (end < text_.size()) {
            const bool exponent_sign = (text_[end] == '+' || text_[end] == '-') && !hex && end > at_ &&
                                       (text_[end - 1] == 'e' || text_[end - 1] == 'E');
            if (!is_word(text_[end]) && text_[end] != '.' && !exponent_sign) break;
            ++end;
        }
        return end - at_;
    }

    Result<> number() {
        const std::size_t length = number_length();
        const std::string_view text = text_.substr(at_, length);
        if (const auto duration = parse_duration(text)) {
            push(Kind::duration, length);
            tokens_.back().duration = *duration;
        } else if (const auto value = parse_number(text)) {
            push(Kind::number, length);
            const double ms = *value * 1000;
            if (ms >= 1 && ms <= static_cast<double>(kLongest))
                tokens_.back().duration = Duration::ms(std::llround(ms));
        } else {
            return bad(at_, "this is neither a number nor a duration", "write a duration such as 5m or 1h30m");
        }
        return {};
    }

    Result<> in_brackets() {
        const char c = text_[at_];
        if (is_digit(c)) return number();
        if (c == ':') {
            push(Kind::colon, 1);
            return {};
        }
        if (c == ']') {
            push(Kind::right_bracket, 1);
            mode_ = Mode::expression;
            return {};
        }
        return bad(at_, "only a duration stands between [ and ]", "write a duration such as [5m]");
    }

    bool sign_from(std::initializer_list<std::pair<std::string_view, Kind>> signs) {
        for (const auto& [sign, kind] : signs) {
            if (text_.substr(at_, sign.size()) != sign) continue;
            push(kind, sign.size());
            return true;
        }
        return false;
    }

    Result<> in_braces() {
        if (sign_from({{"=~", Kind::match},
                       {"!~", Kind::not_match},
                       {"!=", Kind::not_equal},
                       {"=", Kind::equal},
                       {",", Kind::comma}})) {
            return {};
        }
        if (sign_from({{"}", Kind::right_brace}})) {
            mode_ = Mode::expression;
            return {};
        }
        return bad(at_, "this does not belong between { and }", "write matchers such as {job=\"web\", code=~\"5..\"}");
    }

    void open(Mode mode) {
        mode_ = mode;
        opened_ = tokens_.back().offset;
    }

    Result<> operator_sign() {
        if (sign_from({{"{", Kind::left_brace}})) {
            open(Mode::braces);
            return {};
        }
        if (sign_from({{"[", Kind::left_bracket}})) {
            open(Mode::brackets);
            return {};
        }
        if (sign_from({{"(", Kind::left_paren},
                       {")", Kind::right_paren},
                       {",", Kind::comma},
                       {"@", Kind::at},
                       {"+", Kind::plus},
                       {"-", Kind::minus},
                       {"*", Kind::star},
                       {"/", Kind::slash},
                       {"%", Kind::percent},
                       {"^", Kind::caret},
                       {"==", Kind::equal_equal},
                       {"=~", Kind::match},
                       {"=", Kind::equal},
                       {"!=", Kind::not_equal},
                       {"!~", Kind::not_match},
                       {"<=", Kind::less_equal},
                       {"<", Kind::less},
                       {">=", Kind::greater_equal},
                       {">", Kind::greater}})) {
            return {};
        }
        return bad(at_, "this character does not belong to PromQL", "remove it, or quote it if it is part of a value");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t opened_ = 0;
    Mode mode_ = Mode::expression;
    std::vector<Token> tokens_;
};

constexpr std::array<std::pair<std::string_view, std::int64_t>, 7> kUnits{{{"y", Duration::days(365).in_ms()},
                                                                           {"w", Duration::days(7).in_ms()},
                                                                           {"d", Duration::days(1).in_ms()},
                                                                           {"h", Duration::hours(1).in_ms()},
                                                                           {"m", Duration::minutes(1).in_ms()},
                                                                           {"s", Duration::seconds(1).in_ms()},
                                                                           {"ms", 1}}};

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    std::int64_t total = 0;
    std::size_t unit = 0;  // the next one that may stand: falling order, each once
    while (!text.empty()) {
        std::int64_t count = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
        if (error != std::errc() || !is_digit(text[0])) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        std::size_t letters = 0;
        while (letters < text.size() && !is_digit(text[letters])) ++letters;
        while (unit < kUnits.size() && kUnits[unit].first != text.substr(0, letters)) ++unit;
        if (unit == kUnits.size() || count > kLongest / kUnits[unit].second) return std::nullopt;
        total += count * kUnits[unit].second;
        ++unit;
        text.remove_prefix(letters);
    }
    if (total < 1 || total > kLongest) return std::nullopt;
    return Duration::ms(total);
}

Result<std::vector<Token>> tokens(std::string_view text) {
    return Lexer(text).run();
}

}  // namespace plimsoll::promql

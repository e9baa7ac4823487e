// cursor.h: the place of a parser in its tokens.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "promql/lexer.h"
#include "promql/place.h"

namespace plimsoll::promql {

/// Keywords are not case-sensitive.
[[nodiscard]] inline std::string lower(std::string_view word) {
    std::string out(word);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

class Cursor {
public:
    using Kind = Token::Kind;
    /// `tokens` end with `end`, which is never passed.
    Cursor(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {}

    [[nodiscard]] const Token& now() const { return tokens_[at_]; }
    /// Requires: something was passed.
    [[nodiscard]] const Token& previous() const { return tokens_[at_ - 1]; }
    [[nodiscard]] const Token& following() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    [[nodiscard]] bool is(Kind kind) const { return now().kind == kind; }
    [[nodiscard]] bool is_word(std::string_view keyword) const {
        return is(Kind::word) && lower(now().value) == keyword;
    }
    bool take(Kind kind) {
        if (!is(kind)) return false;
        skip();
        return true;
    }
    bool take_word(std::string_view keyword) {
        if (!is_word(keyword)) return false;
        skip();
        return true;
    }
    [[nodiscard]] Error bad(std::size_t offset, std::string rule, std::string remedy) const {
        return malformed(text_, {offset, std::move(rule), std::move(remedy)});
    }
    [[nodiscard]] Error bad(const Token& token, std::string rule, std::string remedy) const {
        return bad(token.offset, std::move(rule), std::move(remedy));
    }
    Result<> expect(Kind kind, const char* rule, const char* remedy) {
        if (!take(kind)) return bad(now(), rule, remedy);
        return {};
    }
    void skip() {
        if (at_ + 1 < tokens_.size()) ++at_;
    }

private:
    std::string_view text_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
};

}  // namespace plimsoll::promql

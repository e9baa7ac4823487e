// lexer.h: PromQL text as tokens.
//
// Modes      as in Prometheus: inside {} words are label names and never keywords; inside [] only durations stand.
// Comments   from # to the end of the line.
// Templates  $window and {{.window}} are not PromQL; they are found here so that the remedy can be said.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::promql {

struct Token {
    enum class Kind {
        end,
        word,
        metric_word,
        number,
        duration,
        text,
        left_paren,
        right_paren,
        left_brace,
        right_brace,
        left_bracket,
        right_bracket,
        comma,
        colon,
        at,
        plus,
        minus,
        star,
        slash,
        percent,
        caret,
        equal,
        equal_equal,
        not_equal,
        match,
        not_match,
        less,
        less_equal,
        greater,
        greater_equal
    };
    Kind kind = Kind::end;
    std::size_t offset = 0;  ///< bytes from the start of the query
    std::string value;       ///< the word as written; the unquoted string
    Duration duration;       ///< of a duration, or of a bare number inside [] (seconds)
};

/// Reads all tokens; the last one is `end`. Errors: malformed.
[[nodiscard]] Result<std::vector<Token>> tokens(std::string_view text);

/// A PromQL duration, "1h30m": units ms s m h d w y in falling order, each once, 1 ms to 100 years; or empty.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);

}  // namespace plimsoll::promql

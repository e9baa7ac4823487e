// quoted.h: PromQL's three kinds of string.
#pragma once

#include <string>
#include <string_view>

#include "promql/place.h"

namespace plimsoll::promql {

/// A string read from its opening quote on.
struct Quoted {
    std::string value;
    std::size_t length = 0;  ///< bytes in the query, quotes among them
};

/// Reads "…" and '…' with the escapes \a \b \f \n \r \t \v \\ \ooo \xhh \uhhhh \Uhhhhhhhh and the own quote, and `…`
/// without any. `text[offset]` is the quote.
/// Errors: a Problem with its place (no end, line break inside, unknown or incomplete escape).
[[nodiscard]] tl::expected<Quoted, Problem> read_quoted(std::string_view text, std::size_t offset);

/// Writes a double-quoted string that read_quoted gives back unchanged.
[[nodiscard]] std::string quote(std::string_view value);

}  // namespace plimsoll::promql

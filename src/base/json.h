// json.h: described structs to JSON text and back, and to the JSON Schema that OpenAPI shows. No Boost.JSON here:
// the templates are instantiated once, in a `*_codec.cc` that includes base/json_codec.h, by PLIMSOLL_JSON(Type).
//
// Field names  are the C++ member names, permanent once they are in the log.
// Optional     std::optional members may be missing or null; members with a default (described in the struct) may be
//              missing when the type opts in with `using json_defaults = void;` inside the struct.
// Unknown      keys are ignored by decode (old readers meet new events) and refused by decode_strict (API bodies).
// Variants     std::variant of structs, told apart by a "type" key holding each struct's `static constexpr
//              std::string_view json_tag`.
// Units        Timestamp is RFC 3339 text, Duration is text such as "30d", Ratio is {"numerator","denominator"}.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace plimsoll::json {

/// Compact JSON text; doubles in shortest decimal form; NaN and infinity are an INVARIANT (use optional).
template <class T>
[[nodiscard]] std::string encode(const T& value);

/// Errors: malformed (not JSON, with line and column); invalid (every field that breaks a rule, by JSON pointer).
template <class T>
[[nodiscard]] Result<T> decode(std::string_view text);

/// As decode, and an unknown key is an error too.
template <class T>
[[nodiscard]] Result<T> decode_strict(std::string_view text);

/// JSON Schema (2020-12) of the type as text, nested structs inline under "$defs".
template <class T>
[[nodiscard]] std::string schema();

/// Indents JSON text for people. Errors: malformed.
[[nodiscard]] Result<std::string> pretty(std::string_view text);
/// Quotes a string as JSON.
[[nodiscard]] std::string quote(std::string_view text);

}  // namespace plimsoll::json

// text.h: how values are written for people and read from them; the one place where percent and local spelling exist.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/units.h"

namespace plimsoll::text {

/// RFC 3339, UTC, with milliseconds only when they are not zero: "2026-11-21T09:00:00Z".
[[nodiscard]] std::string rfc3339(Timestamp at);
/// Reads RFC 3339 with Z or a numeric offset. Errors: malformed.
[[nodiscard]] Result<Timestamp> parse_rfc3339(std::string_view text);

/// "30d", "1h30m", "10s", "250ms"; exact. Zero is "0s".
[[nodiscard]] std::string duration(Duration d);
/// Reads what duration() writes: integers with ms, s, m, h, d, w, in falling order. Errors: malformed.
[[nodiscard]] Result<Duration> parse_duration(std::string_view text);
/// For people: "3 d 4 h", "12 min", "51.8 s"; two units at most.
[[nodiscard]] std::string duration_words(Duration d);

/// Shortest decimal text that reads back as the same double; never an exponent below 1e21; "NaN" is not produced.
[[nodiscard]] std::string number(double value);
/// With thousands separators: 4,700,120.
[[nodiscard]] std::string count(std::int64_t value);
/// 0.124 -> "12.4 %", `digits` after the point.
[[nodiscard]] std::string percent(double share, int digits = 1);
/// An objective, exact: "99.95 %".
[[nodiscard]] std::string percent(const Objective& objective);

/// Removes control characters (also C1 and bidirectional overrides) from hostile text, for terminals and mail.
[[nodiscard]] std::string printable(std::string_view hostile);
/// Lower-case hexadecimal and back.
[[nodiscard]] std::string hex(std::string_view bytes);
[[nodiscard]] std::optional<std::string> from_hex(std::string_view text);
/// True if the bytes are valid UTF-8.
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace plimsoll::text

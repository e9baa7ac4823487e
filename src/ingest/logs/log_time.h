// log_time.h: the times that access logs hold, to the millisecond, UTC.
//
// Source     common log format: "10/Oct/2026:13:55:36 +0200" (Apache mod_log_config %t, nginx $time_local); RFC 3339 (nginx
//            $time_iso8601); seconds since 1970 with a fraction (nginx $msec).
// Leap       second 60 is the first of the next minute.
#pragma once

#include <optional>
#include <string_view>

#include "base/units.h"

namespace plimsoll::ingest::logs {

inline constexpr std::size_t kLocalTimeBytes = 26;

/// "10/Oct/2026:13:55:36 +0200", without brackets. Empty: it is no such time.
[[nodiscard]] std::optional<Timestamp> local_time(std::string_view written);
/// "1791633336.123", or whole milliseconds: from 10^11 on (1973; 10^11 s is the year 5138).
[[nodiscard]] std::optional<Timestamp> epoch_time(std::string_view written);
[[nodiscard]] std::optional<Timestamp> epoch_time(double seconds_or_ms);
/// "0.123". Empty: no number of zero or above.
[[nodiscard]] std::optional<double> plain_number(std::string_view written);

}  // namespace plimsoll::ingest::logs

// zones.h: local times of IANA zones, by the machine's zone database.
//
// Threads    any. The database is read once.
// Clocks     a local time that a clock change skips is the first instant after it; one that happens twice is the first.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::zones {

/// A wall clock's face. Fields need not be normal: month 13 is January of the next year, day 0 the last of the month before.
struct LocalTime {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

/// Errors: invalid (no such zone; the remedy names one like it).
[[nodiscard]] Result<> check(std::string_view zone);
/// "2026-01-01", "2026-01-01 00:00", "2026-01-01T00:00:00". Errors: invalid.
[[nodiscard]] Result<LocalTime> parse_local(std::string_view text);
/// Require: a zone that check() admits.
[[nodiscard]] Timestamp to_utc(std::string_view zone, const LocalTime& local);
[[nodiscard]] LocalTime to_local(std::string_view zone, Timestamp at);
/// "2025b"; "unknown" where the machine does not say.
[[nodiscard]] const std::string& database_version();

}  // namespace plimsoll::zones

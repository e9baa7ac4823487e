// recurrence.h: the occurrences of a range that comes again, by RFC 5545's RRULE on the wall clock of a zone.
//
// Clocks     An occurrence that a clock change skips begins with the first instant after it: the night's maintenance takes
//            place all the same. (RFC 5545 would leave it out.) A local time that comes twice means the first of them; a
//            rule of hours means both. Every occurrence is as long as the first range, whatever the clocks do meanwhile.
// Bounds     hourly at most; no BYMINUTE, BYSECOND, UNTIL; 200 characters; 2,000 occurrences; a year from start to until.
// Library    libical expands; what it gets was read here first, so that it never sees what it does not expect.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"
#include "domain/exclusions/events.h"

namespace plimsoll::exclusions {

inline constexpr std::size_t kRuleLimit = 200;
inline constexpr std::size_t kOccurrencesLimit = 2'000;
inline constexpr Duration kRecurrenceLimit = Duration::days(366);
inline constexpr Duration kOccurrenceLimit = Duration::hours(24);

/// What keeps it from being used, field by field below "/recurrence"; empty: nothing does.
[[nodiscard]] std::vector<FieldError> problems_of(const Recurrence& recurrence, TimeRange first);

/// All of them, oldest first, each as long as `first`; they may touch and overlap. At most kOccurrencesLimit + 1.
/// Requires: no problems, or what a log says.
[[nodiscard]] std::vector<TimeRange> occurrences_of(const Recurrence& recurrence, TimeRange first);

}  // namespace plimsoll::exclusions

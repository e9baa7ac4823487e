// calendar.h: windows on wall-clock boundaries: days, weeks, months, quarters and years of a zone.
//
// Shape      half-open [start, end); windows follow each other without gap or overlap, before the anchor too.
// Anchor     CalendarWindow::start names a local time; window k begins at that local time plus k x count units, by the
//            calendar: a month-end that a month does not have is the month's last day.
// Clocks     a boundary that a clock change skips is the first instant after it; one that happens twice is the first of the
//            two. So a day has 23, 24 or 25 hours (22.5 to 24.5 in Lord Howe), and a skipped date belongs to no window of
//            its own: the window before it ends where the next begins.
// Source     the machine's IANA database; zones::database_version() names it in each report.
#pragma once

#include <vector>

#include "base/units.h"
#include "domain/catalog/model.h"

namespace plimsoll::slo {

/// The window that holds `at`. Requires: a zone and a start that the catalogue admitted.
[[nodiscard]] TimeRange calendar_window(const catalog::CalendarWindow& window, Timestamp at);
/// All that touch `range`, oldest first; at most `most`, the newest of them.
[[nodiscard]] std::vector<TimeRange> calendar_windows(const catalog::CalendarWindow& window, TimeRange range, std::size_t most);

}  // namespace plimsoll::slo

#include "domain/catalog/time_window.h"

#include <fmt/format.h>

#include <cctype>

#include "base/zones.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr Duration kLongestPeriod = Duration::days(800);  // the ledger's coarsest level reaches that far back

std::optional<CalendarUnit> unit_of(char letter) {
    switch (letter) {
        case 'd': return CalendarUnit::day;
        case 'w': return CalendarUnit::week;
        case 'M': return CalendarUnit::month;
        case 'Q': return CalendarUnit::quarter;
        case 'Y': return CalendarUnit::year;
        default: return std::nullopt;
    }
}

Duration nominal(CalendarUnit unit, std::int64_t count) {
    switch (unit) {
        case CalendarUnit::day: return Duration::days(count);
        case CalendarUnit::week: return Duration::days(7 * count);
        case CalendarUnit::month: return Duration::days(30 * count);
        case CalendarUnit::quarter: return Duration::days(90 * count);
        case CalendarUnit::year: return Duration::days(365 * count);
    }
    return {};
}

bool too_long(const Fields& window, Duration period) {
    if (period <= kLongestPeriod) return false;
    window.invalid("duration", "is longer than the 800 days that the ledger keeps", "write 90d or less");
    return true;
}

void read_rolling(const Fields& window, TimeWindow& out) {
    if (window.has("calendar")) window.invalid("calendar", "and isRolling: true exclude each other", "remove one of them");
    const auto period = shorthand(window, "duration", Need::required);
    if (period && !too_long(window, *period)) out.period = period;
}

/// The words that the zone database has for an unknown zone, and what to write.
void check_zone(const Fields& calendar, const std::string& zone) {
    const Result<> known = zones::check(zone);
    if (known) return;
    const Error& error = known.error();
    std::string remedy = "write Europe/Berlin or UTC";
    if (!error.fields().empty() && !error.fields().front().remedy.empty()) remedy = error.fields().front().remedy;
    calendar.invalid("timeZone", "must be an IANA time zone", std::move(remedy));
}

void read_calendar(const Fields& window, CalendarWindow& out) {
    const Fields calendar(window["calendar"], window.path("calendar"), {"startTime", "timeZone"}, window.problems());
    if (!window["calendar"].is_map()) return;
    const std::string start = calendar.text("startTime", Need::required);
    if (!start.empty() && !zones::parse_local(start)) {
        calendar.invalid("startTime", "must be a local date and time without offset", "write 2026-01-01 00:00:00");
    }
    const std::string zone = calendar.text("timeZone", Need::required);
    if (!zone.empty()) check_zone(calendar, zone);
    out.start = start;
    out.zone = zone;
}

void read_unit(const Fields& window, CalendarWindow& calendar, TimeWindow& out) {
    const auto written = calendar_shorthand(window, "duration");
    if (!written) return;
    const auto unit = unit_of(written->unit);
    if (!unit) {
        return window.invalid("duration", "is no calendar period: those are days (d), weeks (w), months (M), quarters (Q) and years (Y)",
                              written->unit == 'm' ? fmt::format("write {}M for months, or isRolling: true for minutes", written->count)
                                                   : "write 1d, or isRolling: true");
    }
    calendar.unit = *unit;
    const Duration period = nominal(*unit, written->count);
    if (too_long(window, period)) return;
    calendar.count = static_cast<int>(written->count);
    out.period = period;
    out.calendar = calendar;
}

void read_fixed(const Fields& window, TimeWindow& out) {
    CalendarWindow calendar;
    if (!window.has("calendar")) {
        window.invalid("calendar", "is missing while isRolling is not true",
                       "write isRolling: true for a rolling window, or calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}");
    } else {
        read_calendar(window, calendar);
    }
    read_unit(window, calendar, out);
}

std::string name_of(const Fields& window) {
    std::string name = window["duration"].is_scalar() ? trimmed(window["duration"].text()) : "";
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return name;
}

TimeWindow read_time_window(const yaml::Node& item, const std::string& path, Problems& problems) {
    TimeWindow out;
    out.place = item.place();
    const Fields window(item, path, {"duration", "isRolling", "calendar"}, problems);
    if (!item.is_map()) return out;
    out.name = name_of(window);
    if (window.flag("isRolling").value_or(false)) read_rolling(window, out);
    else read_fixed(window, out);
    return out;
}

}  // namespace

std::vector<TimeWindow> read_time_windows(const Fields& spec, std::size_t most) {
    const auto items = spec.list("timeWindow");
    std::vector<TimeWindow> out;
    if (items.empty() && (!spec.has("timeWindow") || spec["timeWindow"].is_list())) {
        spec.invalid("timeWindow", "is missing", "write timeWindow: [{duration: 30d, isRolling: true}]");
    }
    if (items.size() > most) {
        spec.invalid("timeWindow", fmt::format("has {} items; {} {} allowed", items.size(), most, most == 1 ? "is" : "are"));
    }
    for (std::size_t i = 0; i < items.size() && i < most; ++i) {
        out.push_back(read_time_window(items[i], fmt::format("{}[{}]", spec.path("timeWindow"), i), spec.problems()));
    }
    return out;
}

}  // namespace plimsoll::catalog

// Calendar windows around every kind of clock change, minute by minute, and against boundaries that another implementation told
// (tests/data/calendar_windows.txt, written by the script beside it).
#include "domain/slo/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "base/zones.h"

namespace plimsoll::slo {
namespace {

using catalog::CalendarUnit;
using catalog::CalendarWindow;

struct Change {
    const char* zone;
    const char* at;  ///< an instant of the change, or near it
};

/// Hours that are skipped and hours that come twice; half an hour in Lord Howe; midnights in São Paulo and Cairo; twice a
/// Ramadan in Casablanca; a whole day in Apia.
constexpr Change kChanges[] = {
    {"America/New_York", "2026-03-08T07:00:00Z"},   {"America/New_York", "2026-11-01T06:00:00Z"},
    {"Australia/Lord_Howe", "2026-04-04T15:00:00Z"}, {"Australia/Lord_Howe", "2026-10-03T15:30:00Z"},
    {"Africa/Cairo", "2024-04-25T22:00:00Z"},        {"Africa/Cairo", "2024-10-31T21:00:00Z"},
    {"America/Sao_Paulo", "2018-11-04T03:00:00Z"},   {"America/Sao_Paulo", "2019-02-17T02:00:00Z"},
    {"Africa/Casablanca", "2024-03-10T02:00:00Z"},   {"Africa/Casablanca", "2024-04-14T02:00:00Z"},
    {"Pacific/Apia", "2011-12-30T10:00:00Z"},        {"UTC", "2024-02-29T00:00:00Z"},
};
constexpr CalendarUnit kUnits[] = {CalendarUnit::day, CalendarUnit::week, CalendarUnit::month, CalendarUnit::quarter, CalendarUnit::year};

Timestamp instant(const std::string& text) { return *text::parse_rfc3339(text); }

/// 2001-01-01 was a Monday, the first of a month, a quarter and a year.
CalendarWindow window_of(const std::string& zone, CalendarUnit unit, int count = 1, std::string start = "2001-01-01 00:00:00") {
    return {unit, count, std::move(start), zone};
}

std::string named(const CalendarWindow& window, Timestamp at) {
    return window.zone + " " + boost::describe::enum_to_string(window.unit, "?") + " at " + text::rfc3339(at);
}

/// The wall clock shows midnight, or what comes first after a midnight that is skipped.
bool at_midnight(const std::string& zone, Timestamp start) {
    const zones::LocalTime face = zones::to_local(zone, start);
    return zones::to_utc(zone, {face.year, face.month, face.day}) == start;
}

bool begins_its_unit(CalendarUnit unit, const std::string& zone, Timestamp start) {
    const zones::LocalTime face = zones::to_local(zone, start);
    const auto monday_of = zones::to_utc("UTC", {face.year, face.month, face.day}) - Timestamp::from_seconds(4 * 86'400);  // 1970-01-05
    switch (unit) {
        case CalendarUnit::day: return true;
        case CalendarUnit::week: return (monday_of / Duration::days(1)) % 7 == 0;
        case CalendarUnit::month: return face.day == 1;
        case CalendarUnit::quarter: return face.day == 1 && face.month % 3 == 1;
        case CalendarUnit::year: return face.day == 1 && face.month == 1;
    }
    return false;
}

TEST(Calendar, EveryMinuteAroundAClockChangeIsInOneWindowAndWindowsTileTime) {
    for (const Change& change : kChanges) {
        const Timestamp middle = instant(change.at).floor(Duration::minutes(1));
        for (const CalendarUnit unit : kUnits) {
            const CalendarWindow window = window_of(change.zone, unit);
            TimeRange before = calendar_window(window, middle - Duration::hours(51));
            for (Timestamp at = middle - Duration::hours(50); at <= middle + Duration::hours(50); at = at + Duration::minutes(1)) {
                const TimeRange now = calendar_window(window, at);
                ASSERT_TRUE(now.contains(at)) << named(window, at);
                if (now == before) continue;
                ASSERT_EQ(now.start, before.end) << named(window, at) << ": no gap and no overlap";
                ASSERT_TRUE(now.contains(now.start) && !before.contains(now.start));
                ASSERT_TRUE(at_midnight(window.zone, now.start)) << named(window, at);
                ASSERT_TRUE(begins_its_unit(unit, window.zone, now.start)) << named(window, at);
                before = now;
            }
        }
    }
}

TEST(Calendar, TheInstantBeforeABoundaryIsInTheWindowBefore) {
    for (const Change& change : kChanges) {
        for (const CalendarUnit unit : kUnits) {
            const CalendarWindow window = window_of(change.zone, unit);
            const TimeRange now = calendar_window(window, instant(change.at));
            EXPECT_EQ(calendar_window(window, now.start), now) << named(window, now.start);
            EXPECT_EQ(calendar_window(window, now.start - Duration::ms(1)).end, now.start) << named(window, now.start);
            EXPECT_EQ(calendar_window(window, now.end - Duration::ms(1)), now);
        }
    }
}

Duration day_at(const char* zone, const char* at) { return calendar_window(window_of(zone, CalendarUnit::day), instant(at)).length(); }

TEST(Calendar, DaysHaveTheHoursThatTheirClocksShow) {
    EXPECT_EQ(day_at("America/New_York", "2026-03-08T12:00:00Z"), Duration::hours(23));
    EXPECT_EQ(day_at("America/New_York", "2026-11-01T12:00:00Z"), Duration::hours(25));
    EXPECT_EQ(day_at("America/New_York", "2026-06-01T12:00:00Z"), Duration::hours(24));
    EXPECT_EQ(day_at("Australia/Lord_Howe", "2026-04-04T16:00:00Z"), Duration::minutes(24 * 60 + 30));
    EXPECT_EQ(day_at("Australia/Lord_Howe", "2026-10-03T20:00:00Z"), Duration::minutes(23 * 60 + 30));
    EXPECT_EQ(day_at("America/Sao_Paulo", "2018-11-04T12:00:00Z"), Duration::hours(23));
    EXPECT_EQ(day_at("America/Sao_Paulo", "2019-02-16T12:00:00Z"), Duration::hours(25));
}

TEST(Calendar, ADateThatWasSkippedHasNoWindow) {
    const CalendarWindow day = window_of("Pacific/Apia", CalendarUnit::day);
    const TimeRange last = calendar_window(day, instant("2011-12-30T09:59:59Z"));
    EXPECT_EQ(last, (TimeRange{instant("2011-12-29T10:00:00Z"), instant("2011-12-30T10:00:00Z")}));
    const TimeRange next = calendar_window(day, last.end);
    EXPECT_EQ(next, (TimeRange{last.end, instant("2011-12-31T10:00:00Z")}));
    EXPECT_EQ(calendar_windows(day, {last.start, next.end}, 10), (std::vector<TimeRange>{last, next}));
}

TEST(Calendar, AMonthEndThatAMonthDoesNotHaveIsItsLastDay) {
    const CalendarWindow ends = window_of("UTC", CalendarUnit::month, 1, "2024-01-31 00:00:00");
    const std::vector<TimeRange> all = calendar_windows(ends, {instant("2024-01-31T00:00:00Z"), instant("2024-06-01T00:00:00Z")}, 10);
    std::vector<std::string> starts;
    for (const TimeRange& one : all) starts.push_back(text::rfc3339(one.start).substr(0, 10));
    EXPECT_EQ(starts, (std::vector<std::string>{"2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"}));
    const CalendarWindow leap = window_of("UTC", CalendarUnit::year, 1, "2024-02-29 00:00:00");
    EXPECT_EQ(calendar_window(leap, instant("2026-01-01T00:00:00Z")).start, instant("2025-02-28T00:00:00Z"));
    EXPECT_EQ(calendar_window(leap, instant("2028-06-01T00:00:00Z")).start, instant("2028-02-29T00:00:00Z"));
}

TEST(Calendar, WindowsOfSeveralUnitsAreCountedFromTheAnchorInBothDirections) {
    const CalendarWindow fortnight = window_of("Europe/Berlin", CalendarUnit::week, 2, "2026-01-05 00:00:00");
    EXPECT_EQ(calendar_window(fortnight, instant("2026-01-18T12:00:00Z")).start, instant("2026-01-04T23:00:00Z"));
    EXPECT_EQ(calendar_window(fortnight, instant("2026-01-19T12:00:00Z")).start, instant("2026-01-18T23:00:00Z"));
    EXPECT_EQ(calendar_window(fortnight, instant("2026-01-04T12:00:00Z")).start, instant("2025-12-21T23:00:00Z"));
    const CalendarWindow fiscal = window_of("UTC", CalendarUnit::quarter, 1, "2026-02-01 06:00:00");
    EXPECT_EQ(calendar_window(fiscal, instant("2026-02-01T05:59:59Z")), (TimeRange{instant("2025-11-01T06:00:00Z"), instant("2026-02-01T06:00:00Z")}));
}

TEST(Calendar, AListIsTheNewestAndNoLongerThanAsked) {
    const CalendarWindow day = window_of("UTC", CalendarUnit::day);
    const TimeRange week{instant("2026-01-01T12:00:00Z"), instant("2026-01-08T12:00:00Z")};
    EXPECT_EQ(calendar_windows(day, week, 100).size(), 8U);
    EXPECT_EQ(calendar_windows(day, week, 3).front().start, instant("2026-01-06T00:00:00Z"));
    EXPECT_TRUE(calendar_windows(day, {week.end, week.start}, 3).empty());
    EXPECT_TRUE(calendar_windows(day, week, 0).empty());
}

TEST(Calendar, AnyAnchorAndAnyLengthTileTime) {
    EXPECT_TRUE(rc::check("windows tile time", [] {
        const auto zone = std::string(kChanges[*rc::gen::inRange<std::size_t>(0, std::size(kChanges))].zone);
        const CalendarUnit unit = kUnits[*rc::gen::inRange<std::size_t>(0, std::size(kUnits))];
        const std::string anchor = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:00", *rc::gen::inRange(1990, 2030), *rc::gen::inRange(1, 13),
                                               *rc::gen::inRange(1, 29), *rc::gen::inRange(0, 24), *rc::gen::inRange(0, 60));
        const CalendarWindow window = window_of(zone, unit, *rc::gen::inRange(1, 14), anchor);
        const Timestamp at = Timestamp::from_seconds(*rc::gen::inRange<std::int64_t>(600'000'000, 2'000'000'000));
        const TimeRange now = calendar_window(window, at);
        RC_ASSERT(now.contains(at));
        RC_ASSERT(calendar_window(window, now.start - Duration::ms(1)).end == now.start);
        RC_ASSERT(calendar_window(window, now.end).start == now.end);
    }));
}

/// Where another implementation sees the boundary that this line tells of.
void expect_boundary(const std::string& zone, const std::string& unit, const std::string& date, Timestamp at) {
    CalendarWindow window = window_of(zone, CalendarUnit::month);
    if (unit == "month-end") window.start = "2001-01-31 00:00:00";
    else if (!boost::describe::enum_from_string(unit.c_str(), window.unit)) FAIL() << "what is a " << unit << "?";
    const TimeRange range = calendar_window(window, at);
    EXPECT_EQ(range.start, at) << zone << " " << unit << " " << date << " began at " << text::rfc3339(range.start);
}

TEST(Calendar, BoundariesAreWhereAnotherImplementationSeesThem) {
    std::ifstream in(PLIMSOLL_SOURCE_DIR "/tests/data/calendar_windows.txt");
    std::string zone, unit, date;
    std::int64_t seconds = 0;
    int lines = 0;
    for (; in >> zone >> unit >> date >> seconds; ++lines) expect_boundary(zone, unit, date, Timestamp::from_seconds(seconds));
    EXPECT_GT(lines, 1'000);
}

}  // namespace
}  // namespace plimsoll::slo

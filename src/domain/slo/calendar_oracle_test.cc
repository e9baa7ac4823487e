// calendar_oracle_test.cc: boundaries of windows as another implementation of the zones has them; see tests/data/calendar_windows.py.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "domain/slo/calendar.h"

namespace plimsoll::slo {
namespace {

struct Boundary {
    std::string local;
    Timestamp at;
};
using Key = std::pair<std::string, std::string>;  ///< zone, unit

std::map<Key, std::vector<Boundary>> boundaries() {
    std::map<Key, std::vector<Boundary>> out;
    std::ifstream in(std::string(PLIMSOLL_SOURCE_DIR) + "/tests/data/calendar_windows.txt");
    std::string zone, unit, local;
    std::int64_t seconds = 0;
    while (in >> zone >> unit >> local >> seconds) out[{zone, unit}].push_back({local, Timestamp::from_seconds(seconds)});
    return out;
}

catalog::CalendarWindow window_of(const std::string& zone, const std::string& unit) {
    catalog::CalendarWindow out;
    out.zone = zone;
    out.start = unit == "week" ? "2001-01-01 00:00:00" : unit == "month-end" ? "2001-01-31 00:00:00" : "2001-01-01 00:00:00";
    if (unit == "day") out.unit = catalog::CalendarUnit::day;
    else if (unit == "week") out.unit = catalog::CalendarUnit::week;
    else if (unit == "quarter") out.unit = catalog::CalendarUnit::quarter;
    else if (unit == "year") out.unit = catalog::CalendarUnit::year;
    else out.unit = catalog::CalendarUnit::month;
    return out;
}

TEST(CalendarOracle, EveryBoundaryIsWhereAnotherImplementationHasIt) {
    const auto all = boundaries();
    std::size_t compared = 0;
    for (const auto& [key, known] : all) {
        const catalog::CalendarWindow window = window_of(key.first, key.second);
        for (const Boundary& boundary : known) {
            ++compared;
            EXPECT_EQ(calendar_window(window, boundary.at).start, boundary.at) << key.first << " " << key.second << " " << boundary.local;
            EXPECT_EQ(calendar_window(window, boundary.at - Duration::ms(1)).end, boundary.at)
                << "before " << key.first << " " << key.second << " " << boundary.local;
        }
    }
    EXPECT_GT(compared, 1'400U) << "the test reads its file";
}

TEST(CalendarOracle, EveryMinuteAroundAClockChangeIsInTheWindowThatTheOtherImplementationSays) {
    std::size_t minutes = 0;
    for (const auto& [key, known] : boundaries()) {
        if (key.second != "day") continue;
        const catalog::CalendarWindow window = window_of(key.first, key.second);
        for (std::size_t i = 0; i + 1 < known.size(); ++i) {
            const TimeRange day{known[i].at, known[i + 1].at};
            if (day.length() > Duration::hours(26)) continue;  // days far from a change are left out of the file
            for (Timestamp at = day.start; at < day.end; at = at + Duration::minutes(1)) {
                ++minutes;
                const TimeRange found = calendar_window(window, at);
                ASSERT_EQ(found.start, day.start) << key.first << " " << known[i].local << " +" << (at - day.start).in_minutes() << " min";
                ASSERT_EQ(found.end, day.end) << key.first << " " << known[i].local;
            }
        }
    }
    EXPECT_GT(minutes, 100'000U);
}

TEST(CalendarOracle, DaysHaveTheLengthsThatClockChangesGiveThem) {
    std::set<std::int64_t> lengths;
    for (const auto& [key, known] : boundaries()) {
        if (key.second != "day") continue;
        for (std::size_t i = 0; i + 1 < known.size(); ++i) {
            const Duration length = known[i + 1].at - known[i].at;
            if (length <= Duration::hours(26)) lengths.insert(length / Duration::minutes(30));
        }
    }
    // In half hours: Apia's skipped day, 23 h, 23.5 h and 24.5 h (Lord Howe), 24 h, 25 h.
    EXPECT_EQ(lengths, (std::set<std::int64_t>{0, 46, 47, 48, 49, 50}));
}

}  // namespace
}  // namespace plimsoll::slo

#include "domain/slo/calendar.h"

#include <algorithm>
#include <array>

#include "base/invariant.h"
#include "base/zones.h"

namespace plimsoll::slo {
namespace {

using catalog::CalendarUnit;
using zones::LocalTime;

int months_in(CalendarUnit unit) {
    switch (unit) {
        case CalendarUnit::month: return 1;
        case CalendarUnit::quarter: return 3;
        case CalendarUnit::year: return 12;
        case CalendarUnit::day:
        case CalendarUnit::week: return 0;
    }
    return 0;
}

bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int last_day(int year, int month) {
    constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

std::int64_t floor_quotient(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

/// Whole days since 1970 of a face that is normal.
std::int64_t day_number(const LocalTime& face) {
    return floor_quotient(zones::to_utc("UTC", {face.year, face.month, face.day}).in_ms(), Duration::days(1).in_ms());
}

/// The boundaries of one calendar, numbered from its anchor.
class Boundaries {
public:
    explicit Boundaries(const catalog::CalendarWindow& window)
        : zone_(window.zone), months_(months_in(window.unit) * window.count),
          days_((window.unit == CalendarUnit::week ? 7 : 1) * window.count) {
        const auto anchor = zones::parse_local(window.start);
        INVARIANT(anchor && window.count > 0, "the catalogue admits only calendars that begin somewhere and go on");
        anchor_ = *anchor;
    }

    [[nodiscard]] Timestamp at(std::int64_t index) const {
        LocalTime face = anchor_;
        if (months_ == 0) {
            face.day += static_cast<int>(index * days_);
            return zones::to_utc(zone_, face);
        }
        const std::int64_t month = std::int64_t{anchor_.year} * 12 + (anchor_.month - 1) + index * months_;
        face.year = static_cast<int>(floor_quotient(month, 12));
        face.month = static_cast<int>(month - std::int64_t{face.year} * 12) + 1;
        face.day = std::min(anchor_.day, last_day(face.year, face.month));
        return zones::to_utc(zone_, face);
    }
    /// Of the last boundary that is not after `t`.
    [[nodiscard]] std::int64_t before(Timestamp t) const {
        const LocalTime face = zones::to_local(zone_, t);
        std::int64_t index = months_ == 0 ? floor_quotient(day_number(face) - day_number(anchor_), days_)
                                          : floor_quotient((std::int64_t{face.year} - anchor_.year) * 12 + face.month - anchor_.month, months_);
        while (at(index) > t) --index;
        while (at(index + 1) <= t) ++index;
        return index;
    }

private:
    std::string zone_;
    int months_;
    int days_;
    LocalTime anchor_;
};

}  // namespace

TimeRange calendar_window(const catalog::CalendarWindow& window, Timestamp at) {
    const Boundaries boundaries(window);
    const std::int64_t index = boundaries.before(at);
    return {boundaries.at(index), boundaries.at(index + 1)};
}

std::vector<TimeRange> calendar_windows(const catalog::CalendarWindow& window, TimeRange range, std::size_t most) {
    std::vector<TimeRange> out;
    if (range.start >= range.end) return out;
    const Boundaries boundaries(window);
    std::int64_t index = boundaries.before(range.end - Duration::ms(1));
    TimeRange one{boundaries.at(index), boundaries.at(index + 1)};
    while (out.size() < most) {
        out.push_back(one);
        if (one.start <= range.start) break;
        while (boundaries.at(index) == one.start) --index;  // a date that was skipped holds no time
        one = {boundaries.at(index), one.start};
    }
    std::reverse(out.begin(), out.end());
    return out;
}

}  // namespace plimsoll::slo

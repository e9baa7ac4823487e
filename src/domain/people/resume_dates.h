// resume_dates.h: the dates that people write in a resume, with the precision that they gave.
//
// Forms      "Jan 2020 - Present", "03/2019 - 06/2021", "2019-03 to 2021-06", "Sept '19 - Oct '21", "Jan - Mar 2020", "2018 - 2020",
//            "since 2021", "Q1 2020", "Summer 2019", "01.03.2019 - 31.12.2020", "2019/03", ISO days.
// Precision  a year alone is a year: no month is invented. What follows from it is a least and a most.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::people {

/// A month, or a year where none is named.
struct YearMonth {
    int year = 0;
    int month = 0;  ///< 1 to 12; 0: not told
    friend bool operator==(const YearMonth&, const YearMonth&) = default;
    [[nodiscard]] int first() const { return year * 12 + (month == 0 ? 0 : month - 1); }  ///< months since year 0, at the earliest
    [[nodiscard]] int last() const { return year * 12 + (month == 0 ? 11 : month - 1); }
    [[nodiscard]] std::string text() const;  ///< "2020-03", "2020"
};

struct DateRange {
    YearMonth start;
    std::optional<YearMonth> end;  ///< empty: it goes on
    std::size_t begin_at = 0;      ///< bytes of the text that it was read from
    std::size_t end_at = 0;
    friend bool operator==(const DateRange& a, const DateRange& b) { return a.start == b.start && a.end == b.end; }
};

/// The ranges in a line, in its order; "since X" counts, single dates do not.
[[nodiscard]] std::vector<DateRange> date_ranges(std::string_view line);
/// A single date at the beginning of the text (JSON Resume, "2019-03-01"); nothing when it is none.
[[nodiscard]] std::optional<YearMonth> read_date(std::string_view text);

/// Months that ranges cover together, at least and at most: a union, so that two posts at one time count once.
struct MonthSpan {
    int least = 0;
    int most = 0;
};
[[nodiscard]] MonthSpan covered_months(const std::vector<DateRange>& ranges, YearMonth as_of);

}  // namespace plimsoll::people

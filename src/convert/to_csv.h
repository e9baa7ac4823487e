// to_csv.h: tables as comma-separated values, for spreadsheets.
//
// Format     RFC 4180: a header, CRLF, quotes where a cell needs them. Times are UTC (RFC 3339), numbers have no thousands marks
//            and a point, an empty cell is a figure that is not known: never zero.
// Safe       a text that a spreadsheet would run as a formula (= + - @ and control characters at its start) gets an apostrophe before it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/units.h"

namespace plimsoll::convert {

class Csv {
public:
    explicit Csv(std::initializer_list<std::string_view> header);
    Csv& text(std::string_view value);
    Csv& number(const std::optional<double>& value);
    Csv& integer(const std::optional<std::int64_t>& value);
    Csv& time(const std::optional<Timestamp>& value);
    /// Ends a row. Requires: it has as many cells as the header.
    void end();
    /// One more column; requires: no row was begun.
    void add_column(std::string_view name);
    /// The whole table; its header alone where no row was written.
    [[nodiscard]] std::string take();

private:
    void cell(std::string_view value);

    std::string out_;
    std::size_t columns_ = 0;
    std::size_t cells_ = 0;
    bool header_ = true;
};

}  // namespace plimsoll::convert

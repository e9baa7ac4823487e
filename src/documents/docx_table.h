// docx_table.h: the rows of a Word table as lines that a person would read them as.
//
// Data       a row of short cells is one line: "Kubernetes | 5 years | 2026".
// Layout     a table that only places paragraphs is read cell after cell; where it has several rows of paragraphs side by side, column
//            after column.
// Dates      a short cell of dates beside paragraphs belongs to their first line: "2019 - 2023 | Site Reliability Engineer".
#pragma once

#include <string>
#include <vector>

namespace plimsoll::documents {

/// A paragraph as it is read, with the page on which it begins.
struct Written {
    std::string text;
    int page = 0;
    friend bool operator==(const Written&, const Written&) = default;
};

using Cell = std::vector<Written>;
using Row = std::vector<Cell>;

inline constexpr std::size_t kShortCell = 80;  ///< bytes; a longer one is a paragraph
inline constexpr std::size_t kDateCell = 40;

[[nodiscard]] std::vector<Written> lines_of(std::vector<Row> rows);

}  // namespace plimsoll::documents

#include "documents/docx_table.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

namespace plimsoll::documents {

namespace {

constexpr std::string_view kBetween = " | ";

bool is_bullet(const Written& line) { return line.text.find_first_not_of(' ') != std::string::npos && std::string_view(line.text).substr(line.text.find_first_not_of(' ')).starts_with("- "); }

bool is_short(const Cell& cell) { return cell.size() == 1 && cell[0].text.size() <= kShortCell && cell[0].text.find('\n') == std::string::npos && !is_bullet(cell[0]); }

bool has_paragraphs(const Cell& cell) { return cell.size() >= 2; }

std::string joined(const Cell& cell) {
    std::string out;
    for (const Written& line : cell) out += (out.empty() ? "" : " ") + line.text;
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

/// A few short lines with a year or the like: it stands beside what it dates.
bool is_date(const Cell& cell) {
    if (cell.empty() || cell.size() > 3) return false;
    const std::string text = joined(cell);
    if (text.size() > kDateCell) return false;
    for (std::size_t i = 1; i < text.size(); ++i)
        if (text[i] >= '0' && text[i] <= '9' && text[i - 1] >= '0' && text[i - 1] <= '9') return true;
    return false;
}

void append(std::vector<Written>& to, Cell& cell) { std::move(cell.begin(), cell.end(), std::back_inserter(to)); }

/// Cells of one row, one after the other; a date goes to the paragraph beside it.
void row_lines(Row row, std::vector<Written>& out) {
    std::erase_if(row, [](const Cell& cell) { return cell.empty(); });
    if (row.empty()) return;
    if (std::all_of(row.begin(), row.end(), is_short)) {
        Written line = row[0][0];
        for (std::size_t i = 1; i < row.size(); ++i) line.text.append(kBetween).append(row[i][0].text);
        out.push_back(std::move(line));
        return;
    }
    std::optional<std::size_t> before;  // where the cell to the left begins in `out`
    for (std::size_t i = 0; i < row.size(); ++i) {
        const bool date = is_date(row[i]);
        if (date && i + 1 < row.size() && !is_date(row[i + 1]) && !is_bullet(row[i + 1][0])) {
            row[i + 1][0].text.insert(0, joined(row[i]).append(kBetween));
            before.reset();
        } else if (date && before && i + 1 == row.size() && !is_bullet(out[*before])) {
            out[*before].text.append(kBetween).append(joined(row[i]));
        } else {
            before = out.size();
            append(out, row[i]);
        }
    }
}

/// Whether rows [first, last) hold columns of paragraphs: at least two rows in which every cell has several.
bool are_columns(const std::vector<Row>& rows, std::size_t first, std::size_t last) {
    std::size_t full = 0;
    for (std::size_t i = first; i < last; ++i) full += std::all_of(rows[i].begin(), rows[i].end(), has_paragraphs) ? 1 : 0;
    return rows[first].size() >= 2 && full >= 2;
}

}  // namespace

std::vector<Written> lines_of(std::vector<Row> rows) {
    std::vector<Written> out;
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t last = first + 1;
        while (last < rows.size() && rows[last].size() == rows[first].size()) ++last;
        if (are_columns(rows, first, last)) {
            for (std::size_t column = 0; column < rows[first].size(); ++column)
                for (std::size_t i = first; i < last; ++i) append(out, rows[i][column]);
        } else {
            for (std::size_t i = first; i < last; ++i) row_lines(std::move(rows[i]), out);
        }
        first = last;
    }
    return out;
}

}  // namespace plimsoll::documents

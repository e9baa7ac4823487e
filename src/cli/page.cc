#include "cli/page.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "domain/catalog/fields.h"

namespace plimsoll::cli {

namespace {

/// Where the text of a list item begins in its line; 0 when the line is none.
std::size_t item_text(const std::string& line) {
    std::size_t at = line.find_first_not_of(' ');
    if (at == std::string::npos) return 0;
    if (line.compare(at, 2, "- ") == 0) return at + 2;
    const std::size_t digits = line.find_first_not_of("0123456789", at);
    return digits != at && digits != std::string::npos && line.compare(digits, 2, ". ") == 0 ? digits + 2 : 0;
}

/// The cells of a Markdown table's row, without the marks of emphasis and code.
std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::string cell;
    for (std::size_t i = line.find('|') + 1; i < line.size(); ++i) {
        if (line[i] == '|')
            cells.push_back(catalog::trimmed(std::exchange(cell, {})));
        else if (line[i] == '*' && i + 1 < line.size() && line[i + 1] == '*')
            ++i;
        else if (line[i] != '`')
            cell += line[i];
    }
    if (!catalog::trimmed(cell).empty()) cells.push_back(catalog::trimmed(cell));
    return cells;
}

bool is_rule(const std::string& line) {
    return line.find_first_not_of("|-: ") == std::string::npos;
}

}  // namespace

std::string wrapped(const std::string& paragraph, std::size_t width, const std::string& first, const std::string& hang) {
    std::istringstream words(paragraph);
    std::string out;
    std::string line = first;
    bool empty = true;
    for (std::string word; words >> word;) {
        if (!empty && columns(line) + 1 + columns(word) > width) {
            out += line + "\n";
            line = hang;
            empty = true;
        }
        line += (empty ? "" : " ") + word;
        empty = false;
    }
    return out + line + "\n";
}

Page::Page(const Terminal& terminal, std::string margin)
    : terminal_(terminal), margin_(std::move(margin)), width_(static_cast<std::size_t>(std::min(terminal.width(), kWidestText))) {}

std::string Page::text(const std::string& markdown) {
    std::istringstream lines(markdown);
    for (std::string line; std::getline(lines, line);) take(text::printable(line));
    flush();
    return std::move(out_);
}

void Page::take(const std::string& line) {
    const std::size_t first = line.find_first_not_of(' ');
    if (first != std::string::npos && line.compare(first, 3, "```") == 0) {
        flush();
        code_ = !code_;
        return;
    }
    if (code_) {
        out_ += margin_ + "  " + terminal_.tone(line, Tone::good) + "\n";
    } else if (first != std::string::npos && line[first] == '|') {
        if (!paragraph_.empty()) flush();
        if (!is_rule(line)) rows_.push_back(cells_of(line));
    } else if (first == std::string::npos) {
        flush();
        out_ += "\n";
    } else if (const std::size_t at = item_text(line)) {
        flush();
        first_ = line.substr(0, at);
        hang_ = std::string(at, ' ');
        paragraph_ = line.substr(at);
    } else {
        paragraph_ += " " + line;
    }
}

void Page::flush() {
    flush_table();
    if (!paragraph_.empty()) out_ += wrapped(paragraph_, width_, margin_ + first_, margin_ + hang_);
    paragraph_.clear();
    first_.clear();
    hang_.clear();
}

/// Columns as wide as their widest cell; the first row is the heading.
void Page::flush_table() {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
    }
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        std::string line;
        for (std::size_t i = 0; i < rows_[r].size(); ++i) {
            line += rows_[r][i];
            if (i + 1 < rows_[r].size()) line += std::string(widths[i] + 2 - columns(rows_[r][i]), ' ');
        }
        out_ += margin_ + (r == 0 ? terminal_.tone(line, Tone::quiet) : line) + "\n";
    }
    rows_.clear();
}

}  // namespace plimsoll::cli

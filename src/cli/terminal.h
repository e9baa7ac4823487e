// terminal.h: how the CLI writes for people: aligned tables, colour that is never the only sign, progress on stderr.
//
// Colour     only when the stream is a terminal and NO_COLOR is not set; PLIMSOLL_COLOR=always forces it (for tests).
// Width      of the terminal, 80 where there is none.
// Hostile    every cell passes text::printable: labels and names are other people's text.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::cli {

enum class Tone { plain, quiet, caution, alarm, good, strong };

class Terminal {
public:
    /// `colour` and `width` as the stream allows.
    explicit Terminal(std::FILE* stream);
    Terminal(bool colour, int width) : colour_(colour), width_(width) {}

    [[nodiscard]] std::string tone(std::string_view text, Tone tone) const;
    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] bool colour() const { return colour_; }

private:
    bool colour_ = false;
    int width_ = 80;
};

/// Columns that a terminal shows for UTF-8 text (one each; combining marks are rare enough in names to be ignored).
[[nodiscard]] std::size_t columns(std::string_view utf8);

struct Cell {
    std::string text;
    Tone tone = Tone::plain;
    bool raw = false;  ///< already holds colour and is safe: a load line
};

/// Rows under headings, columns as wide as their widest cell; numbers align right.
class Table {
public:
    enum class Align { left, right };
    struct Column {
        std::string heading;
        Align align = Align::left;
    };
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] bool empty() const { return rows_.empty(); }
    [[nodiscard]] std::string text(const Terminal& terminal) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

/// A bar on standard error, redrawn in place at most ten times a second; silent when standard error is no terminal.
class Progress {
public:
    explicit Progress(std::string label);
    ~Progress();
    void at(std::uint64_t done, std::uint64_t total);

private:
    std::string label_;
    bool shown_ = false;
    bool terminal_ = false;
    std::uint64_t last_tenths_ = UINT64_MAX;
};

}  // namespace plimsoll::cli

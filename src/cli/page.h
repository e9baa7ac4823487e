// page.h: running text for a terminal: paragraphs and list items wrapped, tables aligned, code as it is.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.h"

namespace plimsoll::cli {

inline constexpr int kWidestText = 100;  ///< columns of running text, however wide the terminal is

/// One paragraph in lines of at most `width` columns; lines after the first begin with `hang`.
[[nodiscard]] std::string wrapped(const std::string& paragraph, std::size_t width, const std::string& first, const std::string& hang);

/// Markdown (paragraphs, lists, tables, fenced code) as a terminal shows it. Hostile text is made printable.
class Page {
public:
    Page(const Terminal& terminal, std::string margin);

    /// Ends with a line's end, unless there was nothing to show.
    std::string text(const std::string& markdown);

private:
    void take(const std::string& line);
    void flush();
    void flush_table();

    const Terminal& terminal_;
    std::string margin_;
    std::size_t width_;
    std::string out_;
    std::string paragraph_;
    std::string first_;
    std::string hang_;
    std::vector<std::vector<std::string>> rows_;  // of the table being read
    bool code_ = false;
};

}  // namespace plimsoll::cli

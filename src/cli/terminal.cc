#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace plimsoll::cli {

namespace {

bool wants_colour(std::FILE* stream) {
    const char* forced = std::getenv("PLIMSOLL_COLOR");
    if (forced != nullptr && std::string_view(forced) == "always") return true;
    const char* refused = std::getenv("NO_COLOR");
    if (refused != nullptr && *refused != '\0') return false;
    const char* terminal = std::getenv("TERM");
    if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
    return isatty(fileno(stream)) != 0;
}

int width_of(std::FILE* stream) {
    winsize size{};
    if (isatty(fileno(stream)) != 0 && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
    const char* columns = std::getenv("COLUMNS");
    const int width = columns == nullptr ? 0 : std::atoi(columns);
    return width > 0 ? width : 80;
}

const char* code_of(Tone tone) {
    switch (tone) {
        case Tone::quiet: return "\x1b[2m";
        case Tone::caution: return "\x1b[33m";
        case Tone::alarm: return "\x1b[31m";
        case Tone::good: return "\x1b[32m";
        case Tone::strong: return "\x1b[1m";
        case Tone::plain: return "";
    }
    return "";
}

}  // namespace

Terminal::Terminal(std::FILE* stream) : colour_(wants_colour(stream)), width_(width_of(stream)) {}

std::string Terminal::tone(std::string_view text, Tone tone) const {
    if (!colour_ || tone == Tone::plain) return std::string(text);
    return code_of(tone) + std::string(text) + "\x1b[0m";
}

std::size_t columns(std::string_view utf8) {
    std::size_t n = 0;
    bool escape = false;
    for (const char c : utf8) {
        if (c == '\x1b') escape = true;
        if (!escape && (static_cast<unsigned char>(c) & 0xc0U) != 0x80) ++n;
        if (escape && c == 'm') escape = false;
    }
    return n;
}

std::string Table::text(const Terminal& terminal) const {
    std::vector<std::vector<Cell>> rows = rows_;
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        widths.push_back(columns(columns_[i].heading));
        for (auto& row : rows) {
            if (i >= row.size()) continue;
            if (!row[i].raw) row[i].text = text::printable(row[i].text);
            widths[i] = std::max(widths[i], columns(row[i].text));
        }
    }
    std::string out;
    const auto line = [&](const std::vector<Cell>& row) {
        std::string rendered;
        for (std::size_t i = 0; i < row.size() && i < columns_.size(); ++i) {
            const std::string pad(widths[i] - columns(row[i].text), ' ');
            const std::string body = row[i].raw ? row[i].text : terminal.tone(row[i].text, row[i].tone);
            if (i > 0) rendered += "  ";
            rendered += columns_[i].align == Align::right ? pad + body : body + pad;
        }
        rendered.erase(rendered.find_last_not_of(' ') + 1);
        out += rendered + "\n";
    };
    std::vector<Cell> headings;
    for (const Column& column : columns_) headings.push_back({column.heading, Tone::quiet});
    line(headings);
    for (const auto& row : rows) line(row);
    return out;
}

Progress::Progress(std::string label) : label_(std::move(label)), terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
}

void Progress::at(std::uint64_t done, std::uint64_t total) {
    if (!terminal_ || total == 0) return;
    const std::uint64_t tenths = std::min<std::uint64_t>(1000, done * 1000 / total);
    if (tenths == last_tenths_) return;  // a redraw a tenth of a percent is often enough
    last_tenths_ = tenths;
    shown_ = true;
    const std::size_t filled = tenths * 30 / 1000;
    std::string bar;
    for (std::size_t i = 0; i < 30; ++i) bar += i < filled ? "━" : "─";
    fmt::print(stderr, "\r{} {} {:5.1f} %", label_, bar, static_cast<double>(tenths) / 10);
    std::fflush(stderr);
}

}  // namespace plimsoll::cli

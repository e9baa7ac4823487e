#include "documents/reading_paragraphs.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

namespace plimsoll::documents {

namespace {

constexpr double kBulletReach = 42;  // points from a bullet to its text
constexpr double kEdge = 0.08;       // of the pages' height: where running heads and feet stand

std::size_t first_character(std::string_view text) {
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return end;
}

/// Bullets as fonts of symbols write them. What a normal font has too ("o", "-") counts only where it stands apart.
bool is_bullet(std::string_view text) {
    static const std::set<std::string_view> kBullets{"•", "‣", "◦", "▪", "▫", "■", "□", "●", "○", "∙", "·", "➢", "➤", "✓", "✔", "▶", "▸", "►", "⁃", "❖", "◆", "◇", "★", "✦", "➔", "→", "»",
                                                       "\uF0B7", "\uF0A7", "\uF0FC", "\uF0D8", "\uF076", "\uF06E", "\uF0A8", "\uF06C", "\uF071"};
    return kBullets.contains(text);
}
bool is_bullet_apart(std::string_view text) {
    static const std::set<std::string_view> kApart{"o", "-", "*", "–", "—", "§", "ü", "Ø", "v", "q", "n", "l", ">"};
    return kApart.contains(text) || is_bullet(text);
}

/// One row, ready to be put together with others.
struct Line {
    std::string text;
    double left = 0;        // of the text behind a bullet
    double start = 0;       // of the row, bullet and all
    double right = 0;
    double top = 0;
    double bottom = 0;
    double size = 0;
    bool bold = false;
    bool bullet = false;
    bool cells = false;
    double first_word = 0;  // width
    int block = 0;
    [[nodiscard]] double height() const { return bottom - top; }
};

double first_word_width(const Segment& s) {
    if (s.text.empty()) return 0;
    const std::size_t space = std::min(s.text.find(' '), s.text.size());
    return (s.right - s.left) * static_cast<double>(space) / static_cast<double>(s.text.size());
}

Line line_of(const Row& row, const DrawnBullet& drawn) {
    Line line;
    line.block = row.block;
    std::vector<Segment> cells = row.segments;
    line.start = cells.front().left;
    if (cells.size() > 1 && is_bullet_apart(cells.front().text) && cells[1].left - cells.front().right < kBulletReach) {
        line.bullet = true;
        cells.erase(cells.begin());
    } else if (const std::size_t end = first_character(cells.front().text); end > 0 && is_bullet(cells.front().text.substr(0, end))) {
        Segment& first = cells.front();
        const std::size_t text = first.text.find_first_not_of(' ', end);
        line.bullet = text != std::string::npos;
        if (line.bullet) {
            // The text begins about as far in as its share of the bytes says.
            first.left += (first.right - first.left) * static_cast<double>(text - end + 1) / static_cast<double>(first.text.size() - end + 1);
            first.text = first.text.substr(text);
        }
    } else if (drawn && drawn(cells.front().left, cells.front().top, cells.front().height())) {
        line.bullet = true;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line.text += cells.size() > 2 ? " | " : "  ";
        line.text += cells[i].text;
        line.size = std::max(line.size, cells[i].size);
    }
    line.cells = cells.size() > 1;
    line.bold = cells.front().bold;
    line.left = cells.front().left;
    line.right = cells.back().right;
    line.top = row.top();
    line.bottom = row.bottom();
    line.first_word = first_word_width(cells.front());
    return line;
}

bool begins_small(std::string_view text) { return !text.empty() && text.front() >= 'a' && text.front() <= 'z'; }

bool ends_divided(std::string_view text) {
    return text.ends_with("-") ? text.size() > 1 && text[text.size() - 2] != ' ' : text.ends_with("\u2010") || text.ends_with("\u00AD");
}

/// Whether `line` goes on with `before`, whose text began at `left`; both stand in one block whose text reaches from `from` to `to`.
bool goes_on(const Line& before, const Line& line, double left, bool first, double from, double to) {
    if (line.bullet || line.cells || before.cells || line.block != before.block) return false;
    if (std::abs(line.size - before.size) > 0.6 || (before.bold && !line.bold)) return false;
    const double step = line.top - before.top;
    if (step <= 0 || step > 1.75 * std::max(line.height(), before.height())) return false;
    const double shift = line.left - left;
    // A paragraph's first line may stand further in or out; later lines stand below one another.
    // Behind a bullet of its own box's text the place is reckoned, not known.
    if (std::abs(shift) > (before.bullet ? 8 : 3.5) && !(first && !before.bullet && std::abs(shift) < 40)) return false;
    if (ends_divided(before.text) && begins_small(line.text)) return true;
    if (begins_small(line.text) && before.right - from > 0.4 * (to - from)) return true;
    const double space = 0.25 * line.height();
    const bool full = before.right + space + line.first_word > to - 0.02 * (to - from);
    return full && before.right - from > 0.55 * (to - from);
}

void append(std::string& paragraph, const std::string& line) {
    if (ends_divided(paragraph)) {
        // Only a letter that goes on small is a divided word; "cross-" and "AZ" are not, and belong together.
        if (begins_small(line)) paragraph += '\n';
    } else {
        paragraph += ' ';
    }
    paragraph += line;
}

/// A head or foot without its numbers, to compare pages.
std::string running(const Row& row) {
    std::string text;
    for (const Segment& s : row.segments) {
        for (const char c : s.text) {
            if (c >= '0' && c <= '9') {
                if (text.empty() || text.back() != '#') text += '#';
            } else if (c != ' ') {
                text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            }
        }
    }
    return text;
}

bool is_page_number(const std::string& text) {
    static const std::set<std::string_view> kNumbers{"#", "-#-", "page#", "page#of#", "#/#", "#of#", "page#/#", "seite#", "seite#von#", "p.#", "pg.#", "|#", "#|"};
    return kNumbers.contains(text);
}

/// Rows at the edges of pages that say which page it is, or that stood on an earlier page already.
void drop_running(std::vector<OrderedPage>& pages) {
    std::map<std::string, int> seen;
    const auto at_edge = [](const OrderedPage& page, const Row& row) { return row.bottom() < kEdge * page.height || row.top() > (1 - kEdge) * page.height; };
    for (const OrderedPage& page : pages) {
        std::set<std::string> here;
        for (const Row& row : page.rows) {
            if (at_edge(page, row)) here.insert(running(row));
        }
        for (const std::string& text : here) ++seen[text];
    }
    std::set<std::string> told;
    for (OrderedPage& page : pages) {
        std::erase_if(page.rows, [&](const Row& row) {
            if (!at_edge(page, row)) return false;
            const std::string text = running(row);
            if (is_page_number(text)) return true;
            return seen[text] > 1 && !told.insert(text).second;
        });
    }
}

}  // namespace

std::vector<Piece> paragraphs(std::vector<OrderedPage> pages) {
    drop_running(pages);
    std::vector<Piece> pieces;
    for (const OrderedPage& page : pages) {
        std::vector<Line> lines;
        std::map<int, std::pair<double, double>> edges;  // of blocks
        for (const Row& row : page.rows) {
            lines.push_back(line_of(row, page.drawn_bullet));
            auto& [from, to] = edges.try_emplace(row.block, 1e9, -1e9).first->second;
            from = std::min(from, lines.back().start);
            to = std::max(to, lines.back().right);
        }
        bool first = true;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const Line& line = lines[i];
            const auto& [from, to] = edges[line.block];
            if (i > 0 && goes_on(lines[i - 1], line, lines[i - 1].left, first, from, to)) {
                append(pieces.back().text, line.text);
                first = false;
                continue;
            }
            first = true;
            pieces.push_back({(line.bullet ? "- " : "") + line.text, page.number, static_cast<int>(i) + 1, 0});
        }
    }
    return pieces;
}

}  // namespace plimsoll::documents

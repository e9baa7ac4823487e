#include "documents/reading_paragraphs.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>

namespace plimsoll::documents {

namespace {

constexpr double kBulletReach = 42;  // points from a bullet to its text

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
    // Fonts without names for their signs leave a control character (C1) or one of the private ones.
    const bool unnamed = text.size() == 2 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0;
    const bool own = text.size() == 3 && (text[0] == '\xEE' || (text[0] == '\xEF' && static_cast<unsigned char>(text[1]) < 0xA3));
    return unnamed || own || kApart.contains(text) || is_bullet(text);
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
    bool beside = false;    // another item of the same row stands before it
    double limit = 0;       // of its column
    double first_word = 0;  // width
    int block = 0;
    int page = 0;
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
    line.page = row.page;
    line.limit = row.limit;
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
    } else if (drawn && drawn(row.page, cells.front().left, cells.front().top, cells.front().height())) {
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
    const auto letter = [](char c) { return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return text.ends_with("-") ? text.size() > 1 && letter(text[text.size() - 2]) : text.ends_with("\u2010") || text.ends_with("\u00AD");
}

/// Whether each cell of a row is an item of a list of its own.
bool are_items(const Row& row, const DrawnBullet& drawn) {
    if (row.segments.size() < 2) return false;
    return std::all_of(row.segments.begin(), row.segments.end(), [&](const Segment& s) {
        const std::size_t end = first_character(s.text);
        return (end < s.text.size() && is_bullet(s.text.substr(0, end))) || (drawn && drawn(row.page, s.left, s.top, s.height()));
    });
}

/// Of the text in a block.
struct Edges {
    double from = 1e9;
    double to = -1e9;
    double pitch = 1e9;  ///< what lines of a paragraph are apart at most, in their heights
    [[nodiscard]] double width() const { return to - from; }
};

/// Whether the two stand below one another in one column, font and distance.
bool below(const Line& before, const Line& line) {
    if (line.bullet || line.cells || before.cells || line.block != before.block || line.page != before.page) return false;
    if (std::abs(line.size - before.size) > 0.6 || before.bold != line.bold) return false;
    const double step = line.top - before.top;
    return step > 0 && step <= 1.75 * std::max(line.height(), before.height());
}

/// Whether `before` had no room for the first word of `line`.
bool full(const Line& before, const Line& line, const Edges& edges) {
    const double space = 0.25 * line.height();
    return before.right + space + line.first_word > edges.to - 0.02 * edges.width() && before.right - edges.from > 0.55 * edges.width();
}

/// Whether `line` goes on with `before`, the first line of its paragraph or not.
bool goes_on(const Line& before, const Line& line, bool first, const Edges& edges) {
    if (!below(before, line) || line.top - before.top > edges.pitch * line.height()) return false;
    const double shift = line.left - before.left;
    // A paragraph's first line may stand further in or out; later lines stand below one another. Behind a bullet of its own box's text the
    // place is reckoned, not known.
    if (std::abs(shift) > (before.bullet ? 8 : 3.5) && !(first && !before.bullet && std::abs(shift) < 40)) return false;
    if (ends_divided(before.text)) return true;
    if (begins_small(line.text) && before.right - edges.from > 0.4 * edges.width()) return true;
    return full(before, line, edges);
}

/// Whether the words leave no doubt that the line goes on.
bool must_go_on(std::string_view before, std::string_view line) {
    if (begins_small(line) || line.starts_with("(") || ends_divided(before)) return true;
    for (const char* end : {",", ";", "&", "/", "–", "—", "(", " and", " or", " of", " the", " with", " in", " for", " to", " a"}) {
        if (before.ends_with(end)) return true;
    }
    return false;
}

/// Items with capitals between commas ("Docker, Kubernetes, Argo CD"), no sentence.
bool is_list(std::string_view text) {
    std::size_t commas = 0;
    bool capital = true;  // the item so far begins with one
    std::size_t words = 0;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t end = std::min(text.find(' ', i), text.size());
        const std::string_view word = text.substr(i, end - i);
        if (words == 0) capital = capital && !begins_small(word);
        ++words;
        if (word.ends_with(',') || word == "/") {
            ++commas;
            words = 0;
        } else if (words > 4) {
            return false;
        }
        i = std::min(text.size(), end + 1);
    }
    return capital && commas > 0;
}

/// Where lines of a block end when they are full: where several do, else as far as the column reaches.
void measure_width(const std::vector<Line>& lines, std::map<int, Edges>& edges) {
    std::map<int, int> reach;
    std::map<int, double> limit;
    for (const Line& line : lines) {
        const Edges& edge = edges[line.block];
        if (line.right - edge.from >= 0.9 * edge.width()) ++reach[line.block];
        limit[line.block] = line.limit;
    }
    for (auto& [block, edge] : edges) {
        if (reach[block] < 3) edge.to = std::max(edge.to, limit[block]);
    }
}

/// How far apart lines are for their height, in hundredths, and how often.
using Steps = std::map<long, std::size_t>;

/// The distance that most have, and how many.
std::pair<double, std::size_t> most_frequent(const Steps& steps) {
    const auto most = std::max_element(steps.begin(), steps.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == steps.end() ? std::pair<double, std::size_t>{0, 0} : std::pair<double, std::size_t>{static_cast<double>(most->first) / 25, most->second};
}

/// Fills the pitch of blocks: a little more than what most lines are apart that stand below one another, in the block or, where it has few,
/// in the document.
void measure_pitch(const std::vector<Line>& lines, std::map<int, Edges>& edges) {
    std::map<int, Steps> of_blocks;
    Steps of_all;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (!below(lines[i - 1], lines[i])) continue;
        const long step = std::lround((lines[i].top - lines[i - 1].top) / std::max(lines[i].height(), 1.0) * 25);
        ++of_blocks[lines[i].block][step];
        ++of_all[step];
    }
    const auto [everywhere, many] = most_frequent(of_all);
    for (auto& [block, edge] : edges) {
        const auto [here, count] = most_frequent(of_blocks[block]);
        if (count >= 3) edge.pitch = here * 1.22;
        else if (many >= 6) edge.pitch = everywhere * 1.12;
    }
}

/// Which lines stand in lists of short items, one a line, where a line that happens to be full is no sign that it goes on: most lines before
/// them ended where there was room for more, or they are lists between commas on both sides of the break in a narrow column.
std::vector<char> in_lists(const std::vector<Line>& lines, const std::map<int, Edges>& edges) {
    std::vector<char> in(lines.size());
    for (std::size_t begin = 0; begin < lines.size();) {
        std::size_t end = begin + 1;
        std::size_t room = 0;
        std::size_t filled = 0;
        const Edges& edge = edges.at(lines[begin].block);
        while (end < lines.size() && below(lines[end - 1], lines[end]) && std::abs(lines[end].left - lines[end - 1].left) < 3.5) {
            ++(full(lines[end - 1], lines[end], edge) ? filled : room);
            if (is_list(lines[end - 1].text) && is_list(lines[end].text) && lines[end].text.size() < 50) in[end] = 1;
            ++end;
        }
        if (room >= 2 && room > filled) std::fill(in.begin() + static_cast<std::ptrdiff_t>(begin), in.begin() + static_cast<std::ptrdiff_t>(end), 1);
        begin = end;
    }
    return in;
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

}  // namespace

std::vector<Piece> paragraphs(const std::vector<Row>& rows, const DrawnBullet& drawn) {
    std::vector<Line> lines;
    std::map<int, Edges> edges;  // of blocks
    const auto add = [&](const Row& row, bool beside) {
        lines.push_back(line_of(row, drawn));
        lines.back().beside = beside;
        Edges& edge = edges[row.block];
        edge.from = std::min(edge.from, lines.back().start);
        edge.to = std::max(edge.to, lines.back().right);
    };
    for (const Row& row : rows) {
        if (!are_items(row, drawn)) {
            add(row, false);
            continue;
        }
        for (std::size_t k = 0; k < row.segments.size(); ++k) add({{row.segments[k]}, row.block, row.page, row.limit}, k > 0);
    }
    measure_width(lines, edges);
    measure_pitch(lines, edges);
    const std::vector<char> lists = in_lists(lines, edges);
    std::vector<Piece> pieces;
    std::map<int, int> numbers;  // lines told of each page
    bool first = true;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Line& line = lines[i];
        const int number = line.beside ? numbers[line.page] : ++numbers[line.page];
        const bool on = i > 0 && goes_on(lines[i - 1], line, first, edges[line.block]);
        if (on && (lists[i] == 0 || must_go_on(lines[i - 1].text, line.text))) {
            append(pieces.back().text, line.text);
            first = false;
            continue;
        }
        first = true;
        pieces.push_back({(line.bullet ? "- " : "") + line.text, line.page + 1, number, 0});
    }
    return pieces;
}

}  // namespace plimsoll::documents

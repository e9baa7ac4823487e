#include "documents/reading_order.h"

#include <algorithm>
#include <cmath>
#include <array>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace plimsoll::documents {

namespace {

constexpr double kWordGap = 0.7;      // of the height: wider gaps part segments
constexpr double kGutter = 0.85;      // of the median height: what parts columns is at least this wide
constexpr double kSameLine = 1.8;     // points that the middles of one line's boxes may differ, beyond what their heights differ
constexpr std::size_t kFewestRows = 3;
constexpr std::size_t kMostCandidates = 60;
constexpr int kDeepest = 8;
constexpr std::size_t kShortCell = 30;  // bytes

using Segments = std::vector<Segment>;

double overlap(double a0, double a1, double b0, double b1) { return std::min(a1, b1) - std::max(a0, b0); }

/// Whether two stand on one line.
bool beside(const Segment& a, const Segment& b) {
    const double shared = overlap(a.top, a.bottom, b.top, b.bottom);
    return shared > 0.5 * std::min(a.height(), b.height()) && std::abs(a.middle() - b.middle()) < kSameLine + std::abs(a.height() - b.height()) / 2 + 0.12 * std::min(a.height(), b.height());
}

/// What stands on one line, top to bottom, each line left to right.
std::vector<Segments> lines_of(Segments segments) {
    std::sort(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) {
        return std::tuple(a.middle(), a.left, a.text) < std::tuple(b.middle(), b.left, b.text);
    });
    std::vector<Segments> lines;
    for (Segment& segment : segments) {
        Segments* best = nullptr;
        // Boxes come by their middles: their line is among the last few.
        for (std::size_t back = 0; back < std::min<std::size_t>(6, lines.size()); ++back) {
            Segments& line = lines[lines.size() - 1 - back];
            // The tallest speaks for the line: what stands beside it are superscripts, bullets, and text of its size.
            const Segment& tallest = *std::max_element(line.begin(), line.end(), [](const Segment& a, const Segment& b) { return a.height() < b.height(); });
            if (line.size() < 400 && beside(tallest, segment)) {
                best = &line;
                break;
            }
        }
        if (best == nullptr) best = &lines.emplace_back();
        best->push_back(std::move(segment));
    }
    for (Segments& line : lines) {
        std::sort(line.begin(), line.end(), [](const Segment& a, const Segment& b) { return std::tie(a.left, a.top, a.text) < std::tie(b.left, b.top, b.text); });
    }
    std::stable_sort(lines.begin(), lines.end(), [](const Segments& a, const Segments& b) { return a.front().middle() < b.front().middle(); });
    return lines;
}

void join(Segment& into, const Segment& next) {
    const double gap = next.left - into.right;
    const bool spaced = into.text.ends_with(' ') || next.text.starts_with(' ');
    if (!spaced && gap > 0.12 * into.height()) into.text += ' ';
    if (next.text.size() > into.text.size()) into.bold = next.bold;
    into.text += next.text;
    into.left = std::min(into.left, next.left);
    into.right = std::max(into.right, next.right);
    into.top = std::min(into.top, next.top);
    into.bottom = std::max(into.bottom, next.bottom);
    into.size = std::max(into.size, next.size);
}

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

Segments segments_of(const PdfPage& page, int index) {
    Segments boxes;
    for (const TextBox& box : page.boxes) boxes.push_back({box.left, box.top, box.right(), box.bottom(), box.size, box.bold, index, box.text});
    Segments joined;
    for (Segments& line : lines_of(std::move(boxes))) {
        const std::size_t begin = joined.size();
        for (Segment& segment : line) {
            const bool close = joined.size() > begin && segment.left - joined.back().right < kWordGap * std::min(segment.height(), joined.back().height());
            if (close) join(joined.back(), segment);
            else joined.push_back(std::move(segment));
        }
    }
    for (Segment& segment : joined) segment.text = with_accents(without_spacing(trimmed(segment.text)));
    return joined;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// What one side of a gap holds of one line.
struct Part {
    double bytes = 0;
    double size = 0;
    bool bold = false;
    bool paired = false;  ///< something stands on the same line beyond the gap
};

/// One side of a gap, over some rows.
class Side {
public:
    void add(const Segments& line, double from, double to, bool paired) {
        Part part;
        part.paired = paired;
        for (const Segment& s : line) {
            if (s.left < from || s.left >= to) continue;
            part.bytes += static_cast<double>(s.text.size());
            part.size = std::max(part.size, s.size);
            part.bold = part.bold || s.bold;
            left_ = std::min(left_, s.left);
            right_ = std::max(right_, s.right);
        }
        if (part.bytes > 0) parts_.push_back(part);
    }
    void weigh() {
        double smallest = 1e9;
        bool plain = false;
        std::vector<double> lengths;
        for (const Part& part : parts_) {
            smallest = std::min(smallest, part.size);
            plain = plain || !part.bold;
            lengths.push_back(part.bytes);
        }
        std::sort(lengths.begin(), lengths.end());
        short_ = !lengths.empty() && lengths[lengths.size() / 2] <= kShortCell;
        short_nearly_all_ = !lengths.empty() && lengths[lengths.size() * 85 / 100] <= kShortCell;
        for (const Part& part : parts_) {
            const bool heading = part.size > smallest * 1.12 + 0.5 || (plain && part.bold);
            ++(heading ? headings_ : texts_);
            if (!part.paired) ++(heading ? headings_alone_ : texts_alone_);
        }
    }
    [[nodiscard]] std::size_t rows() const { return parts_.size(); }
    /// Nearly every line of its text stands beside something, as dates and labels do. Headings between them do not count.
    [[nodiscard]] bool stands_beside() const { return texts_alone_ * 12 <= texts_; }
    /// Besides it is short, and headings, if it has any, stand alone: a column of labels, not a column of text that happens to fit.
    [[nodiscard]] bool labels() const { return stands_beside() && short_nearly_all_ && 2 * headings_alone_ >= headings_ && texts_ > 0; }
    [[nodiscard]] bool is_short() const { return short_; }
    [[nodiscard]] double width() const { return right_ - left_; }

private:
    std::vector<Part> parts_;
    double left_ = 1e9;
    double right_ = -1e9;
    std::size_t headings_ = 0;
    std::size_t headings_alone_ = 0;
    std::size_t texts_ = 0;
    std::size_t texts_alone_ = 0;
    bool short_ = false;  // the line in the middle
    bool short_nearly_all_ = false;
};

constexpr double kEdge = 0.08;  // of a page's height: where running heads and feet stand

/// A head or foot without its numbers, to compare pages.
std::string running(const Segments& line) {
    std::string text;
    for (const Segment& s : line) {
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

bool is_page_number(const std::string& text, int pages) {
    static const std::set<std::string_view> kNumbers{"#", "-#-", "page#", "page#of#", "#/#", "#of#", "page#/#", "seite#", "seite#von#", "p.#", "pg.#", "|#", "#|"};
    if (kNumbers.contains(text)) return true;
    const auto holds = [&](const char* words) { return text.find(words) != std::string::npos; };
    return pages > 1 && (holds("page#") || holds("seite#") || holds("#of#") || holds("#/#"));
}

/// Drops lines at the edges of pages that say which page it is, or that stood on an earlier page already.
void drop_running(std::vector<std::vector<Segments>>& lines, const std::vector<PdfPage>& pages) {
    const auto at_edge = [&](std::size_t i, const Segments& line) { return line.front().bottom < kEdge * pages[i].height || line.front().top > (1 - kEdge) * pages[i].height; };
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::set<std::string> here;
        for (const Segments& line : lines[i]) {
            if (at_edge(i, line)) here.insert(running(line));
        }
        for (const std::string& text : here) ++seen[text];
    }
    std::set<std::string> told;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::erase_if(lines[i], [&](const Segments& line) {
            if (!at_edge(i, line)) return false;
            const std::string text = running(line);
            return is_page_number(text, seen[text]) || (seen[text] > 1 && !told.insert(text).second);
        });
    }
}

/// Rows [begin, end) that a gap parts, which ends at `x`.
struct Split {
    std::size_t begin = 0;
    std::size_t end = 0;
    double x = 0;
    std::size_t weight = 0;
};

class Pages {
public:
    explicit Pages(const std::vector<PdfPage>& pages) {
        std::vector<std::vector<Segments>> lines;
        std::vector<double> heights;
        for (std::size_t i = 0; i < pages.size(); ++i) {
            Segments all = segments_of(pages[i], static_cast<int>(i));
            for (const Segment& s : all) heights.push_back(s.height());
            lines.push_back(lines_of(std::move(all)));
        }
        height_ = std::max(4.0, median(std::move(heights)));
        drop_running(lines, pages);
        auto all = stacked(std::move(lines));
        // Margins are alike on both sides, where no line says that the right one is narrower.
        double limit = 0;
        double leftmost = 1e9;
        for (const Segments& line : all) {
            for (const Segment& s : line) {
                limit = std::max(limit, s.right);
                leftmost = std::min(leftmost, s.left);
            }
        }
        if (!pages.empty()) limit = std::max(limit, pages.front().width - std::max(0.0, leftmost));
        place(std::move(all), 0, limit);
        join_dates();
        for (Row& row : rows) {
            row.page = row.segments.front().page;
            for (Segment& s : row.segments) {
                s.top -= moved_[static_cast<std::size_t>(row.page)];
                s.bottom -= moved_[static_cast<std::size_t>(row.page)];
            }
        }
    }
    std::vector<Row> rows;

private:
    enum class Where { blocked, left, right, both, neither };

    /// One page below the other, a line's height apart.
    std::vector<Segments> stacked(std::vector<std::vector<Segments>> pages) {
        std::vector<Segments> all;
        double end = 0;
        for (std::vector<Segments>& lines : pages) {
            double top = 1e9;
            double bottom = -1e9;
            for (const Segments& line : lines) {
                for (const Segment& s : line) {
                    top = std::min(top, s.top);
                    bottom = std::max(bottom, s.bottom);
                }
            }
            const double by = lines.empty() ? 0 : end - top;
            moved_.push_back(by);
            for (Segments& line : lines) {
                for (Segment& s : line) {
                    s.top += by;
                    s.bottom += by;
                }
                all.push_back(std::move(line));
            }
            if (bottom > top) end += bottom - top + 0.4 * height_;
        }
        return all;
    }

    [[nodiscard]] Where where(const Segments& line, double x) const {
        bool left = false;
        bool right = false;
        for (const Segment& s : line) {
            if (s.left >= x - 0.5) right = true;
            else if (s.right <= x - kGutter * height_) left = true;
            else return Where::blocked;
        }
        return left && right ? Where::both : left ? Where::left : right ? Where::right : Where::neither;
    }

    /// Whether both sides of the gap flow on their own.
    [[nodiscard]] bool are_columns(const std::vector<Segments>& lines, const Split& split) const {
        Side left;
        Side right;
        for (std::size_t i = split.begin; i < split.end; ++i) {
            const bool paired = where(lines[i], split.x) == Where::both;
            left.add(lines[i], -1e9, split.x - 0.5, paired);
            right.add(lines[i], split.x - 0.5, 1e9, paired);
        }
        if (left.rows() < kFewestRows || right.rows() < kFewestRows) return false;
        left.weigh();
        right.weigh();
        // Dates and places at the right, labels at the left.
        if (left.labels() || right.labels()) return false;
        return !(left.stands_beside() && right.stands_beside()) || (!left.is_short() && !right.is_short());
    }

    /// Columns that are as wide as one another are of one text, which flows on from page to page: they end with the page.
    void keep_to_page(const std::vector<Segments>& lines, Split& split) const {
        const auto page = [&](std::size_t i) { return lines[i].front().page; };
        if (page(split.begin) == page(split.end - 1)) return;
        Side left;
        Side right;
        std::set<int> left_on;
        std::set<int> right_on;
        for (std::size_t i = split.begin; i < split.end; ++i) {
            left.add(lines[i], -1e9, split.x - 0.5, false);
            right.add(lines[i], split.x - 0.5, 1e9, false);
            const Where at = where(lines[i], split.x);
            if (at != Where::right) left_on.insert(page(i));
            if (at != Where::left) right_on.insert(page(i));
        }
        const double narrow = std::min(left.width(), right.width());
        const double wide = std::max(left.width(), right.width());
        if (left_on.size() < 2 || right_on.size() < 2 || narrow < 0.85 * wide) return;
        const int first = page(split.begin);
        while (page(split.end - 1) != first) --split.end;
    }

    /// Where columns begin: the left edges of what is not first on its line, or of several lines.
    [[nodiscard]] std::vector<double> candidates(const std::vector<Segments>& lines) const {
        std::map<long, std::pair<std::size_t, double>> edges;
        double leftmost = 1e9;
        for (const Segments& line : lines) {
            for (const Segment& s : line) {
                leftmost = std::min(leftmost, s.left);
                auto& [count, least] = edges.try_emplace(std::lround(s.left / 3), 0, 1e9).first->second;
                ++count;
                least = std::min(least, s.left);
            }
        }
        std::vector<std::pair<std::size_t, double>> found;
        for (const auto& [_, edge] : edges) {
            if (edge.second > leftmost + height_) found.push_back(edge);
        }
        std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        if (found.size() > kMostCandidates) found.resize(kMostCandidates);
        std::vector<double> out;
        for (const auto& edge : found) out.push_back(edge.second);
        return out;
    }

    /// Leaves what only seems to belong to the columns: a heading below them that begins what spans both, a title above the right one.
    void trim(const std::vector<Segments>& lines, Split& split) const {
        const auto one_sided = [&](std::size_t i, Where side) { return where(lines[i], split.x) == side; };
        if (split.end < lines.size()) {
            std::size_t last = split.end;
            while (last > split.begin && one_sided(last - 1, Where::left)) --last;
            for (std::size_t i = std::max(last, split.begin + 1); i < split.end; ++i) {
                if (lines[i].front().top - lines[i - 1].front().bottom > 0.7 * height_) {
                    split.end = i;
                    break;
                }
            }
        }
        while (split.begin < split.end && one_sided(split.begin, Where::right) && lines[split.begin].front().height() > 1.25 * height_) ++split.begin;
        const auto outer = [&](std::size_t i) { return where(lines[i], split.x) == Where::neither; };
        while (split.end > split.begin && outer(split.end - 1)) --split.end;
    }

    [[nodiscard]] std::optional<Split> find_split(const std::vector<Segments>& lines) const {
        std::optional<Split> best;
        if (lines.size() < kFewestRows) return best;
        for (const double x : candidates(lines)) {
            for (std::size_t begin = 0; begin < lines.size();) {
                if (where(lines[begin], x) == Where::blocked) {
                    ++begin;
                    continue;
                }
                Split split{begin, begin, x, 0};
                std::size_t left = 0;
                std::size_t right = 0;
                while (split.end < lines.size()) {
                    const Where at = where(lines[split.end], x);
                    if (at == Where::blocked) break;
                    left += at == Where::left || at == Where::both ? 1 : 0;
                    right += at == Where::right || at == Where::both ? 1 : 0;
                    ++split.end;
                }
                begin = split.end;
                if (std::min(left, right) < kFewestRows) continue;
                trim(lines, split);
                if (split.end <= split.begin) continue;
                keep_to_page(lines, split);
                split.weight = 2 * std::min(left, right) + std::max(left, right);
                if ((!best || split.weight > best->weight || (split.weight == best->weight && split.x < best->x)) && are_columns(lines, split)) best = split;
            }
        }
        return best;
    }

    /// A range of dates in a narrow column may go on below: "2010 -" and "2011" stand for one another's line.
    void join_dates() {
        for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
            if (rows[i + 1].block != rows[i].block) continue;
            Segment& upper = rows[i].segments.front();
            Segments& below = rows[i + 1].segments;
            const Segment& lower = below.front();
            const bool open = upper.text.size() < 24 && (upper.text.ends_with('-') || upper.text.ends_with("–") || upper.text.ends_with("—") || upper.text.ends_with(" to"));
            const bool dated = upper.text.find_first_of("0123456789") != std::string::npos && lower.text.size() < 20;
            const bool under = std::abs(upper.left - lower.left) < 4 && lower.top > upper.top && lower.top - upper.top < 1.75 * upper.height();
            if (!open || !dated || !under) continue;
            upper.text += " " + lower.text;
            below.erase(below.begin());
            if (below.empty()) rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        }
    }

    void place(std::vector<Segments> lines, int depth, double limit) {
        if (lines.empty()) return;
        const auto split = depth < kDeepest ? find_split(lines) : std::nullopt;
        if (!split) {
            ++block_;
            for (Segments& line : lines) rows.push_back({std::move(line), block_, 0, limit});
            return;
        }
        Segments left;
        Segments right;
        for (std::size_t i = split->begin; i < split->end; ++i) {
            for (Segment& s : lines[i]) (s.left >= split->x - 0.5 ? right : left).push_back(std::move(s));
        }
        std::vector<Segments> above(std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.begin() + static_cast<std::ptrdiff_t>(split->begin)));
        std::vector<Segments> below(std::make_move_iterator(lines.begin() + static_cast<std::ptrdiff_t>(split->end)), std::make_move_iterator(lines.end()));
        place(std::move(above), depth + 1, limit);
        place(lines_of(std::move(left)), depth + 1, split->x - kGutter * height_);
        place(lines_of(std::move(right)), depth + 1, limit);
        place(std::move(below), depth + 1, limit);
    }

    double height_ = 10;
    int block_ = 0;
    std::vector<double> moved_;  // down, by page
};

/// How many bytes the character at `i` has.
std::size_t character(std::string_view text, std::size_t i) {
    std::size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return end - i;
}

}  // namespace

double Row::top() const {
    return std::min_element(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) { return a.top < b.top; })->top;
}
double Row::bottom() const {
    return std::max_element(segments.begin(), segments.end(), [](const Segment& a, const Segment& b) { return a.bottom < b.bottom; })->bottom;
}

std::string without_spacing(const std::string& text) {
    std::size_t letters = 0;
    std::size_t words = 0;
    std::size_t widest = 0;  // spaces in a row
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == ' ') {
            std::size_t end = i;
            while (end < text.size() && text[end] == ' ') ++end;
            widest = std::max(widest, end - i);
            i = end;
            continue;
        }
        const std::size_t end = std::min(text.find(' ', i), text.size());
        ++words;
        letters += character(text, i) == end - i ? 1 : 0;
        i = end;
    }
    const bool spaced = words >= 4 && letters * 10 >= words * 9;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != ' ') {
            out += text[i];
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && text[end] == ' ') ++end;
        if (!spaced || (widest > 1 && end - i > 1)) out += ' ';
        i = end - 1;
    }
    return out;
}

std::string with_accents(std::string text) {
    // Spacing accents and the marks that they stand for.
    static constexpr auto kAccents = std::to_array<std::pair<std::string_view, std::string_view>>({{"¨", "\u0308"}, {"´", "\u0301"}, {"ˆ", "\u0302"}, {"˜", "\u0303"}, {"ˇ", "\u030C"}, {"˚", "\u030A"}, {"¸", "\u0327"}, {"˝", "\u030B"}});
    for (const auto& [accent, mark] : kAccents) {
        for (std::size_t at = text.find(accent); at != std::string::npos; at = text.find(accent, at + 1)) {
            const std::size_t letter = at + accent.size();
            const bool is_letter = letter < text.size() && ((text[letter] >= 'a' && text[letter] <= 'z') || (text[letter] >= 'A' && text[letter] <= 'Z'));
            if (!is_letter) continue;
            std::string composed(1, text[letter]);
            composed += mark;
            text.replace(at, accent.size() + 1, composed);
        }
    }
    return text;
}

std::vector<Row> reading_order(const std::vector<PdfPage>& pages) { return Pages(pages).rows; }

}  // namespace plimsoll::documents

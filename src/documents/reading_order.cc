#include "documents/reading_order.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

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

Segments segments_of(const PdfPage& page) {
    Segments boxes;
    for (const TextBox& box : page.boxes) boxes.push_back({box.left, box.top, box.right(), box.bottom(), box.size, box.bold, box.text});
    Segments joined;
    for (Segments& line : lines_of(std::move(boxes))) {
        const std::size_t begin = joined.size();
        for (Segment& segment : line) {
            const bool close = joined.size() > begin && segment.left - joined.back().right < kWordGap * std::min(segment.height(), joined.back().height());
            if (close) join(joined.back(), segment);
            else joined.push_back(std::move(segment));
        }
    }
    for (Segment& segment : joined) segment.text = without_spacing(trimmed(segment.text));
    return joined;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// One side of a gap, over some rows.
struct Side {
    std::size_t rows = 0;       // that hold something of it
    std::size_t alone = 0;      // of these, with nothing on the same line beyond the gap
    std::vector<double> length; // bytes of its text in each
    double smallest = 1e9;      // sizes of fonts
    double largest = 0;
    bool bold = false;          // both: headings and text
    bool plain = false;

    void add(const Segments& line, double from, double to, bool paired) {
        double bytes = 0;
        for (const Segment& s : line) {
            if (s.left < from || s.left >= to) continue;
            bytes += static_cast<double>(s.text.size());
            smallest = std::min(smallest, s.size);
            largest = std::max(largest, s.size);
            (s.bold ? bold : plain) = true;
        }
        if (bytes == 0) return;
        ++rows;
        if (!paired) ++alone;
        length.push_back(bytes);
    }
    /// Text under headings of its own.
    [[nodiscard]] bool has_headings() const { return largest > smallest * 1.12 + 0.5; }
};

/// Rows [begin, end) that a gap parts, which ends at `x`.
struct Split {
    std::size_t begin = 0;
    std::size_t end = 0;
    double x = 0;
    std::size_t weight = 0;
};

class Page {
public:
    explicit Page(const PdfPage& page) {
        Segments all = segments_of(page);
        std::vector<double> heights;
        for (const Segment& s : all) heights.push_back(s.height());
        height_ = std::max(4.0, median(std::move(heights)));
        place(lines_of(std::move(all)), 0);
    }
    std::vector<Row> rows;

private:
    enum class Where { blocked, left, right, both, neither };

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
        if (left.rows < kFewestRows || right.rows < kFewestRows) return false;
        const auto some = [](const Side& side) { return side.alone * 12 > side.rows; };
        if (some(left) && some(right)) return true;
        const bool short_left = median(left.length) <= kShortCell;
        const bool short_right = median(right.length) <= kShortCell;
        // One side stands beside the other on nearly every line of its own: dates and places at the right, labels at the left.
        if (!some(right) && some(left)) return !(short_right && !right.has_headings());
        if (!some(left) && some(right)) return !(short_left && !left.has_headings());
        return !short_left && !short_right;
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
                split.weight = 2 * std::min(left, right) + std::max(left, right);
                if ((!best || split.weight > best->weight || (split.weight == best->weight && split.x < best->x)) && are_columns(lines, split)) best = split;
            }
        }
        return best;
    }

    void place(std::vector<Segments> lines, int depth) {
        if (lines.empty()) return;
        const auto split = depth < kDeepest ? find_split(lines) : std::nullopt;
        if (!split) {
            ++block_;
            for (Segments& line : lines) rows.push_back({std::move(line), block_});
            return;
        }
        Segments left;
        Segments right;
        for (std::size_t i = split->begin; i < split->end; ++i) {
            for (Segment& s : lines[i]) (s.left >= split->x - 0.5 ? right : left).push_back(std::move(s));
        }
        std::vector<Segments> above(std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.begin() + static_cast<std::ptrdiff_t>(split->begin)));
        std::vector<Segments> below(std::make_move_iterator(lines.begin() + static_cast<std::ptrdiff_t>(split->end)), std::make_move_iterator(lines.end()));
        place(std::move(above), depth + 1);
        place(lines_of(std::move(left)), depth + 1);
        place(lines_of(std::move(right)), depth + 1);
        place(std::move(below), depth + 1);
    }

    double height_ = 10;
    int block_ = 0;
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
    if (words < 4 || letters * 10 < words * 9) return text;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != ' ') {
            out += text[i];
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && text[end] == ' ') ++end;
        if (widest > 1 && end - i > 1) out += ' ';
        i = end - 1;
    }
    return out;
}

std::vector<Row> reading_order(const PdfPage& page) { return Page(page).rows; }

}  // namespace plimsoll::documents

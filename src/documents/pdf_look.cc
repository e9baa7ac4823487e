#include "documents/pdf_look.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <numeric>

namespace plimsoll::documents {

namespace {

constexpr int kWidestPicture = 4000;
constexpr int kAlike = 24;       // colours this close (of 255, in the channel that differs most) look the same
constexpr int kInk = 48;         // a pixel this far from the ground has something painted on it
constexpr int kGroundSteps = 16; // colours are counted in steps of this many values

constexpr double kNarrowest = 0.13;  // of the height: letters that are narrower on average are no letters
constexpr double kBlankLetters = 4;   // so many letters' width without ink is no gap between words

/// How wide a character is, roughly, for an ordinary small letter; bytes inside a character count nothing.
double weight_of(char c) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) return 0;
    switch (c) {
        case ' ': case 'i': case 'j': case 'l': case 'f': case 't': case 'r': case 'I': case '.': case ',': case ':': case ';': case '\'': case '|': case '!': case '(': case ')': case '-': return 0.55;
        case 'm': case 'w': case 'M': case 'W': case '%': case '@': return 1.6;
        default: return c >= 'A' && c <= 'Z' ? 1.3 : 1;
    }
}

double weight_of(std::string_view text) {
    double weight = 0;
    for (const char c : text) weight += weight_of(c);
    return weight;
}

/// A number of the header; comments are not written by pdftoppm.
bool take_number(std::string_view& stream, int& out) {
    std::size_t at = stream.find_first_not_of(" \t\r\n");
    if (at == std::string_view::npos) return false;
    stream.remove_prefix(at);
    const auto [end, error] = std::from_chars(stream.data(), stream.data() + stream.size(), out);
    if (error != std::errc()) return false;
    stream.remove_prefix(static_cast<std::size_t>(end - stream.data()));
    return true;
}

}  // namespace

std::vector<Picture> read_ppm(std::string_view stream) {
    std::vector<Picture> pages;
    while (stream.starts_with("P6")) {
        stream.remove_prefix(2);
        Picture picture;
        int most = 0;
        if (!take_number(stream, picture.width) || !take_number(stream, picture.height) || !take_number(stream, most) || most != 255 || stream.empty()) break;
        if (picture.width <= 0 || picture.height <= 0 || picture.width > kWidestPicture || picture.height > kWidestPicture) break;
        stream.remove_prefix(1);
        const std::size_t size = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 3;
        if (stream.size() < size) break;
        picture.bytes = stream.substr(0, size);
        stream.remove_prefix(size);
        pages.push_back(picture);
    }
    return pages;
}

PageLook::PageLook(const PdfPage& page, const Picture& picture) : page_(&page), picture_(picture) {
    if (picture_.empty() || page.width <= 0 || page.height <= 0) {
        picture_ = {};
        return;
    }
    scale_x_ = picture_.width / page.width;
    scale_y_ = picture_.height / page.height;
    measure(page);
}

PageLook::Area PageLook::area(double left, double top, double right, double bottom) const {
    const auto within = [](double value, int most) { return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(most))); };
    return {within(std::floor(left * scale_x_), picture_.width), within(std::floor(top * scale_y_), picture_.height), within(std::ceil(right * scale_x_), picture_.width), within(std::ceil(bottom * scale_y_), picture_.height)};
}

PageLook::Colour PageLook::ground(const Area& area, int step) const {
    constexpr int kBuckets = 256 / kGroundSteps;
    std::array<std::uint32_t, kBuckets * kBuckets * kBuckets> counts{};
    const auto bucket = [](const Colour& c) { return static_cast<std::size_t>(((c[0] / kGroundSteps) * kBuckets + c[1] / kGroundSteps) * kBuckets + c[2] / kGroundSteps); };
    std::size_t most = 0;
    for (int y = area.top; y < area.bottom; y += step) {
        for (int x = area.left; x < area.right; x += step) {
            const std::size_t b = bucket(at(x, y));
            if (++counts[b] > counts[most]) most = b;
        }
    }
    std::array<long, 3> sum{};
    long n = 0;
    for (int y = area.top; y < area.bottom; y += step) {
        for (int x = area.left; x < area.right; x += step) {
            const Colour c = at(x, y);
            if (bucket(c) != most) continue;
            for (std::size_t k = 0; k < 3; ++k) sum[k] += c[k];
            ++n;
        }
    }
    if (n == 0) return {255, 255, 255};
    return {static_cast<int>(sum[0] / n), static_cast<int>(sum[1] / n), static_cast<int>(sum[2] / n)};
}

std::string_view PageLook::hidden(const TextBox& box) const {
    // Turned text is taller than it is wide; its font's size says more than its height.
    if (std::max(box.height, box.size) < kSmallestText || (box.height < kSmallestText && box.size <= kSmallestText)) return "too small to read";
    if (const double letters = weight_of(box.text); letters >= 4 && box.width / letters < kNarrowest * box.height) return "too small to read";
    const double middle = box.top + box.height / 2;
    if (box.right() <= 0 || box.left >= page_->width || middle <= 0 || middle >= page_->height) return "outside the page";
    const Colour own{static_cast<int>(box.colour >> 16 & 0xFF), static_cast<int>(box.colour >> 8 & 0xFF), static_cast<int>(box.colour & 0xFF)};
    if (picture_.empty()) return apart(own, {255, 255, 255}) < kAlike ? "in the colour of paper" : std::string_view{};
    const double margin = 2 / scale_y_;
    const Area around = area(box.left - margin, box.top - margin, box.right() + margin, box.bottom() + margin);
    if (around.left >= around.right || around.top >= around.bottom) return "outside the page";
    const Colour under = ground(around, 1);
    const int contrast = apart(own, under);
    if (contrast < kAlike) {
        // Letters that are wide and close may be most of their box: then the ground is what is left, and it stands apart.
        int distant = 0;
        for (int y = around.top; y < around.bottom; ++y) {
            for (int x = around.left; x < around.right; ++x) distant += apart(at(x, y), own) > kInk ? 1 : 0;
        }
        const int pixels = (around.right - around.left) * (around.bottom - around.top);
        if (distant * 4 < pixels) return "in the colour of its background";
        return {};
    }
    // Something must be painted there, at least faintly as small letters are when they are painted small.
    const Area inside = area(box.left, box.top, box.right(), box.bottom());
    const int faint = std::clamp(contrast / 8, 4, kInk);
    int painted = 0;
    for (int y = inside.top; y < inside.bottom; ++y) {
        for (int x = inside.left; x < inside.right; ++x) painted += apart(at(x, y), under) >= faint ? 1 : 0;
    }
    const int pixels = std::max(1, (inside.right - inside.left) * (inside.bottom - inside.top));
    return painted * 50 >= pixels ? std::string_view{} : "covered, or never painted";
}

std::pair<int, int> PageLook::longest_blank(const Area& area, const Colour& under, int faint) const {
    std::pair<int, int> longest{0, 0};
    int begin = area.left;
    for (int x = area.left; x <= area.right; ++x) {
        bool blank = x < area.right;
        for (int y = area.top; blank && y < area.bottom; ++y) blank = apart(at(x, y), under) < faint;
        if (blank) continue;
        if (x - begin > longest.second - longest.first) longest = {begin - area.left, x - area.left};
        begin = x + 1;
    }
    return longest;
}

std::string PageLook::painted_words(const TextBox& box, std::string& lost) const {
    const double all = weight_of(box.text);
    if (picture_.empty() || all < 8 || box.width <= 0 || box.text.find("   ") != std::string::npos) return box.text;
    const Area inside = area(box.left, box.top, box.right(), box.bottom());
    if (inside.right - inside.left < 8) return box.text;
    const Colour under = ground(inside, 1);
    const Colour own{static_cast<int>(box.colour >> 16 & 0xFF), static_cast<int>(box.colour >> 8 & 0xFF), static_cast<int>(box.colour & 0xFF)};
    const auto [from, to] = longest_blank(inside, under, std::clamp(apart(own, under) / 8, 4, kInk));
    const double letter = box.width / all * scale_x_;  // pixels
    if (to - from < kBlankLetters * letter || to - from < 1.6 * box.height * scale_x_) return box.text;
    std::string kept;
    double at = 0;
    for (std::size_t i = 0; i < box.text.size();) {
        std::size_t end = std::min(box.text.find(' ', i), box.text.size());
        end = std::min(box.text.find_first_not_of(' ', end), box.text.size());
        const std::string_view word = std::string_view(box.text).substr(i, end - i);
        const double width = weight_of(word) * letter;
        const double shared = std::min(at + width, static_cast<double>(to)) - std::max(at, static_cast<double>(from));
        (shared > 0.6 * width ? lost : kept).append(word);
        at += width;
        i = end;
    }
    return kept;
}

bool PageLook::bullet_before(double left, double top, double height) const {
    if (picture_.empty() || height <= 0) return false;
    // Between 3 and 28 points before the text, in the middle of its height, one blot: not wider than half the height.
    double from = left - 28;
    for (const TextBox& box : page_->boxes) {
        // What other text leaves beside this line is no bullet.
        const bool beside = box.left < left - 1 && box.right() > from && box.top < top + height && box.bottom() > top;
        if (beside) from = box.right() + 1;
    }
    if (from > left - 4) return false;
    const Area strip = area(from, top, left - 2, top + height);
    if (strip.right - strip.left < 4 || strip.bottom - strip.top < 4) return false;
    const Colour under = ground(strip, 1);
    int first = -1;
    int last = -1;
    int upper = strip.bottom;
    int lower = strip.top;
    for (int y = strip.top; y < strip.bottom; ++y) {
        for (int x = strip.left; x < strip.right; ++x) {
            if (apart(at(x, y), under) < kInk) continue;
            if (first < 0 || x < first) first = x;
            last = std::max(last, x);
            upper = std::min(upper, y);
            lower = std::max(lower, y);
        }
    }
    if (first < 0) return false;
    const double widest = std::max(2.5, 0.62 * height * scale_x_);
    const double tallest = std::max(2.5, 0.62 * height * scale_y_);
    if (last - first + 1 > widest || lower - upper + 1 > tallest) return false;
    // It neither comes in from the left (the end of other text), nor is it the first letter's edge, nor does it hang at an edge of the line
    // (a rule, a neighbouring line).
    return first > strip.left && last < strip.right - 1 && upper > strip.top && lower < strip.bottom - 1;
}

void PageLook::measure(const PdfPage& page) {
    const Area all{0, 0, picture_.width, picture_.height};
    const Colour under = ground(all, 3);
    std::vector<char> boxed(static_cast<std::size_t>(picture_.width) * static_cast<std::size_t>(picture_.height));
    std::size_t left = boxed.size() * 4;  // hostile pages have boxes as large as the page, thousands of them
    for (const TextBox& box : page.boxes) {
        const Area inside = area(box.left - 1, box.top - 1, box.right() + 1, box.bottom() + 1);
        for (int y = inside.top; y < inside.bottom && left > 0; ++y) {
            const auto row = boxed.begin() + static_cast<std::ptrdiff_t>(y) * picture_.width;
            const auto width = static_cast<std::size_t>(std::max(0, inside.right - inside.left));
            if (width == 0) break;
            std::fill(row + inside.left, row + inside.right, 1);
            left -= std::min(left, width);
        }
    }
    std::size_t ink = 0;
    std::size_t outside = 0;
    std::size_t changes = 0;
    for (int y = 0; y < picture_.height; ++y) {
        const std::size_t row = static_cast<std::size_t>(y) * static_cast<std::size_t>(picture_.width);
        for (int x = 0; x < picture_.width; ++x) {
            const Colour here = at(x, y);
            const bool free = boxed[row + static_cast<std::size_t>(x)] == 0;
            if (free && x > 0 && boxed[row + static_cast<std::size_t>(x) - 1] == 0 && apart(here, at(x - 1, y)) >= kInk) ++changes;
            if (apart(here, under) < kInk) continue;
            ++ink;
            outside += free ? 1 : 0;
        }
    }
    const auto pixels = static_cast<double>(boxed.size());
    texture_ = static_cast<double>(changes) / pixels;
    ink_ = static_cast<double>(ink) / pixels;
    outside_ = static_cast<double>(outside) / pixels;
}

Overprint overprinted(const PdfPage& page) {
    std::vector<std::size_t> order(page.boxes.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return page.boxes[a].top < page.boxes[b].top || (page.boxes[a].top == page.boxes[b].top && a < b); });
    double tallest = 0;
    for (const TextBox& box : page.boxes) tallest = std::max(tallest, std::min(box.height, 100.0));
    std::vector<char> on(page.boxes.size());
    std::vector<char> twice(page.boxes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        const TextBox& a = page.boxes[order[i]];
        std::size_t compared = 0;  // hostile pages pile all their text in one place
        for (std::size_t k = i + 1; k < order.size() && page.boxes[order[k]].top < a.top + tallest && compared < 400; ++k, ++compared) {
            const TextBox& b = page.boxes[order[k]];
            const double wide = std::min(a.right(), b.right()) - std::max(a.left, b.left);
            const double tall = std::min(a.bottom(), b.bottom()) - std::max(a.top, b.top);
            if (wide <= 0.5 * std::min(a.width, b.width) || tall <= 0.6 * std::min(a.height, b.height)) continue;
            if (a.text == b.text) {
                twice[order[k]] = 1;
            } else if (wide > 4) {
                on[order[i]] = 1;
                on[order[k]] = 1;
            }
        }
    }
    Overprint found;
    for (std::size_t i = 0; i < page.boxes.size(); ++i) {
        if (twice[i] != 0) found.twice.push_back(i);
        else if (on[i] != 0) found.boxes.push_back(i);
    }
    return found;
}

}  // namespace plimsoll::documents

// pdf_look.h: how a page of a PDF looks, painted small, and which of its text a person sees there.
//
// Why        white text on white, text under a picture, clipped away or painted with no strength all stand in the file like any other
//            text. White text on a dark bar is honest. Only the painted page tells them apart.
// Units      points from the page's upper left corner; colours 0xRRGGBB.
// Threads    values.
#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/pdf_page.h"

namespace plimsoll::documents {

/// A painted page: three bytes a pixel.
struct Picture {
    int width = 0;
    int height = 0;
    std::string_view bytes;  ///< of the answer that it was read from
    [[nodiscard]] bool empty() const { return width == 0 || height == 0; }
};

/// The pages of a PPM stream (P6, 255), as far as it is whole. One pass; copies nothing.
[[nodiscard]] std::vector<Picture> read_ppm(std::string_view stream);

/// Below this height in points nobody reads text.
inline constexpr double kSmallestText = 3;

/// One page's look.
class PageLook {
public:
    /// `picture` may be empty: then only what place, size and colour tell is known.
    PageLook(const PdfPage& page, const Picture& picture);

    /// Why a person does not see the text of a box; empty: it is seen.
    [[nodiscard]] std::string_view hidden(const TextBox& box) const;
    /// The text of a visible box without the words that stand where nothing is painted (a part that is covered); they go to `lost`.
    [[nodiscard]] std::string painted_words(const TextBox& box, std::string& lost) const;
    /// Whether a small blot, as of a bullet that is drawn and not written, stands just left of a line of text.
    [[nodiscard]] bool bullet_before(double left, double top, double height) const;
    /// The share of the page that is not in its background's colour, 0 to 1; and of that outside all boxes. 0 without a picture.
    [[nodiscard]] double ink() const { return ink_; }
    [[nodiscard]] double ink_outside() const { return outside_; }
    /// How often the colour changes along the page's lines outside all boxes, by its pixels: a bar or a rule hardly, a scan of text or a
    /// photograph a great deal. 0 without a picture.
    [[nodiscard]] double texture_outside() const { return texture_; }

private:
    using Colour = std::array<int, 3>;
    struct Area {
        int left, top, right, bottom;  // pixels, half-open
    };
    [[nodiscard]] Colour at(int x, int y) const {
        const std::size_t i = (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture_.width) + static_cast<std::size_t>(x)) * 3;
        const auto* bytes = reinterpret_cast<const unsigned char*>(picture_.bytes.data()) + i;
        return {bytes[0], bytes[1], bytes[2]};
    }
    [[nodiscard]] Area area(double left, double top, double right, double bottom) const;
    /// The colour that most of an area has; of every `step`th pixel of every `step`th line.
    [[nodiscard]] Colour ground(const Area& area, int step) const;
    [[nodiscard]] static int apart(const Colour& a, const Colour& b) { return std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])}); }
    void measure(const PdfPage& page);
    /// The longest stretch of an area, in pixels from its left, in which no column holds anything but the ground.
    [[nodiscard]] std::pair<int, int> longest_blank(const Area& area, const Colour& under, int faint) const;

    const PdfPage* page_;
    Picture picture_;
    double scale_x_ = 1;
    double scale_y_ = 1;
    double ink_ = 0;
    double outside_ = 0;
    double texture_ = 0;
};

/// Indices of boxes that lie on other text: neither can be relied on. The same text twice in one place (a way to print bold) is no
/// such pair; of it the second is in `twice`.
struct Overprint {
    std::vector<std::size_t> boxes;
    std::vector<std::size_t> twice;
};
[[nodiscard]] Overprint overprinted(const PdfPage& page);

}  // namespace plimsoll::documents

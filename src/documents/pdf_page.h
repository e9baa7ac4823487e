// pdf_page.h: what stands on a page of a PDF, as poppler's pdftohtml tells it: boxes of text with their place and look.
//
// Units      points (1/72 inch); left and top from the page's upper left corner.
// Source     the XML of `pdftohtml -xml -noroundcoord -zoom 1`, which is no quite proper XML: characters that XML forbids stand in it.
//            It is read as what it is, a list of lines, in one pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "documents/pieces.h"

namespace plimsoll::documents {

struct TextBox {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    double size = 0;          ///< of the font, rounded by poppler to a point
    bool bold = false;
    std::uint32_t colour = 0; ///< 0xRRGGBB
    std::string text;         ///< valid UTF-8, one line
    [[nodiscard]] double right() const { return left + width; }
    [[nodiscard]] double bottom() const { return top + height; }
};

struct PdfPage {
    int number = 1;
    double width = 0;
    double height = 0;
    std::vector<TextBox> boxes;
};

inline constexpr std::size_t kMostBoxes = 60'000;       ///< of a document
inline constexpr std::size_t kMostBoxesOnPage = 8'000;

/// Errors: errors::damaged (it is not that XML); errors::too_large (more boxes than are read).
[[nodiscard]] Result<std::vector<PdfPage>> read_poppler_xml(std::string_view xml);

}  // namespace plimsoll::documents

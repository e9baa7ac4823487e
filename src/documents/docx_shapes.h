// docx_shapes.h: what a drawing in a Word document holds: texts in boxes with what is behind them, pictures, and what is not read.
//
// Units      EMU, 914,400 to the inch, from the left and the top of what the drawing is placed by.
// Both       DrawingML (w:drawing) and VML (w:pict); of two versions of one drawing only the one that Word shows.
#pragma once

#include <cstddef>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "documents/docx_colour.h"

namespace plimsoll::documents {

inline constexpr long long kEmuPerTwip = 635;
inline constexpr long long kEmuPerPoint = 12'700;
/// What is lower or narrower cannot be read.
inline constexpr long long kLeastExtent = 3 * kEmuPerPoint;

/// A page of a section.
struct Sheet {
    long long width = 12240 * kEmuPerTwip;
    long long height = 15840 * kEmuPerTwip;
    long long left = 1440 * kEmuPerTwip;  ///< margins
    long long top = 1440 * kEmuPerTwip;
};
/// Of a w:sectPr; what it does not say is as Letter paper has it.
[[nodiscard]] Sheet sheet_of(pugi::xml_node section);

/// Where a box stands, as far as it says.
struct Frame {
    std::optional<long long> x;
    std::optional<long long> y;
    long long width = 0;
    long long height = 0;
    bool by_page_x = false;  ///< x counts from the page's edge, not from a margin or a column
    bool by_page_y = false;
    friend bool operator==(const Frame&, const Frame&) = default;
};
/// Whether no part of it lies on the page.
[[nodiscard]] bool off_page(const Frame& frame, const Sheet& sheet);

struct BoxText {
    pugi::xml_node content;     ///< w:txbxContent
    std::optional<Rgb> ground;  ///< its fill; unset: what is behind the box
    Frame frame;
    const char* unseen = nullptr;  ///< why nobody sees it
};

struct Drawing {
    std::vector<BoxText> texts;  ///< in the order of the file
    int pictures = 0;
    int diagrams = 0;  ///< charts and SmartArt, whose texts lie in other parts
    int embedded = 0;  ///< objects of other programs
    bool backdrop = false;  ///< a dark shape or a picture large enough to write on
};

/// Of a w:drawing, w:pict or w:object.
[[nodiscard]] Drawing read_drawing(pugi::xml_node node, const Theme& theme, const Sheet& sheet);

/// The version of an mc:AlternateContent that Word shows: the first choice that it understands, else the fallback, else a null node.
[[nodiscard]] pugi::xml_node shown_version(pugi::xml_node alternatives);

/// Indices of the frames as a person reads the boxes: what lies over all columns, then column by column, each from the top. Boxes that
/// do not say where they stand, or by different edges, stay in the order of the file.
[[nodiscard]] std::vector<std::size_t> reading_order_of(const std::vector<Frame>& frames);

}  // namespace plimsoll::documents

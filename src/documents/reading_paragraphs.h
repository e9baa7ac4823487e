// reading_paragraphs.h: the rows of a document's pages into pieces: paragraphs, list items, headings, rows of tables.
//
// Wrapped    a line goes on with the one before it if that one had no room for its first word, in the same column, font and distance.
//            Lines of one paragraph are put together with a space; a word divided at a line's end keeps its "-\n", for the reader of
//            statements to make whole.
// Cells      of one row are parted by two spaces, of three and more by " | ".
// Bullets    written or drawn, become "- ".
// Running    heads and feet that stand on several pages come once; page numbers never.
#pragma once

#include <functional>
#include <vector>

#include "documents/pieces.h"
#include "documents/reading_order.h"

namespace plimsoll::documents {

/// Whether a bullet is drawn just left of text at this place (PageLook::bullet_before).
using DrawnBullet = std::function<bool(double left, double top, double height)>;

struct OrderedPage {
    int number = 1;
    double height = 0;
    std::vector<Row> rows;
    DrawnBullet drawn_bullet;  ///< may be empty
};

/// Offsets are not filled (set_offsets).
[[nodiscard]] std::vector<Piece> paragraphs(std::vector<OrderedPage> pages);

}  // namespace plimsoll::documents

// reading_paragraphs.h: the rows of a document's pages into pieces: paragraphs, list items, headings, rows of tables.
//
// Wrapped    a line goes on with the one before it if that one had no room for its first word, in the same column, font and distance.
//            Lines of one paragraph are put together with a space; a word divided at a line's end keeps its "-\n", for the reader of
//            statements to make whole.
// Cells      of one row are parted by two spaces, of three and more by " | ".
// Bullets    written or drawn, become "- ".
#pragma once

#include <functional>
#include <vector>

#include "documents/pieces.h"
#include "documents/reading_order.h"

namespace plimsoll::documents {

/// Whether a bullet is drawn just left of text at this place (PageLook::bullet_before). `page` is an index.
using DrawnBullet = std::function<bool(int page, double left, double top, double height)>;

/// `drawn` may be empty. Offsets are not filled (set_offsets).
[[nodiscard]] std::vector<Piece> paragraphs(const std::vector<Row>& rows, const DrawnBullet& drawn);

}  // namespace plimsoll::documents

// reading_order.h: boxes of text on pages into the rows a person reads, column after column.
//
// Segment    boxes that stand beside one another on a line, closer than words of two columns would.
// Row        the segments of one line within their column, left to right: a post and its dates at the right margin, the cells of a row
//            of a table.
// Column     a gap that runs down through several rows parts columns if both sides flow on their own. Dates at the right margin, labels at
//            the left and short cells keep to their rows: they stand beside something on nearly every line.
// Order      what spans both columns comes before or after them where it stands; the left column comes to its end before the right.
// Pages      follow one another without a break: a column beside a narrow one goes on over the page, and the narrow one comes after. Columns
//            of one width are a text's that flows from one into the next; they end with their page.
// Running    heads and feet that stand on several pages come once; page numbers never.
// Pure       the same boxes in any order give the same rows.
#pragma once

#include <string>
#include <vector>

#include "documents/pdf_page.h"

namespace plimsoll::documents {

struct Segment {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
    double size = 0;
    bool bold = false;
    int page = 0;           ///< index
    std::string text;
    [[nodiscard]] double height() const { return bottom - top; }
    [[nodiscard]] double middle() const { return (top + bottom) / 2; }
};

struct Row {
    std::vector<Segment> segments;  ///< left to right, at least one
    int block = 0;                  ///< rows of one block stand in one column
    int page = 0;                   ///< index into the pages; places are those on it
    double limit = 0;               ///< how far to the right its column may reach
    [[nodiscard]] double top() const;
    [[nodiscard]] double bottom() const;
};

[[nodiscard]] std::vector<Row> reading_order(const std::vector<PdfPage>& pages);

/// "E X P E R I E N C E" as "EXPERIENCE": text of single letters between which wider gaps part words. Of other text white space becomes
/// single spaces.
[[nodiscard]] std::string without_spacing(const std::string& text);
/// Accents that an old font of TeX sets before their letters ("G¨oteborg"), as marks behind them.
[[nodiscard]] std::string with_accents(std::string text);

}  // namespace plimsoll::documents

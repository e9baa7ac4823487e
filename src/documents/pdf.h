// pdf.h: the text of a PDF in reading order, with what nobody sees in it told apart.
//
// How        poppler's programs read the file (they are GPL, so they run as programs and are not linked): pdftohtml with and without
//            what is never painted, pdfinfo for the part of a page that is shown, pdftoppm for its look. All at once, each with its share
//            of the processor time; none starts another. Then this process gives up starting programs and reads what they say.
// Not read   links, metadata, attachments, forms' scripts, pictures.
#pragma once

#include "documents/pieces.h"

namespace plimsoll::documents {

/// The document is standard input, which can be opened again as /dev/fd/0. Call within a confined process (sandbox.h); it can start
/// no program after. Errors: no_reader, encrypted, damaged, too_many_pages, too_large, scanned, empty, took_too_long, refused.
[[nodiscard]] Result<Pieces> read_pdf(const Limits& limits);

/// What poppler's programs wrote.
struct PopplerAnswers {
    std::string boxes;    ///< pdftohtml's XML of what is painted
    std::string all;      ///< the same with what is never painted; empty: not known
    std::string looks;    ///< pdftoppm's pictures; empty: not known
    std::string info;     ///< pdfinfo -box; empty: not known
};
/// The pure part. Errors: damaged, too_many_pages, too_large, scanned, empty.
[[nodiscard]] Result<Pieces> pdf_pieces(const PopplerAnswers& answers, const Limits& limits);

}  // namespace plimsoll::documents

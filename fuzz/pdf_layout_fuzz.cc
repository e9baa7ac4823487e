// What poppler's programs say of a PDF, of any bytes: read or refused, in an order that the same boxes always have. "%%" parts the boxes
// that are painted, all boxes, the pictures of the pages, and pdfinfo's table.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "base/text.h"
#include "documents/pdf.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace plimsoll;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    const auto next = [&] {
        const std::size_t end = rest.find("\n%%\n");
        const std::string part(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 4);
        return part;
    };
    documents::PopplerAnswers answers;
    answers.boxes = next();
    answers.all = next();
    answers.looks = next();
    answers.info = next();
    const documents::Limits limits;
    const auto pieces = documents::pdf_pieces(answers, limits);
    if (!pieces) {
        INVARIANT(!pieces.error().report().empty(), "a refusal says why");
        return 0;
    }
    const std::string text = documents::text_of(*pieces);
    INVARIANT(text::is_utf8(text), "what is read is text");
    INVARIANT(pieces->hidden.size() <= documents::kMostHidden, "hidden text is bounded");
    for (const documents::HiddenText& hidden : pieces->hidden) INVARIANT(text::is_utf8(hidden.text) && !hidden.why.empty(), "hidden text is text, and told why");
    for (const documents::Piece& piece : pieces->pieces) INVARIANT(piece.page >= 0 && piece.page <= limits.pages && piece.line >= 1, "a piece is on a page that is read");
    const auto again = documents::pdf_pieces(answers, limits);
    INVARIANT(again && documents::text_of(*again) == text, "the same in is the same out");
    return 0;
}

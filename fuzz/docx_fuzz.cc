// A Word document of any bytes: read or refused; what is read is text, each piece in its place, and the same twice. Bytes that are no
// archive are taken as its parts, so that the fuzzer need not learn sums and deflation: "%%" parts the body, the styles, the numbering,
// the settings and the theme.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "base/text.h"
#include "documents/docx.h"
#include "documents/docx_for_tests.h"
#include "documents/kind.h"

namespace {

using namespace plimsoll;

std::string wrapped(std::string_view parts) {
    static const std::string kTypes[] = {"styles", "numbering", "settings", "theme", "header", "footnotes"};
    const auto next = [&] {
        const std::size_t end = parts.find("\n%%\n");
        const std::string part(parts.substr(0, end));
        parts = end == std::string_view::npos ? std::string_view() : parts.substr(end + 4);
        return part;
    };
    documents::testing::MadeDocx made(next());
    for (const std::string& type : kTypes)
        if (!parts.empty()) made.with(type, next(), "r" + type);
    return documents::testing::zip_of(made.parts(), ZIP_CM_STORE);
}

void check(const documents::Pieces& pieces, const documents::Limits& limits) {
    const std::string text = documents::text_of(pieces);
    INVARIANT(text::is_utf8(text), "what is read is text");
    INVARIANT(text.size() <= limits.text + 16 * pieces.pieces.size() + 16, "no more text than is read");
    INVARIANT(pieces.hidden.size() <= documents::kMostHidden, "hidden text is bounded");
    for (const documents::HiddenText& hidden : pieces.hidden)
        INVARIANT(hidden.text.size() <= documents::kLongestHidden && text::is_utf8(hidden.text) && !hidden.why.empty(), "hidden text is bounded, and told why");
    for (const documents::Piece& piece : pieces.pieces) {
        INVARIANT(text.compare(piece.offset, piece.text.size(), piece.text) == 0, "a piece stands where it says");
        INVARIANT(piece.page >= 0 && piece.page <= limits.pages && piece.line >= 1, "a piece is on a page that is read");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const bool archive = bytes.starts_with("PK");
    const std::string document = archive ? std::string(bytes) : wrapped(bytes);
    if (archive && !documents::kind_of(document)) return 0;
    const documents::Limits limits;
    const auto pieces = documents::read_docx(document, limits);
    if (!pieces) {
        INVARIANT(!pieces.error().report().empty(), "a refusal says why");
        return 0;
    }
    check(*pieces, limits);
    INVARIANT(documents::text_of(*documents::read_docx(document, limits)) == documents::text_of(*pieces), "the same in is the same out");
    return 0;
}

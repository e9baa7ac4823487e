#include "documents/pieces.h"

namespace plimsoll::documents {

std::string text_of(const Pieces& pieces) {
    std::string text;
    for (const Piece& piece : pieces.pieces) text.append(piece.text) += '\n';
    return text;
}

void set_offsets(Pieces& pieces) {
    std::uint64_t at = 0;
    for (Piece& piece : pieces.pieces) {
        piece.offset = at;
        at += piece.text.size() + 1;
    }
}

void add_hidden(Pieces& pieces, std::string text, int page, std::string why) {
    if (pieces.hidden.size() >= kMostHidden) return;
    if (text.size() > kLongestHidden) {
        std::size_t end = kLongestHidden;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
        text.resize(end);
    }
    pieces.hidden.push_back({std::move(text), page, std::move(why)});
}

}  // namespace plimsoll::documents

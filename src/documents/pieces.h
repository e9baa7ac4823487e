// pieces.h: what a reader of a document format hands over: text in reading order, and what a person should know of the reading.
//
// Order      the order in which a person reads: a column to its end before the next, the cells of a row together, a heading before
//            what it heads.
// Place      a page and a line on it where the format has pages; `offset` counts bytes of text_of(pieces), so that a span of the
//            text leads back to its page.
// Hidden     what a person who looks at the document cannot see is not among the pieces. It is kept apart, with the reason.
// Threads    values.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace plimsoll::documents {

/// A paragraph, a heading, a row of a table, an item of a list (which begins "- ").
struct Piece {
    std::string text;          ///< valid UTF-8; "\n" between the lines of a paragraph as they stand in the document
    int page = 0;              ///< from 1; 0: the format has no pages
    int line = 1;              ///< of its first line: on its page, or in the document where there are no pages
    std::uint64_t offset = 0;  ///< of its first byte in text_of(pieces)
    friend bool operator==(const Piece&, const Piece&) = default;
};
BOOST_DESCRIBE_STRUCT(Piece, (), (text, page, line, offset))

/// Something that a person should know of how well the document could be read. The document itself was read.
struct Problem {
    std::string code;  ///< "hidden_text", "unmappable_font", "no_appearance", "pictures", "comments", …
    std::string text;  ///< a sentence
    friend bool operator==(const Problem&, const Problem&) = default;
};
BOOST_DESCRIBE_STRUCT(Problem, (), (code, text))

/// Text that is in the document and that nobody sees who looks at it.
struct HiddenText {
    std::string text;  ///< at most kLongestHidden bytes of it
    int page = 0;
    std::string why;   ///< "in the colour of its background", "too small to read", "outside the page", "never painted", "covered"
    friend bool operator==(const HiddenText&, const HiddenText&) = default;
};
BOOST_DESCRIBE_STRUCT(HiddenText, (), (text, page, why))

struct Pieces {
    std::string format;  ///< "pdf", "docx", "text"
    std::vector<Piece> pieces;
    std::vector<HiddenText> hidden;  ///< at most kMostHidden, the rest is counted in its problem
    std::vector<Problem> problems;
    int pages = 0;          ///< 0: the format has none
    double confidence = 1;  ///< 0 to 1: the share of the text that could be read as characters
};
BOOST_DESCRIBE_STRUCT(Pieces, (), (format, pieces, hidden, problems, pages, confidence))

inline constexpr std::size_t kLongestHidden = 400;
inline constexpr std::size_t kMostHidden = 100;

/// What a document may cost. Settings of the server; the defaults are for resumes.
struct Limits {
    std::size_t bytes = 4 * 1024 * 1024;           ///< of the file
    int pages = 20;
    double cpu_s = 2;                              ///< of the reader and all that it starts
    int wall_ms = 8000;                            ///< from its start to its answer
    std::size_t memory = 512ull * 1024 * 1024;     ///< address space of each process
    std::size_t inflated = 32 * 1024 * 1024;       ///< bytes, of all that a container holds
    int inflate_ratio = 200;                       ///< of a part's bytes to its packed bytes
    std::size_t text = 4 * 1024 * 1024;            ///< bytes of text
};

namespace errors {
inline constexpr ErrorKind too_large{"documents.too_large", 413, "The document is larger than what is read", "Give the part that matters: at most 4 MiB and 20 pages"};
inline constexpr ErrorKind too_many_pages{"documents.too_many_pages", 413, "The document has more pages than are read", "Give the pages that matter"};
inline constexpr ErrorKind inflates{"documents.inflates", 413, "What is packed in the document is larger than what is read", "Save it anew from the program that made it, without large pictures or embedded files"};
inline constexpr ErrorKind took_too_long{"documents.took_too_long", 413, "Reading the document took more time or memory than it may", "Save it anew from the program that made it, or give it as text"};
inline constexpr ErrorKind encrypted{"documents.encrypted", 422, "The document is encrypted", "Save it without a password"};
inline constexpr ErrorKind scanned{"documents.scanned", 422, "The pages hold pictures and no text that could be read", "Give the document from the program that wrote it; a scan is not read. What it says is unknown, not missing"};
inline constexpr ErrorKind damaged{"documents.damaged", 422, "The document is damaged", "Save or export it anew from the program that made it"};
inline constexpr ErrorKind empty{"documents.empty", 422, "The document holds no text", "Give a document with text"};
inline constexpr ErrorKind format{"documents.format", 415, "The document is of a format that is not read", "Save it as PDF, DOCX, plain text, Markdown or JSON Resume"};
inline constexpr ErrorKind no_reader{"documents.no_reader", 503, "This machine cannot read documents of this format", "Install poppler-utils for PDF, or give the document as DOCX or text"};
inline constexpr ErrorKind refused{"documents.refused", 503, "The sandbox for reading documents could not be set up", "See `plimsoll read-document --check`, or give the document as text"};
}  // namespace errors

/// The text: each piece followed by a line break.
[[nodiscard]] std::string text_of(const Pieces& pieces);
/// Fills the offsets of the pieces.
void set_offsets(Pieces& pieces);
/// Adds hidden text within its bounds.
void add_hidden(Pieces& pieces, std::string text, int page, std::string why);

}  // namespace plimsoll::documents

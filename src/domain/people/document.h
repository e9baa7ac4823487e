// document.h: a text that somebody gave, in one normal form, with a map back to what was written.
//
// Normal     NFKC (ligatures, full width); dashes are '-', curly quotes straight; soft hyphens and invisible characters are gone; a
//            word that was divided at a line's end is whole; a bullet begins its line as "- ".
// Map        every byte of text() leads to a byte of the run that it came from, so that evidence cites the original.
// Runs       what a reader of a format hands over: pieces of UTF-8 in reading order, each on a page, or from a named place
//            ("/work/0/summary"). Readers of more formats need to make runs and problems, nothing else.
// Bounds     4 MiB and 20 pages; more is an error that says so. So are more lines, or more text once it is normal, than any document
//            for people has: what is made of a text is counted, never timed, so that the same text is always read or always refused.
// Threads    immutable once made.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace plimsoll::people {

inline constexpr std::size_t kLongestDocument = 4 * 1024 * 1024;
inline constexpr int kMostPages = 20;
inline constexpr std::size_t kMostLines = 100'000;                  ///< of a text; 20 pages have 1,200
inline constexpr std::size_t kLongestText = 2 * kLongestDocument;  ///< of the normal text: some characters become several

namespace errors {
inline constexpr ErrorKind document_too_large{"people.document_too_large", 413, "The document is larger than what is read", "Give the part that matters: at most 4 MiB and 20 pages"};
inline constexpr ErrorKind document_empty{"people.document_empty", 422, "The document holds no text", "Give a document with text; a scanned page is a picture"};
inline constexpr ErrorKind document_format{"people.document_format", 415, "The document is of a format that is not read", "Save it as plain text, Markdown or JSON Resume"};
inline constexpr ErrorKind too_much_work{"people.too_much_work", 413, "The text holds more than a document for people does",
                                         "Give the part that matters: a resume or a job description of a few pages"};
inline constexpr ErrorKind resume_shape{"people.resume_shape", 422, "The JSON is not a JSON Resume", "Follow the schema of jsonresume.org"};
}  // namespace errors

/// Where something stands in the original.
struct Span {
    std::uint64_t begin = 0;  ///< byte, from 0: of the decoded text of its page's file, or of the value that `source` names
    std::uint64_t end = 0;    ///< one behind the last byte
    int page = 0;             ///< from 1; 0 where there are no pages
    int line = 0;             ///< from 1; 0 where there are no lines
    std::string source;       ///< JSON pointer of the value; empty: the file itself
    friend bool operator==(const Span&, const Span&) = default;
};
BOOST_DESCRIBE_STRUCT(Span, (), (begin, end, page, line, source))

/// Something that a person should know of how well the text could be read.
struct DocumentProblem {
    std::string code;  ///< "latin_1", "invisible_text", "unreadable_characters", "spaced_letters", "instruction", …
    std::string text;  ///< a sentence
    friend bool operator==(const DocumentProblem&, const DocumentProblem&) = default;
};
BOOST_DESCRIBE_STRUCT(DocumentProblem, (), (code, text))

/// A piece of the original in reading order.
struct TextRun {
    std::string text;          ///< valid UTF-8
    std::string source;        ///< JSON pointer; empty: the file
    std::uint64_t offset = 0;  ///< of its first byte in the original
    int page = 1;
    int line = 1;              ///< of its first byte
};

/// One line of the normal text, without its line break.
struct DocumentLine {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t run = 0;  ///< which run it came from
    int page = 1;
    int number = 1;         ///< in the original
    int indent = 0;         ///< spaces before its first character
    bool bullet = false;    ///< begins with "- "; `begin` stands behind it
};

class Document {
public:
    /// Normalises the runs. `encoding` is what the bytes were read as, for people.
    Document(std::vector<TextRun> runs, std::string encoding, std::vector<DocumentProblem> problems);
    Document() = default;

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const std::vector<DocumentLine>& lines() const { return lines_; }
    [[nodiscard]] const std::string& encoding() const { return encoding_; }
    /// What the runs as given were, for showing a span where it stands.
    [[nodiscard]] const std::vector<TextRun>& runs() const { return runs_; }
    /// "text", "json_resume", "pdf", "docx".
    [[nodiscard]] const std::string& format() const { return format_; }
    void set_format(std::string format) { format_ = std::move(format); }
    [[nodiscard]] const std::vector<DocumentProblem>& problems() const { return problems_; }
    void add_problem(DocumentProblem problem) { problems_.push_back(std::move(problem)); }
    /// 0 to 1: the share of the text that could be read as words. Below 0.7 what is not found may be there all the same.
    [[nodiscard]] double confidence() const { return confidence_; }
    void lower_confidence(double to) { confidence_ = std::min(confidence_, to); }
    [[nodiscard]] int pages() const { return pages_; }

    /// Errors: document_too_large (pages, normal text); too_much_work (lines). What lies beyond was not read.
    [[nodiscard]] Result<> within_bounds() const;

    /// Of the normal bytes [begin, end) in the original. Requires: begin <= end <= text().size().
    [[nodiscard]] Span original(std::size_t begin, std::size_t end) const;
    /// The line that holds a byte of the text.
    [[nodiscard]] std::size_t line_at(std::size_t at) const;
    [[nodiscard]] std::string_view view(std::size_t begin, std::size_t end) const { return std::string_view(text_).substr(begin, end - begin); }

private:
    friend class Normaliser;
    struct Anchor {  // from here on, original = normal + (from - at), until the next
        std::uint32_t at;
        std::uint64_t from;
    };
    [[nodiscard]] std::uint64_t original_byte(std::size_t at) const;
    void judge();

    std::string text_;
    std::vector<DocumentLine> lines_;
    std::vector<Anchor> anchors_;
    std::vector<TextRun> runs_;
    std::string encoding_;
    std::string format_ = "text";
    std::vector<DocumentProblem> problems_;
    double confidence_ = 1;
    int pages_ = 1;
    std::size_t invisible_ = 0;
    std::size_t unreadable_ = 0;
    bool beyond_ = false;  // more lines or text than is read
};

/// UTF-8 of the bytes, and what they were: UTF-8 with or without a byte order mark, UTF-16 by its mark or by its zeros, else
/// Latin-1 (Windows 1252), which is told. Errors: document_too_large; document_empty; document_format (PDF, DOCX, DOC, RTF, or zeros).
struct DecodedText {
    std::string text;
    std::string encoding;
    std::vector<DocumentProblem> problems;
};
[[nodiscard]] Result<DecodedText> decode_text(std::string_view bytes);

/// A plain text or Markdown document. Form feeds part pages. Errors: those of decode_text and of within_bounds.
[[nodiscard]] Result<Document> read_text_document(std::string_view bytes);

}  // namespace plimsoll::people

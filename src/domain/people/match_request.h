// match_request.h: two documents as somebody sends them, and the answer: what the resume shows of the job, with both texts as read.
//
// Shape      a document is bytes (base64) or text; its kind is told by what it begins with, never by its name. A span of the report
//            leads to the line that holds its first byte: the same `source`, page and line, `begin` at most the span's.
// Kept       nothing: no event, no file. The same documents give the same answer, but for `as_of`, which is in it.
// Bounds     those of MatchLimits; each refusal says which document it is about.
// Threads    pure but for MatchPorts::read, which blocks.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.h"
#include "domain/people/match.h"
#include "domain/people/match_limits.h"

namespace plimsoll::people {

static_assert(MatchLimits{}.document_bytes == kLongestDocument && MatchLimits{}.pages == kMostPages);

struct MatchFile {
    using json_defaults = void;
    std::string name;     ///< for people; says nothing of the kind
    std::string content;  ///< base64 of the file
    std::string text;     ///< in place of content: pasted text
};
BOOST_DESCRIBE_STRUCT(MatchFile, (), (name, content, text))

struct MatchRequest {
    using json_defaults = void;
    MatchFile resume;
    MatchFile job;
    std::string as_of;  ///< "2026-11": the month up to which posts that go on are counted; empty: this one
};
BOOST_DESCRIBE_STRUCT(MatchRequest, (), (resume, job, as_of))

/// A line of a document as it was given.
struct ReadLine {
    int page = 0;            ///< from 1; 0: the format has none
    int line = 1;            ///< on its page where there are pages
    std::string source;      ///< JSON pointer of the value that it is of; empty: the file
    std::uint64_t begin = 0; ///< byte of its first character, counted as spans are
    std::string text;
    friend bool operator==(const ReadLine&, const ReadLine&) = default;
};
BOOST_DESCRIBE_STRUCT(ReadLine, (), (page, line, source, begin, text))

struct ReadText {
    std::string name;
    std::string format;
    std::vector<ReadLine> lines;  ///< in the order of reading
};
BOOST_DESCRIBE_STRUCT(ReadText, (), (name, format, lines))

struct MatchReply {
    MatchReport report;
    ReadText resume;
    ReadText job;
    bool kept = false;  ///< always: neither the documents nor the answer are stored
};
BOOST_DESCRIBE_STRUCT(MatchReply, (), (report, resume, job, kept))

/// MatchLimits for people who are about to send something.
struct MatchLimitsView {
    MatchLimits limits;
    std::vector<std::string> formats;  ///< that are read
    std::string rules;
    std::string knowledge_base;
    int skills = 0;
    bool kept = false;
};
BOOST_DESCRIBE_STRUCT(MatchLimitsView, (), (limits, formats, rules, knowledge_base, skills, kept))

struct MatchPorts {
    const SkillFinder& finder;
    const Bank* bank = nullptr;
    /// A document of a format that needs a reader; nothing for text and JSON. Errors: those of the reader.
    std::function<Result<std::optional<Document>>(std::string_view bytes)> read;
    MatchLimits limits;
};

/// Errors: invalid (fields; both documents' at once); those of the readers, of read_resume, read_job and match, within the document.
[[nodiscard]] Result<MatchReply> answer_match(const MatchRequest& request, Timestamp now, const MatchPorts& ports);

/// A document's runs line by line.
[[nodiscard]] ReadText read_text_of(const Document& document, std::string name);

[[nodiscard]] MatchLimitsView limits_view(const MatchLimits& limits, const SkillBase& base);

}  // namespace plimsoll::people

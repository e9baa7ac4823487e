// resume.h: what a resume says, statement by statement: in which section, of which post, with which verb and figure.
//
// Posts      a line with a range of dates under experience or projects begins one; everything up to the next belongs to it. A career
//            break is none: its months are no work.
// Two ways   plain text or Markdown (resume_text.cc), JSON Resume (resume_json.cc), whose posts and dates need no guessing.
// Names      of people are not looked for and not kept apart: matching has no use for them.
#pragma once

#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/people/document.h"
#include "domain/people/document_statements.h"
#include "domain/people/resume_dates.h"

namespace plimsoll::people {

BOOST_DEFINE_ENUM_CLASS(ResumeSection, head, summary, experience, projects, skills, education, certificates, volunteering, other)

/// A post or a project.
struct Post {
    std::string title;     ///< as written, with the employer where they share a line; empty: none was seen
    ResumeSection section = ResumeSection::experience;
    std::optional<DateRange> dates;
    std::uint32_t line = 0;  ///< index of the line that begins it
};

struct Statement {
    Passage at;
    ResumeSection section = ResumeSection::head;
    std::optional<std::size_t> post;  ///< of Resume::posts
    std::string verb;                 ///< what was done; empty: nothing is said to be done
    std::string familiar;             ///< the words that say it was only met; empty: none
    bool figure = false;              ///< tells a figure
    bool heading = false;             ///< a heading, or the head of a post
    bool title = false;               ///< the title of a post, with its employer where they share a line
    bool instruction = false;         ///< speaks to its reader: data, not evidence
};

inline constexpr std::size_t kMostPosts = 2'000;  ///< more is no resume

struct Resume {
    Document document;
    std::vector<Post> posts;
    std::vector<Statement> statements;  ///< in the order of the text
    bool sections_found = false;        ///< at least one heading was understood
    std::string format;                 ///< of the document
};

/// By its content: JSON Resume when the first character is '{', else text. Errors: those of read_text_document, resume_of and read_json_resume.
[[nodiscard]] Result<Resume> read_resume(std::string_view bytes);
/// A resume out of a document that a reader of some format made. Errors: those of Document::within_bounds; too_much_work (posts).
[[nodiscard]] Result<Resume> resume_of(Document document);
/// JSON Resume (jsonresume.org). Unknown keys are passed over. Errors: malformed; people.resume_shape (it is no object); those of decode_text
/// and resume_of.
[[nodiscard]] Result<Resume> read_json_resume(std::string_view bytes);

/// The section that a heading names ("Work Experience", "## Skills & Tools:"); nothing when the line is no heading.
[[nodiscard]] std::optional<ResumeSection> resume_heading(std::string_view line);

/// Errors: those of Document::within_bounds; too_much_work (posts).
[[nodiscard]] Result<> within_bounds(const Resume& resume);
/// Fills verb, familiar, figure and instruction of the statements, and tells the document of instructions.
void read_statements(Resume& resume);

}  // namespace plimsoll::people

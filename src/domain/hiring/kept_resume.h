// kept_resume.h: what is kept of a resume: the text as it was read, with its pages, so that it is shown and matched again without the file.
//
// Shape      text and JSON are kept as they are and read anew; of PDF and DOCX the pieces are kept that the reader made.
// Kept       as JSON in the vault's field "resume", sealed under the candidate's key.
// Pure       but for the reader that is handed in, which blocks.
#pragma once

#include <boost/describe/class.hpp>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/hiring/views.h"
#include "domain/people/resume.h"

namespace plimsoll::hiring {

inline constexpr std::size_t kLongestKeptResume = 900'000;  ///< bytes of JSON; the vault's bound lies above

struct KeptRun {
    std::string text;
    std::uint64_t offset = 0;
    int page = 1;
    int line = 1;
};
BOOST_DESCRIBE_STRUCT(KeptRun, (), (text, offset, page, line))

struct KeptResume {
    std::string name;     ///< of the file, for people
    std::string format;   ///< "pdf", "docx", "text", "json_resume"
    int pages = 0;
    double confidence = 1;
    std::string encoding; ///< of the runs
    std::string text;     ///< of text and JSON
    std::vector<KeptRun> runs;
    std::vector<people::DocumentProblem> problems;  ///< of the runs' reader
};
BOOST_DESCRIBE_STRUCT(KeptResume, (), (name, format, pages, confidence, encoding, text, runs, problems))

using DocumentReader = std::function<Result<std::optional<people::Document>>(std::string_view bytes)>;

/// Errors: those of the reader and of people::read_resume; people.document_too_large (more text than is kept).
[[nodiscard]] Result<KeptResume> keep_resume(std::string_view bytes, std::string name, const DocumentReader& read);
/// Errors: those of people::read_resume.
[[nodiscard]] Result<people::Resume> resume_in(const KeptResume& kept);

}  // namespace plimsoll::hiring

#include "domain/hiring/kept_resume.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace plimsoll::hiring {

namespace {

constexpr std::size_t kLongestName = 200;

std::string short_name(const std::string& name) {
    std::string out = text::printable(name.substr(0, kLongestName));
    while (!out.empty() && !text::is_utf8(out)) out.pop_back();
    return out;
}

KeptResume kept_runs(const people::Document& document) {
    KeptResume kept;
    for (const people::TextRun& run : document.runs()) kept.runs.push_back({run.text, run.offset, run.page, run.line});
    kept.problems = document.problems();
    kept.encoding = document.encoding();
    kept.confidence = document.confidence();
    return kept;
}

}  // namespace

Result<KeptResume> keep_resume(std::string_view bytes, std::string name, const DocumentReader& read) {
    TRY_ASSIGN(std::optional<people::Document> document, read(bytes));
    KeptResume kept;
    if (document) {
        kept = kept_runs(*document);
        TRY_ASSIGN(const people::Resume resume, people::resume_of(*std::move(document)));
        kept.format = resume.document.format();
        kept.pages = resume.document.pages();
    } else {
        TRY_ASSIGN(const people::Resume resume, people::read_resume(bytes));
        TRY_ASSIGN(people::DecodedText decoded, people::decode_text(bytes));
        kept.text = std::move(decoded.text);
        kept.format = resume.format;
        kept.pages = resume.document.pages();
        kept.confidence = resume.document.confidence();
    }
    kept.name = short_name(name);
    if (json::encode(kept).size() > kLongestKeptResume)
        return fail(people::errors::document_too_large, "more than " + text::count(static_cast<std::int64_t>(kLongestKeptResume)) + " bytes of text are not kept");
    return kept;
}

Result<people::Resume> resume_in(const KeptResume& kept) {
    if (kept.runs.empty()) return people::read_resume(kept.text);
    std::vector<people::TextRun> runs;
    for (const KeptRun& run : kept.runs) runs.push_back({run.text, "", run.offset, run.page, run.line});
    people::Document document(std::move(runs), kept.encoding, {});
    for (const people::DocumentProblem& problem : kept.problems) {  // what the text itself shows is found anew
        const auto& known = document.problems();
        if (std::find(known.begin(), known.end(), problem) == known.end()) document.add_problem(problem);
    }
    document.set_format(kept.format);
    document.lower_confidence(kept.confidence);
    return people::resume_of(std::move(document));
}

}  // namespace plimsoll::hiring

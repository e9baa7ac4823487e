#include "domain/people/match_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"

namespace plimsoll::people {

namespace {

/// The bytes of one document; what is wrong with it goes to `broken`.
std::string bytes_of(const MatchFile& file, const std::string& field, std::vector<FieldError>& broken) {
    if (!file.content.empty() && !file.text.empty()) {
        broken.push_back({field, "has both content and text", "send one of them"});
        return {};
    }
    if (file.content.empty() && file.text.empty()) {
        broken.push_back({field, "is empty", "send the file as base64 in content, or its text in text"});
        return {};
    }
    std::string bytes = file.text;
    if (!file.content.empty()) {
        auto decoded = crypto::from_base64(file.content);
        if (!decoded) {
            broken.push_back({field + "/content", "is not base64", "of the file's bytes, with the alphabet of RFC 4648 and without line breaks"});
            return {};
        }
        bytes = std::move(*decoded);
        if (bytes.empty()) broken.push_back({field + "/content", "is empty", "send a file that holds something"});
    }
    return bytes;
}

Result<> small_enough(const std::string& bytes, const MatchLimits& limits) {
    if (bytes.size() <= limits.document_bytes) return {};
    return fail(errors::document_too_large, fmt::format("it has {} bytes; {} are read", bytes.size(), limits.document_bytes));
}

Result<> few_enough(const Document& document, const MatchLimits& limits) {
    if (document.pages() <= limits.pages) return {};
    return fail(errors::document_too_large, fmt::format("it has {} pages; {} are read", document.pages(), limits.pages));
}

Result<Resume> resume_from(const std::string& bytes, const MatchPorts& ports) {
    TRY(small_enough(bytes, ports.limits));
    TRY_ASSIGN(std::optional<Document> document, ports.read(bytes));
    TRY_ASSIGN(Resume resume, document ? resume_of(std::move(*document)) : read_resume(bytes));
    TRY(few_enough(resume.document, ports.limits));
    return resume;
}

Result<Job> job_from(const std::string& bytes, const MatchPorts& ports) {
    TRY(small_enough(bytes, ports.limits));
    TRY_ASSIGN(std::optional<Document> document, ports.read(bytes));
    TRY_ASSIGN(Job job, document ? job_of(std::move(*document), ports.finder) : read_job(bytes, ports.finder));
    TRY(few_enough(job.document, ports.limits));
    return job;
}

YearMonth month_of(const std::string& as_of, Timestamp now, std::vector<FieldError>& broken) {
    if (as_of.empty()) return *read_date(text::rfc3339(now).substr(0, 10));
    const auto read = read_date(as_of);
    if (!read || read->month == 0) {
        broken.push_back({"/as_of", "must be a month or a day", "such as 2026-11"});
        return {};
    }
    return *read;
}

}  // namespace

ReadText read_text_of(const Document& document, std::string name) {
    ReadText out{std::move(name), document.format(), {}};
    for (const TextRun& run : document.runs()) {
        int page = run.page;
        int line = run.line;
        for (std::size_t at = 0; at <= run.text.size();) {
            const std::size_t end = std::min(run.text.find_first_of("\n\f", at), run.text.size());
            out.lines.push_back({run.source.empty() ? page : 0, run.source.empty() ? line : 0, run.source, run.offset + at, run.text.substr(at, end - at)});
            ++line;
            if (end < run.text.size() && run.text[end] == '\f') ++page;
            at = end + 1;
        }
    }
    return out;
}

Result<MatchReply> answer_match(const MatchRequest& request, Timestamp now, const MatchPorts& ports) {
    std::vector<FieldError> broken;
    const std::string resume_bytes = bytes_of(request.resume, "/resume", broken);
    const std::string job_bytes = bytes_of(request.job, "/job", broken);
    const YearMonth as_of = month_of(request.as_of, now, broken);
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "the documents cannot be read", std::move(broken));
    auto resume = resume_from(resume_bytes, ports);
    if (!resume) return std::move(resume).error().within("the resume");
    auto job = job_from(job_bytes, ports);
    if (!job) return std::move(job).error().within("the job description");
    TRY_ASSIGN(MatchReport report, match(*resume, *job, ports.finder, {as_of, ports.bank}));
    MatchReply reply;
    reply.report = std::move(report);
    reply.resume = read_text_of(resume->document, request.resume.name);
    reply.job = read_text_of(job->document, request.job.name);
    return reply;
}

MatchLimitsView limits_view(const MatchLimits& limits, const SkillBase& base) {
    return {limits, {"PDF", "DOCX", "plain text", "Markdown", "JSON Resume"}, std::string(kMatchRules), base.version(), static_cast<int>(base.skills().size()), false};
}

}  // namespace plimsoll::people

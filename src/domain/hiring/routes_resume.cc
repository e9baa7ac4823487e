// routes_resume.cc: a candidate's resume, as it was read, and what it shows of what the job asks.
#include "base/crypto.h"
#include "base/text.h"
#include "domain/hiring/kept_resume.h"
#include "domain/hiring/route_parts.h"
#include "domain/people/match.h"
#include "domain/people/match_request.h"
#include "domain/people/resume_dates.h"

namespace plimsoll::hiring {
namespace {

using api::Reply;

constexpr const char* kField = "resume";
constexpr std::size_t kResumeBody = 3 * people::kLongestDocument;  ///< as base64, or as JSON text

/// Errors: invalid.
Result<std::string> bytes_of(const ResumeBody& body) {
    if (body.content.empty() == body.text.empty()) return fail(errors::invalid, {}, {{"/content", "must be there, or /text, and not both", "send the file as base64, or its text"}});
    if (!body.text.empty()) return body.text;
    auto bytes = crypto::from_base64(body.content);
    if (!bytes || bytes->empty()) return fail(errors::invalid, {}, {{"/content", "must be base64 of the file's bytes", "the alphabet of RFC 4648, without line breaks"}});
    return *std::move(bytes);
}

Result<KeptResume> kept_of(const Ports& ports, const Slice& slice) {
    TRY(not_erased(slice));
    TRY_ASSIGN(const auto text, ports.papers.get(slice.candidate().id, kField));
    if (!text) return fail(errors::unknown, "no resume of this candidate is kept");
    return json::decode<KeptResume>(*text);
}

Result<Reply> shown_resume(const Asked& asked, std::uint64_t after) {
    TRY_ASSIGN(const Slice slice, slice_of_candidate(asked.ports, asked.viewer, asked.id()));
    TRY_ASSIGN(const KeptResume kept, kept_of(asked.ports, slice));
    TRY_ASSIGN(const people::Resume resume, resume_in(kept));
    ResumeView out{kept.name, kept.format, kept.pages, slice.candidate().resume_at, people::read_text_of(resume.document, kept.name).lines, resume.document.problems()};
    return api::ok(out, std::max(slice.seq, after));
}

Result<Reply> get_resume(const Asked& asked) { return shown_resume(asked, 0); }

/// The vault's copy goes before the event is there, so a legal hold is looked at before the vault is.
Result<> may_lose_resume(const Slice& slice) {
    TRY(not_erased(slice));
    if (slice.candidate().hold && slice.candidate().resume_at) return fail(errors::held, "the resume that is kept stays");
    return {};
}

Result<Reply> put_resume(const Asked& asked) {
    TRY_ASSIGN(const ResumeBody body, asked.body<ResumeBody>());
    TRY_ASSIGN(const Slice slice, slice_of_candidate(asked.ports, asked.viewer, asked.id()));
    TRY(may_lose_resume(slice));
    TRY_ASSIGN(const std::string bytes, bytes_of(body));
    if (bytes.size() > people::kLongestDocument) return fail(people::errors::document_too_large, text::count(static_cast<std::int64_t>(bytes.size())) + " bytes");
    TRY_ASSIGN(const KeptResume kept, keep_resume(bytes, body.name, asked.ports.read_document));
    TRY(asked.ports.papers.put(slice.candidate().id, kField, json::encode(kept)));
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(KeepResume{slice.candidate().id, kept.format, kept.pages, bytes.size()}));
    return shown_resume(asked, seq);
}

Result<Reply> remove_resume(const Asked& asked) {
    TRY_ASSIGN(const Slice slice, slice_of_candidate(asked.ports, asked.viewer, asked.id()));
    TRY(may_lose_resume(slice));
    TRY(asked.ports.papers.remove(slice.candidate().id, kField));
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(RemoveResume{slice.candidate().id}));
    Reply reply;
    reply.status = 204;
    reply.after_seq = seq;
    return reply;
}

/// Computed anew each time, and kept nowhere.
Result<Reply> get_match(const Asked& asked) {
    TRY_ASSIGN(const Slice slice, slice_for(asked.ports, asked.viewer, asked.id()));
    TRY(not_erased(slice));
    const Opening& what = slice.opening().what;
    if (!slice.candidate().resume_at) return fail(errors::nothing_to_match, "no resume of the candidate is kept");
    if (what.job.empty()) return fail(errors::nothing_to_match, "the opening " + slice.opening().id + " has no job description");
    TRY_ASSIGN(const KeptResume kept, kept_of(asked.ports, slice));
    TRY_ASSIGN(const people::Resume resume, resume_in(kept));
    TRY_ASSIGN(const people::Job job, people::read_job(what.job, *asked.ports.skills));
    const auto bank = asked.ports.bank();
    const auto month = people::read_date(text::rfc3339(asked.request.at).substr(0, 10));
    people::MatchReply reply;
    TRY_ASSIGN(reply.report, people::match(resume, job, *asked.ports.skills, {*month, bank.get()}));
    reply.resume = people::read_text_of(resume.document, kept.name);
    reply.job = people::read_text_of(job.document, what.title);
    return api::ok(reply, slice.seq);
}

}  // namespace

std::vector<api::Route> resume_routes(const PortsPtr& ports) {
    using enum api::Method;
    using enum api::Right;
    const api::Parameter candidate{"id", "path", "The candidate's opaque id", true};
    const api::TypeRef one = api::type<ResumeView>("ResumeView");
    std::vector<api::Route> out{
        hiring_row(ports, put, "/candidates/{id}/resume", "Keep a candidate's resume: its text as read, sealed under the candidate's key; the file is not kept", hire,
                   api::type<ResumeBody>("ResumeBody"), one, {candidate}, put_resume, Desk::of_documents),
        hiring_row(ports, get, "/candidates/{id}/resume", "Show a candidate's resume as it was read", interview, api::no_body(), one, {candidate}, get_resume),
        hiring_row(ports, del, "/candidates/{id}/resume", "Remove a candidate's resume for good", hire, api::no_body(), api::no_body(), {candidate}, remove_resume),
        hiring_row(ports, get, "/applications/{id}/match", "Say what the resume shows of what the opening asks; computed anew, kept nowhere, and never a rank", interview,
                   api::no_body(), api::type<people::MatchReply>("MatchReply"), {{"id", "path", "The application's id, such as ap-1", true}}, get_match, Desk::of_documents),
    };
    out[0].body_limit = kResumeBody;
    return out;
}

}  // namespace plimsoll::hiring

// routes_applications.cc: candidates and their applications, from stage to stage, and what became of an offer.
#include <boost/describe/enum_from_string.hpp>

#include "api/cursor.h"
#include "domain/hiring/route_parts.h"

namespace plimsoll::hiring {
namespace {

using api::Reply;
using Empty = exclusions::FieldChecks::Empty;

constexpr std::size_t kLongestSearch = 200;

Result<ApplicationFilter> filter_in(const api::Request& request) {
    TRY_ASSIGN(const api::Page page, api::page_of(request));
    ApplicationFilter filter;
    filter.limit = page.limit;
    filter.after = page.after;
    filter.opening = request.query_value("opening").value_or("");
    filter.search = request.query_value("search").value_or("").substr(0, kLongestSearch);
    const std::string stage = request.query_value("stage").value_or("");
    Stage wanted{};
    if (!stage.empty()) {
        if (!boost::describe::enum_from_string(stage.c_str(), wanted))
            return fail(errors::invalid, {}, {{"query stage", "must be one of applied, screen, interview, decision, offer, hired, rejected, withdrawn", "leave it out for all"}});
        filter.stage = wanted;
    }
    return filter;
}

Result<Reply> get_list(const Asked& asked) {
    TRY_ASSIGN(const ApplicationFilter filter, filter_in(asked.request));
    TRY_ASSIGN(const Read<ApplicationList> list, list_applications(asked.ports, asked.viewer, filter));
    return api::ok(list.view, list.seq);
}

Result<Reply> get_one(const Asked& asked) { return shown_application(asked, asked.id(), 0); }

/// The application that an event at this place made or changed last.
std::string application_at(const Ports& ports, const std::string& candidate, std::uint64_t seq) {
    std::string id;
    ports.engine.read([&](const State& state) {
        const CandidateRow* row = find_candidate(state, candidate);
        if (row == nullptr) return;
        for (const std::string& one : row->applications)
            if (const ApplicationRow* application = find_application(state, one); application != nullptr && application->seq == seq) id = one;
    });
    return id;
}

Result<> check_candidate(const CandidateBody& body) {
    exclusions::FieldChecks checks;
    checks.line("/name", body.name, kLongestTitle);
    checks.prose("/mail", body.mail, kLongestTitle, Empty::allowed);
    if (!body.mail.empty() && (body.mail.find('@') == std::string::npos || body.mail.find_first_of(" \t\r\n<>") != std::string::npos))
        checks.complain("/mail", "must be a mail address, or empty", "write \"ana@example.com\"");
    return checks.checked(errors::invalid);
}

/// Into the vault first: the log knows nobody whom the vault does not. Who was refused is forgotten again.
Result<Reply> add_candidate(const Asked& asked) {
    TRY_ASSIGN(const CandidateBody body, asked.body<CandidateBody>());
    TRY(check_candidate(body));
    TRY_ASSIGN(const std::string candidate, asked.ports.papers.create(body.name, body.mail, asked.request.at));
    const auto seq = asked.submit(AddCandidate{candidate, asked.id(), body.source});
    if (!seq) {
        TRY(asked.ports.papers.erase(candidate, asked.request.at));
        return seq.error();
    }
    return shown_application(asked, application_at(asked.ports, candidate, *seq), *seq, 201);
}

Result<Reply> apply_again(const Asked& asked) {
    TRY_ASSIGN(ApplyBody body, asked.body<ApplyBody>());
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(Apply{asked.id(), std::move(body.opening), body.source}));
    return shown_application(asked, application_at(asked.ports, asked.id(), seq), seq, 201);
}

Result<Slice> living(const Asked& asked) {
    TRY_ASSIGN(Slice slice, slice_for(asked.ports, asked.viewer, asked.id()));
    TRY(not_erased(slice));
    return slice;
}

Result<Reply> submitted(const Asked& asked, Command command) {
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(std::move(command)));
    return shown_application(asked, asked.id(), seq);
}

Result<Reply> move_stage(const Asked& asked) {
    TRY_ASSIGN(const StageBody body, asked.body<StageBody>());
    TRY_ASSIGN(const Slice slice, living(asked));
    TRY(check_text("/reason", body.reason, Empty::refused));
    TRY_ASSIGN(std::string sealed, sealed_text(asked.ports, slice.candidate().id, StageMoved::json_tag, slice.id, body.reason));
    return submitted(asked, MoveStage{slice.id, body.to, std::move(sealed)});
}

Result<Reply> offer(const Asked& asked) {
    TRY_ASSIGN(DayBody body, asked.body<DayBody>());
    return submitted(asked, MakeOffer{asked.id(), std::move(body.on)});
}

Result<Reply> answer(const Asked& asked) {
    TRY_ASSIGN(OfferAnswerBody body, asked.body<OfferAnswerBody>());
    TRY_ASSIGN(const Slice slice, living(asked));
    TRY(check_text("/text", body.text, Empty::allowed));
    std::string sealed;
    if (!body.text.empty()) {
        TRY_ASSIGN(sealed, sealed_text(asked.ports, slice.candidate().id, OfferAnswered::json_tag, slice.id, body.text));
    }
    return submitted(asked, AnswerOffer{slice.id, body.accepted, std::move(body.on), std::move(sealed)});
}

Result<Reply> start(const Asked& asked) {
    TRY_ASSIGN(DayBody body, asked.body<DayBody>());
    return submitted(asked, Start{asked.id(), std::move(body.on)});
}

Result<Reply> leave(const Asked& asked) {
    TRY_ASSIGN(DayBody body, asked.body<DayBody>());
    return submitted(asked, Leave{asked.id(), std::move(body.on)});
}

Result<Reply> quality(const Asked& asked) {
    TRY_ASSIGN(const QualityBody body, asked.body<QualityBody>());
    TRY_ASSIGN(const Slice slice, living(asked));
    TRY(check_text("/text", body.text, Empty::refused));
    TRY_ASSIGN(std::string sealed, sealed_text(asked.ports, slice.candidate().id, QualityNoted::json_tag, slice.id, body.text));
    return submitted(asked, NoteQuality{slice.id, body.day, body.met, body.cleared_for_on_call, std::move(sealed)});
}

}  // namespace

std::vector<api::Route> application_routes(const PortsPtr& ports) {
    using enum api::Method;
    using enum api::Right;
    const api::Parameter id{"id", "path", "The application's id, such as ap-1", true};
    const api::Parameter opening{"id", "path", "The opening's id, such as op-1", true};
    const api::Parameter candidate{"id", "path", "The candidate's opaque id", true};
    const api::TypeRef one = api::type<ApplicationView>("ApplicationView");
    const api::TypeRef day = api::type<DayBody>("HiringDayBody");
    std::vector<api::Parameter> filters = {{"opening", "query", "only this opening's", false},
                                           {"stage", "query", "applied, screen, interview, decision, offer, hired, rejected or withdrawn", false},
                                           {"search", "query", "part of a name", false}};
    for (api::Parameter& parameter : api::page_parameters()) filters.push_back(std::move(parameter));
    return {
        hiring_row(ports, post, "/openings/{id}/candidates", "Add a candidate, with an application for an opening", hire, api::type<CandidateBody>("CandidateBody"), one, {opening}, add_candidate),
        hiring_row(ports, post, "/candidates/{id}/applications", "Make another application of a candidate", hire, api::type<ApplyBody>("ApplyBody"), one, {candidate}, apply_again),
        hiring_row(ports, get, "/applications", "List the applications that one may see: those that go on first, then the newest; never by rating", interview, api::no_body(),
                   api::type<ApplicationList>("ApplicationList"), filters, get_list),
        hiring_row(ports, get, "/applications/{id}", "Show an application: its stages, interviews, cards as far as one may see them, decisions", interview, api::no_body(), one, {id}, get_one),
        hiring_row(ports, post, "/applications/{id}/stage", "Move an application to another stage", hire, api::type<StageBody>("StageBody"), one, {id}, move_stage),
        hiring_row(ports, post, "/applications/{id}/offer", "Note that an offer was made", hire, day, one, {id}, offer),
        hiring_row(ports, post, "/applications/{id}/offer/answer", "Note how an offer was answered", hire, api::type<OfferAnswerBody>("OfferAnswerBody"), one, {id}, answer),
        hiring_row(ports, post, "/applications/{id}/start", "Note the day on which somebody started", hire, day, one, {id}, start),
        hiring_row(ports, post, "/applications/{id}/left", "Note the day on which somebody left", hire, day, one, {id}, leave),
        hiring_row(ports, post, "/applications/{id}/quality", "Note 90 or 180 days after the start whether what was expected was met", hire, api::type<QualityBody>("QualityBody"), one, {id}, quality),
    };
}

}  // namespace plimsoll::hiring

#include "domain/hiring/keeping_routes.h"

#include "api/cursor.h"
#include "api/row.h"
#include "domain/exclusions/field_checks.h"

namespace plimsoll::hiring {

namespace {

using api::Reply;
using api::Request;
using exclusions::FieldChecks;
using PortsPtr = std::shared_ptr<const KeepingPorts>;

const std::string& id_in(const Request& request) { return request.path_parameters.at("id"); }

/// The reason, sealed for an event of the candidate. Errors: invalid; those of the vault.
Result<std::string> sealed_reason(const KeepingPorts& ports, const std::string& candidate, std::string_view tag, const std::string& reason) {
    FieldChecks checks;
    checks.prose("/reason", reason, kLongestNote, FieldChecks::Empty::refused);
    TRY(checks.checked(errors::invalid));
    TRY(keeping_of(ports, candidate));  // a stranger or somebody erased is told so before the vault is asked
    return ports.hiring.papers.seal(candidate, seal_label(tag, candidate), json::encode(SealedText{reason}));
}

Result<Reply> shown(const KeepingPorts& ports, const std::string& candidate, std::uint64_t seq) {
    TRY(ports.durable(seq));  // what was said is read back from the log
    TRY_ASSIGN(const KeepingView view, keeping_of(ports, candidate));
    return api::ok(view, seq);
}

Result<Reply> get_retention(const KeepingPorts& ports, const Request& request) {
    TRY_ASSIGN(const api::Page page, api::page_of(request));
    TRY_ASSIGN(const RetentionView view, retention(ports, request.at, page.limit));
    return api::ok(view);
}

Result<Reply> get_keeping(const KeepingPorts& ports, const Request& request) {
    TRY_ASSIGN(const KeepingView view, keeping_of(ports, id_in(request)));
    return api::ok(view);
}

Result<Reply> get_erasure(const KeepingPorts& ports, const Request& request) {
    TRY_ASSIGN(const ErasureView view, erasure_of(ports, id_in(request)));
    return api::ok(view);
}

Result<Reply> get_export(const KeepingPorts& ports, const Request& request) {
    TRY_ASSIGN(const CandidateExport all, export_candidate(ports, viewer_of(ports.hiring, request.actor), id_in(request), request.at));
    Reply reply = api::ok(all);
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"candidate.json\"");
    return reply;
}

Result<Reply> post_erase(const KeepingPorts& ports, const Request& request) {
    TRY_ASSIGN(const EraseBody body, json::decode_strict<EraseBody>(request.body));
    if (body.reason == EraseReason::due)
        return fail(errors::invalid, {}, {{"/reason", "must be asked or mistake", "whoever is due is erased by itself"}});
    TRY_ASSIGN(const ErasureView view, erase(ports, request.actor, id_in(request), body.reason, request.at));
    return api::ok(view, view.seq);
}

Result<Reply> put_keep(const KeepingPorts& ports, const Request& request) {
    TRY_ASSIGN(const KeepBody body, json::decode_strict<KeepBody>(request.body));
    TRY_ASSIGN(std::string sealed, sealed_reason(ports, id_in(request), KeepChanged::json_tag, body.reason));
    TRY_ASSIGN(const std::uint64_t seq, ports.hiring.engine.submit(request.actor, ChangeKeep{id_in(request), body.until, std::move(sealed)}));
    return shown(ports, id_in(request), seq);
}

Result<Reply> put_hold(const KeepingPorts& ports, const Request& request) {
    TRY_ASSIGN(const KeepingReason body, json::decode_strict<KeepingReason>(request.body));
    TRY_ASSIGN(std::string sealed, sealed_reason(ports, id_in(request), HoldSet::json_tag, body.reason));
    TRY_ASSIGN(const std::uint64_t seq, ports.hiring.engine.submit(request.actor, SetHold{id_in(request), std::move(sealed)}));
    return shown(ports, id_in(request), seq);
}

Result<Reply> release_hold(const KeepingPorts& ports, const Request& request) {
    TRY_ASSIGN(const KeepingReason body, json::decode_strict<KeepingReason>(request.body));
    TRY_ASSIGN(std::string sealed, sealed_reason(ports, id_in(request), HoldReleased::json_tag, body.reason));
    TRY_ASSIGN(const std::uint64_t seq, ports.hiring.engine.submit(request.actor, ReleaseHold{id_in(request), std::move(sealed)}));
    return shown(ports, id_in(request), seq);
}

}  // namespace

std::vector<api::Route> keeping_routes(PortsPtr ports) {
    using Work = Result<Reply> (*)(const KeepingPorts&, const Request&);
    std::vector<api::Route> rows;
    const auto add = [&](api::Method method, const std::string& path, std::string summary, api::TypeRef body, api::TypeRef reply, Work work,
                         std::vector<api::Parameter> parameters = {}) {
        api::Route route = api::row(method, "/api/v1/hiring/" + path, std::move(summary), api::Right::hire, std::move(body), std::move(reply), std::move(parameters));
        if (path.starts_with("candidates/")) route.parameters.push_back({"id", "path", "The candidate's id.", true});
        route.async_handler = ports->hiring.apart([ports, work](const Request& request) -> Result<Reply> {
            TRY_ASSIGN(Reply reply, work(*ports, request));
            reply.shown_once = true;  // nobody keeps a copy for a repeated Idempotency-Key: it would outlive an erasure
            return reply;
        });
        rows.push_back(std::move(route));
    };
    using enum api::Method;
    const api::TypeRef none = api::no_body();
    const api::TypeRef keeping = api::type<KeepingView>("CandidateKeeping");
    add(get, "retention", "List until when each candidate is kept, soonest first, and which are held", none, api::type<RetentionView>("Retention"), get_retention,
        {{"limit", "query", "1 to 1000; 100 when not given", false}});
    add(get, "candidates/{id}/keeping", "Say until when a candidate is kept and whether a legal hold stands", none, keeping, get_keeping);
    add(put, "candidates/{id}/keep", "Set the last day on which a candidate is kept, with a reason", api::type<KeepBody>("KeepCandidate"), keeping, put_keep);
    add(put, "candidates/{id}/hold", "Set a legal hold: nothing of the candidate is erased while it stands", api::type<KeepingReason>("HoldCandidate"), keeping, put_hold);
    add(post, "candidates/{id}/hold/release", "Release a legal hold, with a reason", api::type<KeepingReason>("HoldCandidate"), keeping, release_hold);
    add(post, "candidates/{id}/erase", "Erase a candidate for good: their key goes, and with it everything written about them", api::type<EraseBody>("EraseCandidate"),
        api::type<ErasureView>("Erasure"), post_erase);
    add(get, "candidates/{id}/erasure", "Show when and by whom a candidate was erased, what went and what stays", none, api::type<ErasureView>("Erasure"), get_erasure);
    add(get, "candidates/{id}/export", "Export everything that is kept of a candidate, opened", none, api::type<CandidateExport>("CandidateExport"), get_export);
    return rows;
}

}  // namespace plimsoll::hiring

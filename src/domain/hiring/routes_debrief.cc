// routes_debrief.cc: the cards side by side, what is said over them, and the decision, which a person makes with reasons.
#include "domain/hiring/debrief.h"
#include "domain/hiring/route_parts.h"

namespace plimsoll::hiring {
namespace {

using api::Reply;
using Empty = exclusions::FieldChecks::Empty;

Result<Reply> shown(const Asked& asked, std::uint64_t after, int status) {
    TRY_ASSIGN(const Read<DebriefView> read, read_debrief(asked.ports, asked.viewer, asked.id()));
    Reply reply = api::ok(read.view, std::max(read.seq, after));
    reply.status = status;
    return reply;
}

Result<Reply> get_debrief(const Asked& asked) { return shown(asked, 0, 200); }

/// Whoever has a card to submit says nothing over others' yet, and decides nothing.
Result<Slice> open_slice(const Asked& asked) {
    TRY_ASSIGN(Slice slice, slice_for(asked.ports, asked.viewer, asked.id()));
    if (!sees_debrief(slice.state, asked.viewer, slice.application())) return fail(errors::not_yet, slice.id);
    TRY(not_erased(slice));
    return slice;
}

Result<Reply> note(const Asked& asked) {
    TRY_ASSIGN(const TextBody body, asked.body<TextBody>());
    TRY_ASSIGN(const Slice slice, open_slice(asked));
    TRY(check_text("/text", body.text, Empty::refused));
    TRY_ASSIGN(std::string sealed, sealed_text(asked.ports, slice.candidate().id, DebriefNoted::json_tag, slice.id, body.text));
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(NoteDebrief{slice.id, std::move(sealed)}));
    return shown(asked, seq, 201);
}

/// Both texts' complaints at once.
Result<> check_decision(const DecisionBody& body) {
    exclusions::FieldChecks checks;
    checks.prose("/reasons", body.reasons, kLongestNote, Empty::refused);
    if (body.against.find_first_not_of(" \t\r\n") == std::string::npos)
        checks.complain("/against", "must say what speaks against it", "or that it was looked for and not found");
    checks.prose("/against", body.against, kLongestNote, Empty::allowed);
    return checks.checked(errors::invalid);
}

Result<Reply> decide_on(const Asked& asked) {
    TRY_ASSIGN(const DecisionBody body, asked.body<DecisionBody>());
    TRY_ASSIGN(const Slice slice, open_slice(asked));
    TRY(check_decision(body));
    TRY_ASSIGN(const people::Composite composite, composite_now(asked.ports, slice));
    Decision decision{body.reasons, body.against, composite.value, composite.coverage};
    TRY_ASSIGN(std::string sealed, asked.ports.papers.seal(slice.candidate().id, seal_label(DecisionMade::json_tag, slice.id), json::encode(decision)));
    TRY_ASSIGN(const std::uint64_t seq, asked.submit(Decide{slice.id, body.outcome, std::move(sealed)}));
    return shown_application(asked, slice.id, seq);
}

}  // namespace

std::vector<api::Route> debrief_routes(const PortsPtr& ports) {
    using enum api::Method;
    using enum api::Right;
    const api::Parameter id{"id", "path", "The application's id, such as ap-1", true};
    const api::TypeRef one = api::type<DebriefView>("DebriefView");
    return {
        hiring_row(ports, get, "/applications/{id}/debrief", "Show all cards of an application side by side, once one's own are submitted", interview, api::no_body(), one, {id}, get_debrief),
        hiring_row(ports, post, "/applications/{id}/debrief/notes", "Note what was said over the cards", interview, api::type<TextBody>("HiringTextBody"), one, {id}, note),
        hiring_row(ports, post, "/applications/{id}/decision", "Decide, with reasons and with what speaks against it", hire, api::type<DecisionBody>("HiringDecisionBody"),
                   api::type<ApplicationView>("ApplicationView"), {id}, decide_on),
    };
}

}  // namespace plimsoll::hiring

#include "domain/hiring/routes.h"

#include "domain/hiring/figures_routes.h"
#include "domain/hiring/kit_routes.h"
#include "domain/hiring/route_parts.h"

namespace plimsoll::hiring {

api::Route hiring_row(const PortsPtr& ports, api::Method method, std::string path, std::string summary, api::Right right, api::TypeRef request, api::TypeRef reply,
                      std::vector<api::Parameter> parameters, Handle handle, Desk desk) {
    api::Route out = api::row(method, kHiring + std::move(path), std::move(summary), right, std::move(request), std::move(reply), std::move(parameters));
    const auto work = [ports, handle](const api::Request& request) -> Result<api::Reply> {
        TRY_ASSIGN(api::Reply answer, handle({*ports, request, viewer_of(*ports, request.actor)}));
        answer.headers.emplace_back("Cache-Control", "no-store");
        answer.shown_once = true;
        return answer;
    };
    out.async_handler = (desk == Desk::of_papers ? ports->apart : ports->apart_for_long)(work);
    return out;
}

Result<> check_text(const std::string& field, const std::string& text, exclusions::FieldChecks::Empty empty) {
    exclusions::FieldChecks checks;
    checks.prose(field, text, kLongestNote, empty);
    return checks.checked(errors::invalid);
}

Result<std::string> sealed_text(const Ports& ports, const std::string& candidate, std::string_view tag, const std::string& id, const std::string& text) {
    return ports.papers.seal(candidate, seal_label(tag, id), json::encode(SealedText{text}));
}

Result<api::Reply> shown_application(const Asked& asked, const std::string& id, std::uint64_t after, int status) {
    TRY_ASSIGN(const Read<ApplicationView> read, read_application(asked.ports, asked.viewer, id));
    api::Reply reply = api::ok(read.view, std::max(read.seq, after));
    reply.status = status;
    return reply;
}

Result<api::Reply> shown_interview(const Asked& asked, const std::string& id, std::uint64_t after, int status) {
    TRY_ASSIGN(const Read<InterviewView> read, read_interview(asked.ports, asked.viewer, id));
    api::Reply reply = api::ok(read.view, std::max(read.seq, after));
    reply.status = status;
    return reply;
}

std::vector<api::Route> routes(std::shared_ptr<const Ports> ports) {
    std::vector<api::Route> out;
    for (auto some : {opening_routes(ports), application_routes(ports), resume_routes(ports), interview_routes(ports), debrief_routes(ports), kit_routes(ports), figure_routes(ports)})
        for (api::Route& row : some) out.push_back(std::move(row));
    return out;
}

}  // namespace plimsoll::hiring

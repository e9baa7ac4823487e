// route_parts.h: how a row of hiring is put together, and the small steps that its handlers share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/row.h"
#include "base/json.h"
#include "domain/exclusions/field_checks.h"
#include "domain/hiring/bodies.h"
#include "domain/hiring/reading.h"
#include "domain/hiring/routes.h"

namespace plimsoll::hiring {

using PortsPtr = std::shared_ptr<const Ports>;

/// A request with who sent it.
struct Asked {
    const Ports& ports;
    const api::Request& request;
    Viewer viewer;

    [[nodiscard]] const std::string& id() const { return request.path_parameters.at("id"); }
    template <class Body>
    [[nodiscard]] Result<Body> body() const {
        return json::decode_strict<Body>(request.body);
    }
    [[nodiscard]] Result<std::uint64_t> submit(Command command) const { return ports.engine.submit(request.actor, std::move(command)); }
};

using Handle = Result<api::Reply> (*)(const Asked&);
enum class Desk { of_papers, of_documents };

/// A row that runs apart, whose replies nobody else keeps.
[[nodiscard]] api::Route hiring_row(const PortsPtr& ports, api::Method method, std::string path, std::string summary, api::Right right, api::TypeRef request,
                                    api::TypeRef reply, std::vector<api::Parameter> parameters, Handle handle, Desk desk = Desk::of_papers);

/// A text that somebody must or may give. Errors: invalid.
[[nodiscard]] Result<> check_text(const std::string& field, const std::string& text, exclusions::FieldChecks::Empty empty);
/// SealedText under the candidate's key, for an event of `tag` about `id`. Errors: erased; those of the vault.
[[nodiscard]] Result<std::string> sealed_text(const Ports& ports, const std::string& candidate, std::string_view tag, const std::string& id, const std::string& text);

/// An application, or an interview, as it stands after a command. Errors: those of reading.h.
[[nodiscard]] Result<api::Reply> shown_application(const Asked& asked, const std::string& id, std::uint64_t after, int status = 200);
[[nodiscard]] Result<api::Reply> shown_interview(const Asked& asked, const std::string& id, std::uint64_t after, int status = 200);

[[nodiscard]] std::vector<api::Route> opening_routes(const PortsPtr& ports);
[[nodiscard]] std::vector<api::Route> application_routes(const PortsPtr& ports);
[[nodiscard]] std::vector<api::Route> resume_routes(const PortsPtr& ports);
[[nodiscard]] std::vector<api::Route> interview_routes(const PortsPtr& ports);
[[nodiscard]] std::vector<api::Route> debrief_routes(const PortsPtr& ports);

inline const std::string kHiring = "/api/v1/hiring";

}  // namespace plimsoll::hiring

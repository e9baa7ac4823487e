// policy_codec.h: the module's events as log events and back. Versions: every type is at version 1.
#pragma once

#include <optional>
#include <string>

#include "domain/policy/events.h"
#include "log/event.h"

namespace plimsoll::policy {

/// Where an SLO's states and breaches stand in the log, and where a service's exceptions and decisions do.
[[nodiscard]] std::string stream_of_slo(const std::string& slo);
[[nodiscard]] std::string stream_of_service(const std::string& service);

[[nodiscard]] log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source);

/// Nothing: the type is not this module's. Errors: invalid, malformed (a body that does not fit its type).
[[nodiscard]] Result<std::optional<Event>> decode(const log::NewEvent& event);

}  // namespace plimsoll::policy

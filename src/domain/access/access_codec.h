// access_codec.h: this module's events to rows of the log and back.
#pragma once

#include <optional>
#include <string>

#include "domain/access/events.h"
#include "log/event.h"

namespace plimsoll::access {

[[nodiscard]] log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source);
/// Empty: the type is not this module's. Errors: malformed (an unknown version, a body that does not fit).
[[nodiscard]] Result<std::optional<Event>> decode(const log::NewEvent& row);

}  // namespace plimsoll::access

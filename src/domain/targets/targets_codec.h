// targets_codec.h: the module's events as log events and back.
#pragma once

#include <optional>
#include <string>

#include "domain/targets/events.h"
#include "log/event.h"

namespace plimsoll::targets {

[[nodiscard]] log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source);

/// Nothing: the type is not this module's. Errors: invalid, malformed (a body that does not fit its type).
[[nodiscard]] Result<std::optional<Event>> decode(const log::NewEvent& event);

}  // namespace plimsoll::targets

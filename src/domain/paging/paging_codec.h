// paging_codec.h: this module's events as rows of the log, and back. Versions: every type is at version 1.
#pragma once

#include <optional>
#include <string>

#include "domain/paging/events.h"
#include "log/event.h"

namespace plimsoll::paging {

/// Streams: "page/<id>" for what concerns one page, "alert/<id>", "silence/<id>", "channel/<name>".
[[nodiscard]] log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source);

/// Empty when the type is not this module's. Errors: malformed, invalid (the body is not this type's); malformed also
/// for a version that this program does not know.
[[nodiscard]] Result<std::optional<Event>> decode(const log::NewEvent& row);

}  // namespace plimsoll::paging

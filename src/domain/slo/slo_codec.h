// slo_codec.h: this module's events as rows of the log, and back. Versions: every type is at version 1.
#pragma once

#include <optional>
#include <string>

#include "domain/slo/events.h"
#include "log/event.h"

namespace plimsoll::slo {

/// Streams: "slo/<name>" for what concerns one SLO, "ledger/<source>" for revisions.
[[nodiscard]] log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source);

/// Empty when the type is not this module's. Errors: invalid, malformed (the body is not this type's); malformed also
/// for a version that this program does not know.
[[nodiscard]] Result<std::optional<Event>> decode(const log::NewEvent& row);

}  // namespace plimsoll::slo

// hiring_codec.h: hiring's events as rows of the log, and back.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "domain/hiring/events.h"
#include "log/event.h"
#include "log/fact_codec.h"

namespace plimsoll::hiring {

/// Streams are "opening/op-1", "candidate/person:…", "calibration/<set>".
[[nodiscard]] log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source);
/// Empty: of another module. Errors: malformed, invalid.
[[nodiscard]] Result<std::optional<Event>> decode(const log::NewEvent& row);

}  // namespace plimsoll::hiring

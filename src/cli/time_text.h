// time_text.h: times as people type them.
#pragma once

#include <string>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::cli {

/// "now", "+2h", "-30m", "2026-11-29T02:00:00Z", and where a zone is given "2026-11-29 02:00" on its wall clock.
/// Errors: invalid (with the option's name; all that could have been written).
[[nodiscard]] Result<Timestamp> time_of(const std::string& option, const std::string& text, const std::string& zone, Timestamp now);

}  // namespace plimsoll::cli

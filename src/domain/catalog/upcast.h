// upcast.h: older bodies of events, lifted to today's shape before they are decoded.
#pragma once

#include <string>

#include "base/result.h"
#include "log/event.h"

namespace plimsoll::catalog {

inline constexpr int kEventVersion = 1;

/// The body in the shape of kEventVersion. Errors: malformed (a newer version).
[[nodiscard]] Result<std::string> upcast(const log::NewEvent& event);

}  // namespace plimsoll::catalog

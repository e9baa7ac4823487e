// records.h: what people of the company wrote down about its past: releases, an incident, what spent a budget, and a correction that
// waits for approval; told to its server over HTTP, once.
#pragma once

#include "base/units.h"
#include "demo/caller.h"

namespace plimsoll::demo {

/// After the past was imported. Errors: what the server says first.
[[nodiscard]] Result<> tell_records(const Caller& server, Timestamp founded);

}  // namespace plimsoll::demo

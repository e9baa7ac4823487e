// write_request.h: whether a request is a remote write of version 1, by its headers.
#pragma once

#include "api/route.h"
#include "base/result.h"

namespace plimsoll::ingest {

/// Errors: wrong_media; wrong_version (remote write 2.0); malformed (no body).
[[nodiscard]] Result<> check_write_request(const api::Request& request);

}  // namespace plimsoll::ingest

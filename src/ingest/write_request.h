// write_request.h: which version of remote write a request is, by its headers.
//
// Source     the content types of https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/: application/x-protobuf alone or
//            with proto=prometheus.WriteRequest is 1.0, with proto=io.prometheus.write.v2.Request 2.0. Any other is a 415, at
//            which a sender may try another.
#pragma once

#include "api/route.h"
#include "base/result.h"

namespace plimsoll::ingest {

enum class WriteVersion { one, two };

/// Errors: wrong_media; malformed (no body).
[[nodiscard]] Result<WriteVersion> version_of(const api::Request& request);

}  // namespace plimsoll::ingest

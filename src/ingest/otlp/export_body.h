// export_body.h: what came over HTTP, as the protobuf of an export: its media type read, unpacked, and written anew from JSON.
//
// Bound      bytes after unpacking; a body that unpacks to more is given up as soon as it does, so that a small one costs little.
// Threads    pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "api/route.h"
#include "base/result.h"

namespace plimsoll::ingest::otlp {

/// Of a request, and of its answer.
enum class Encoding : std::uint8_t { protobuf, json };

/// By Content-Type. Errors: otlp wrong_media.
[[nodiscard]] Result<Encoding> encoding_of(const api::Request& request);

/// The protobuf. Errors: otlp wrong_media (Content-Encoding), malformed, too_large.
[[nodiscard]] Result<std::string> unpacked_export(api::Request request, Encoding encoding, std::size_t most);

}  // namespace plimsoll::ingest::otlp

// json_export.h: an export in OTLP's JSON, written anew as its protobuf, so that both are read by the same decoder.
//
// Mapping    protobuf's JSON as OTLP narrows it: names in camelCase, 64-bit numbers as text or as numbers, enumerations as
//            numbers (their names are taken too), bytes in base64, NaN and infinities as text. Null is a field that is missing.
//            Unknown fields are passed over.
// Bounds     nesting of 32; what is written is at most five times as long as the text.
// Errors     otlp malformed: where in the document, what is due there.
// Threads    pure functions.
// Source     OpenTelemetry protocol specification 1.x, "JSON Protobuf Encoding".
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace plimsoll::ingest::otlp {

[[nodiscard]] Result<std::string> protobuf_of_json(std::string_view text);

}  // namespace plimsoll::ingest::otlp

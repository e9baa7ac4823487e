// json_messages.h: OTLP's messages as tables: what a field is called in JSON, and its number and form in protobuf.
//
// Which      those fields that the decoder reads; the others are unknown.
// Threads    constants.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ingest/otlp/wire.h"

namespace plimsoll::ingest::otlp {

/// How a field is written in protobuf.
enum class Form : std::uint8_t {
    text,
    bytes,
    boolean,
    uint32,
    sint32,
    int64,
    fixed64,
    sfixed64,
    real,
    temporality,
    fixed64s,
    uint64s,
    reals,
    message,
    messages
};

struct Field;
using Fields = std::span<const Field>;
struct Field {
    std::string_view name;
    protozero::pbf_tag_type number;
    Form form;
    Fields (*of)() = nullptr;  ///< of messages
};

/// Of an ExportMetricsServiceRequest.
[[nodiscard]] Fields json_request();

}  // namespace plimsoll::ingest::otlp

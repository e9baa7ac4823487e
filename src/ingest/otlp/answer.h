// answer.h: what the sender of an export is told, in the encoding that it speaks: an ExportMetricsServiceResponse, or the
// google.rpc.Status of what went wrong.
//
// Retry      429 and 503 carry Retry-After; every other refusal is final, and the exporter drops what it sent.
// Source     OpenTelemetry protocol specification 1.x, "OTLP/HTTP Response".
// Threads    pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "api/route.h"
#include "base/error.h"
#include "ingest/otlp/export_body.h"

namespace plimsoll::ingest::otlp {

/// 200. With points that were refused, how many and why; with none the response is empty.
[[nodiscard]] api::Reply accepted(Encoding encoding, std::uint64_t refused_points, const std::string& why);
[[nodiscard]] api::Reply refused(Encoding encoding, const Error& error);

}  // namespace plimsoll::ingest::otlp

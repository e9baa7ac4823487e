// errors.h: why an export is not taken as a whole. Points that will never be good are refused one by one (parts.h,
// ingest/refusal.h).
#pragma once

#include "base/error.h"

namespace plimsoll::ingest::otlp::errors {

inline constexpr ErrorKind wrong_media{"ingest.otlp_wrong_media", 415, "The request is not an OTLP export",
                                       "Send Content-Type application/x-protobuf or application/json, and Content-Encoding gzip or none"};
inline constexpr ErrorKind malformed{"ingest.otlp_malformed", 400, "The body is not an ExportMetricsServiceRequest",
                                     "Point a metrics exporter here; if it is one, check what stands between it and this server"};
inline constexpr ErrorKind too_large{"ingest.otlp_too_large", 413, "The export is larger than the limit",
                                     "Send fewer data points at once: send_batch_max_size of the Collector's batch processor"};

}  // namespace plimsoll::ingest::otlp::errors

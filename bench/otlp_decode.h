// otlp_decode.h: how many OTLP data points one core decodes and binds.
//
// Load       100,000 series of a monotonic cumulative sum, as a Collector sends them on behalf of 100 services: 100 resources of
//            about 300 bytes of attributes, in each 10 metrics with 100 data points of about 150 bytes; one in ten bound.
//            Exports of 2,000 points, protobuf, not packed.
// Counted    CPU time of the thread, warm: walking, finding each series, its start, judging, the batch. No HTTP, no ledger.
#pragma once

namespace plimsoll::bench {

[[nodiscard]] double otlp_decode_samples_per_s_core();

}  // namespace plimsoll::bench

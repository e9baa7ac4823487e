// ingest_decode.h: how many remote-write samples one core decodes and binds.
//
// Load       100,000 series of about 300 label bytes, one in ten bound; snappy bodies of 2,000 series with one sample.
// Counted    CPU time of the thread, warm: unpacking, walking, finding each series, judging, the batch. No HTTP, no
// ledger.
#pragma once

namespace plimsoll::bench {

/// Of remote write 1.0; of 2.0, whose bodies name labels by places in a table.
[[nodiscard]] double ingest_decode_samples_per_s_core();
[[nodiscard]] double ingest_decode_symbols_samples_per_s_core();

}  // namespace plimsoll::bench

#include "bench.h"
#include "ingest_decode.h"
#include "otlp_decode.h"

namespace plimsoll::bench {

Bench log_bench();
Bench ledger_bytes_bench();
Bench ledger_cold_bench();
Bench ledger_live_bench();
Bench mixed_bench();
Bench ingest_http_bench();
Bench groups_bench();
Bench pull_bench();
Bench paging_bench();
Bench restart_bench();
Bench demo_bench();
Bench reading_bench();
Bench web_bench();
Bench probes_bench();
Bench access_log_bench();
Bench backtest_bench();
Bench people_bench();
Bench documents_bench();

std::vector<Bench> benches() {
    const Bench decode{"ingest.decode", [] {
                           return std::vector<Figure>{
                               {"ingest.decode_samples_per_s_core", ingest_decode_samples_per_s_core(), "samples/s"},
                               {"ingest.decode_symbols_samples_per_s_core", ingest_decode_symbols_samples_per_s_core(), "samples/s"}};
                       }};
    const Bench otlp{"ingest.otlp", [] {
                         return std::vector<Figure>{{"ingest.otlp_samples_per_s_core", otlp_decode_samples_per_s_core(), "samples/s"}};
                     }};
    return {ingest_http_bench(), decode, otlp, access_log_bench(), groups_bench(), pull_bench(), ledger_live_bench(), mixed_bench(), backtest_bench(), ledger_cold_bench(),
            ledger_bytes_bench(), log_bench(), paging_bench(),     restart_bench(), demo_bench(), reading_bench(), web_bench(), probes_bench(), people_bench(), documents_bench()};
}

}  // namespace plimsoll::bench

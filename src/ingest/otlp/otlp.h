// otlp.h: POST /v1/metrics, OTLP/HTTP 1.x: protobuf and JSON, plain and gzip.
//
// Series     attributes become labels as Prometheus's OTLP receiver names them (docs/otlp.md): `service.name`, prefixed by
//            `service.namespace`, becomes job; `service.instance.id` instance; dots and other signs become underscores;
//            monotonic sums get _total unless they end so, units a suffix. Histograms become _bucket (with le), _count, _sum.
// Temporal   cumulative points are counters; delta points are deltas; both exact. A series of a target (job, instance) that
//            said deltas before and is silent in a later export of that target said zero (quiet_targets.h). A counter whose
//            start time says that it began anew did so, whatever its value (beginnings.h).
// Answers    200 with partial_success when some points will never be good (count and first reasons); 400 with a Status for
//            what is no OTLP; 413, 415; 503 with Retry-After when nothing was kept. The answer's encoding is the request's.
// Whole      an export that was answered 200 is durable; one that was not may be sent again, and counts once all the same.
#pragma once

#include <memory>
#include <vector>

#include "api/route.h"
#include "ingest/intake.h"
#include "ingest/source_book.h"

namespace plimsoll::ingest::otlp {

struct Settings {
    std::size_t body_bytes = 16 << 20;      ///< as sent
    std::size_t unpacked_bytes = 64 << 20;  ///< of protobuf
    std::size_t json_bytes = 8 << 20;       ///< of JSON, unpacked: it takes some 25 times as much memory to read
    std::size_t targets = 10'000;           ///< whose deltas are remembered
    std::size_t target_series = 10'000;     ///< delta series remembered of each target
    std::size_t delta_series = 200'000;     ///< of all targets
    std::size_t counters = 500'000;         ///< cumulative series whose start is remembered
    Duration first_within = Duration::minutes(10);  ///< a counter met first counts from zero if it began that recently
    DecodeLimits limits;
};

class Receiver {
public:
    Receiver(Intake& intake, Resolver& resolver, const Clock& clock, Metrics& metrics, SourceBook& book, Settings settings = {});
    ~Receiver();

    /// `done` is called exactly once.
    void receive(api::Request request, api::Done done);
    /// POST /v1/metrics and /api/v1/otlp/v1/metrics. This must outlive the server.
    [[nodiscard]] std::vector<api::Route> routes();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace plimsoll::ingest::otlp

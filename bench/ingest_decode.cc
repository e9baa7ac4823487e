#include "bench/ingest_decode.h"

#include <ctime>
#include <string>
#include <vector>

#include "base/invariant.h"
#include "base/random.h"
#include "ingest/ledger_recorder.h"
#include "ingest/symbols_decoder.h"
#include "ingest/write_body.h"
#include "ingest/write_decoder.h"

namespace plimsoll::bench {
namespace {

constexpr int kSeries = 100'000;
constexpr int kSeriesPerBody = 2'000;
constexpr int kRounds = 10;
constexpr std::int64_t kAt = 1'800'000'000'000;

/// About 300 bytes of labels on the wire, as a cluster's web service has them; one in ten has the bound name.
ingest::body::Pairs labels_of(int n, Random& random) {
    const std::string pod = "checkout-7d9f8b6c5d-" + random.id(3);
    return {{"__name__", n % 10 == 0 ? "http_requests_total" : "http_response_bytes_total"},
            {"code", std::to_string(200 + n % 7)},
            {"container", "checkout-server"},
            {"endpoint", "http-metrics"},
            {"handler", "/api/v1/orders/{id}/items/" + std::to_string(n % 97)},
            {"instance", "10.42." + std::to_string(n % 251) + "." + std::to_string(n / 251 % 251) + ":9090"},
            {"job", "production/checkout"},
            {"method", n % 3 == 0 ? "GET" : "POST"},
            {"namespace", "production"},
            {"pod", pod},
            {"replica", std::to_string(n)}};
}

std::vector<std::string> bodies(std::int64_t at_ms) {
    SeededRandom random(1);
    std::vector<std::string> out;
    for (int first = 0; first < kSeries; first += kSeriesPerBody) {
        std::string request;
        for (int n = first; n < first + kSeriesPerBody; ++n) {
            request += ingest::body::series(labels_of(n, random), static_cast<double>(random.below(1 << 30)), at_ms);
        }
        out.push_back(ingest::body::packed(request));
    }
    return out;
}

std::vector<std::string> symbolic_bodies(std::int64_t at_ms) {
    SeededRandom random(1);
    std::vector<std::string> out;
    for (int first = 0; first < kSeries; first += kSeriesPerBody) {
        ingest::body::Symbolic request;
        for (int n = first; n < first + kSeriesPerBody; ++n) {
            const ingest::body::Pairs labels = labels_of(n, random);
            request.series(labels, {{static_cast<double>(random.below(1 << 30)), at_ms}});
        }
        out.push_back(ingest::body::packed(request.message()));
    }
    return out;
}

double thread_cpu_s() {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

std::shared_ptr<const ingest::BindingSet> one_indicator() {
    ingest::IndicatorQueries indicator;
    indicator.total = *promql::parse("sum(increase(http_requests_total[5m]))");
    indicator.bad = *promql::parse("sum(increase(http_requests_total{code=~\"5..\"}[5m]))");
    return *ingest::BindingSet::build({indicator});
}

template <class Decoder>
double samples_per_s_core(const std::vector<std::string>& load) {
    ingest::LedgerRecorder ledger;
    ingest::Resolver resolver(ledger);
    const auto bound = resolver.rebind(
        one_indicator(), [](const ingest::Resolver::ResolveKnown&) { return Result<std::vector<ledger::SliId>>(std::vector<ledger::SliId>{1}); });
    INVARIANT(bound.has_value(), "the recorder binds");
    Decoder decoder(resolver, ingest::DecodeLimits{});
    const auto round = [&] {
        std::size_t samples = 0;
        for (const std::string& body : load) {
            const auto decoded = decoder.decode(body, Timestamp::from_ms(kAt));
            INVARIANT(decoded.has_value() && decoded->received == kSeriesPerBody, "the load is well formed");
            samples += decoded->samples.size();
        }
        INVARIANT(samples == kSeries / 10, "one in ten is bound");
    };
    round();  // warm: every series resolved
    double best = 0;
    for (int i = 0; i < kRounds; ++i) {
        const double start = thread_cpu_s();
        round();
        best = std::max(best, kSeries / (thread_cpu_s() - start));
    }
    return best;
}

}  // namespace

double ingest_decode_samples_per_s_core() { return samples_per_s_core<ingest::WriteDecoder>(bodies(kAt)); }

double ingest_decode_symbols_samples_per_s_core() { return samples_per_s_core<ingest::SymbolsDecoder>(symbolic_bodies(kAt)); }

}  // namespace plimsoll::bench

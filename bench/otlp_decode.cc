#include "bench/otlp_decode.h"

#include <ctime>
#include <string>
#include <vector>

#include "base/invariant.h"
#include "base/random.h"
#include "ingest/ledger_recorder.h"
#include "ingest/otlp/export_bytes.h"
#include "ingest/otlp/export_decoder.h"

namespace plimsoll::bench {
namespace {

namespace otlp = ingest::otlp;

constexpr int kResources = 100;
constexpr int kMetrics = 10;
constexpr int kPoints = 100;  // of a metric
constexpr int kSeries = kResources * kMetrics * kPoints;
constexpr int kResourcesPerExport = 2;
constexpr int kRounds = 10;
constexpr std::int64_t kAt = 1'800'000'000'000;

otlp::bytes::Pairs resource(int n, Random& random) {
    return {{"service.name", "checkout-" + std::to_string(n)},
            {"service.namespace", "production"},
            {"service.instance.id", random.id(16)},
            {"service.version", "2026.11.3"},
            {"telemetry.sdk.name", "opentelemetry"},
            {"telemetry.sdk.language", "java"},
            {"telemetry.sdk.version", "1.55.0"},
            {"k8s.namespace.name", "production"},
            {"k8s.pod.name", "checkout-7d9f8b6c5d-" + random.id(3)},
            {"k8s.node.name", "ip-10-42-" + std::to_string(n) + "-7.eu-central-1.compute.internal"}};
}

std::string metric(int n, Random& random) {
    std::string points;
    for (int p = 0; p < kPoints; ++p) {
        const otlp::bytes::Pairs attributes{{"http.request.method", p % 3 == 0 ? "GET" : "POST"},
                                            {"http.response.status_code", std::to_string(200 + p % 7)},
                                            {"http.route", "/api/v1/orders/{id}/items/" + std::to_string(p)},
                                            {"server.address", "checkout.production.svc"}};
        points += otlp::bytes::whole(attributes, {kAt, kAt - 7'200'000}, static_cast<std::int64_t>(random.below(1 << 30)));
    }
    return otlp::bytes::sum(n == 0 ? "http.server.requests" : "http.server.work." + std::to_string(n), otlp::bytes::cumulative, points);
}

std::vector<std::string> exports() {
    SeededRandom random(1);
    std::vector<std::string> out;
    for (int first = 0; first < kResources; first += kResourcesPerExport) {
        std::string exported;
        for (int r = first; r < first + kResourcesPerExport; ++r) {
            std::string metrics;
            for (int m = 0; m < kMetrics; ++m) metrics += metric(m, random);
            exported += otlp::bytes::exported(resource(r, random), metrics);
        }
        out.push_back(std::move(exported));
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
    indicator.total = *promql::parse("sum(increase(http_server_requests_total[5m]))");
    indicator.bad = *promql::parse("sum(increase(http_server_requests_total{http_response_status_code=~\"5..\"}[5m]))");
    return *ingest::BindingSet::build({indicator});
}

}  // namespace

double otlp_decode_samples_per_s_core() {
    ingest::LedgerRecorder ledger;
    ingest::Resolver resolver(ledger);
    const auto bound = resolver.rebind(one_indicator(), [](const ingest::Resolver::ResolveKnown&) {
        return Result<std::vector<ledger::SliId>>(std::vector<ledger::SliId>{1});
    });
    INVARIANT(bound.has_value(), "the recorder binds");
    otlp::Beginnings beginnings(Duration::minutes(10), 500'000);
    otlp::QuietTargets targets(10'000, 10'000, 200'000);
    otlp::ExportDecoder decoder(resolver, beginnings, targets, {});
    const auto load = exports();
    const auto round = [&] {
        std::size_t samples = 0;
        for (const std::string& exported : load) {
            const auto decoded = decoder.decode(exported, Timestamp::from_ms(kAt));
            INVARIANT(decoded.has_value() && decoded->points == kResourcesPerExport * kMetrics * kPoints, "the load is well formed");
            samples += decoded->sent.samples.size();
            beginnings.learn(decoded->seen);
        }
        INVARIANT(samples == kSeries / kMetrics, "one in ten is bound");
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

}  // namespace plimsoll::bench

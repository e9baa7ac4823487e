#include "ingest/remote_write.h"

#include "base/invariant.h"
#include "base/text.h"
#include "ingest/write_answer.h"
#include "ingest/write_request.h"

namespace plimsoll::ingest {

struct RemoteWrite::Meters {
    explicit Meters(Metrics& metrics)
        : stored_bodies(body(metrics, "stored")),
          partly_bodies(body(metrics, "partly")),
          refused_bodies(body(metrics, "refused")),
          deferred_bodies(body(metrics, "deferred")),
          received(metrics.counter("plimsoll_ingest_samples_total", "Samples received by remote write.")),
          bound(metrics.counter("plimsoll_ingest_bound_samples_total",
                                "Samples stored because an SLI counts their series.")),
          unbound(metrics.counter("plimsoll_ingest_unbound_samples_total",
                                  "Samples dropped because no SLI counts their series.")),
          duplicates(metrics.counter("plimsoll_ingest_duplicate_samples_total", "Samples that were stored before.")),
          histograms(metrics.counter("plimsoll_ingest_native_histograms_total",
                                     "Native histograms of bound series: skipped.")),
          unusable(metrics.counter("plimsoll_ingest_unusable_gauge_samples_total",
                                   "Samples of gauges that are no number, no share or ahead of time: an anomaly of their SLI.")),
          decode(metrics.histogram("plimsoll_ingest_decode_seconds", "Time to decode one body.",
                                   {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1})) {
        for (std::size_t i = 0; i < kReasons; ++i) {
            refused.push_back(&metrics.counter("plimsoll_ingest_refused_samples_total",
                                               "Samples that will never be good, by reason.",
                                               {{"reason", std::string(key(static_cast<Reason>(i)))}}));
        }
    }
    static Counter& body(Metrics& metrics, const char* outcome) {
        return metrics.counter("plimsoll_ingest_bodies_total", "Remote-write bodies by outcome.",
                               {{"outcome", outcome}});
    }
    void count(const DecodedBody& body) {
        received.add(body.received);
        unbound.add(body.unbound);
        histograms.add(body.histograms);
        unusable.add(body.unusable);
    }
    void count(const ReasonCounts& counts) {
        for (std::size_t i = 0; i < kReasons; ++i) refused[i]->add(counts.by_reason[i]);
    }
    void count(const Error& error) { (error.kind().http_status == 503 ? deferred_bodies : refused_bodies).add(); }

    Counter& stored_bodies;
    Counter& partly_bodies;
    Counter& refused_bodies;
    Counter& deferred_bodies;
    Counter& received;
    Counter& bound;
    Counter& unbound;
    Counter& duplicates;
    Counter& histograms;
    Counter& unusable;
    Histogram& decode;
    std::vector<Counter*> refused;
};

RemoteWrite::RemoteWrite(ledger::Ledger& ledger, Resolver& resolver, const Clock& clock, Metrics& metrics,
                         std::function<bool()> has_room, WriteSettings settings)
    : ledger_(ledger),
      resolver_(resolver),
      clock_(clock),
      has_room_(std::move(has_room)),
      settings_(settings),
      meters_(std::make_unique<Meters>(metrics)) {}

RemoteWrite::~RemoteWrite() = default;

void RemoteWrite::receive(api::Request request, api::Done done) {
    auto decoded = decode(request);
    if (!decoded) {
        meters_->count(decoded.error());
        return done(std::move(decoded).error());
    }
    commit(request, std::move(*decoded), std::move(done));
}

Result<DecodedBody> RemoteWrite::decode(const api::Request& request) {
    TRY(check_write_request(request));
    if (!has_room_()) return fail(errors::no_room);
    const Duration start = clock_.monotonic();
    auto decoded = decode_with_spare(request.body);
    meters_->decode.observe((clock_.monotonic() - start).in_seconds());
    return decoded;
}

Result<DecodedBody> RemoteWrite::decode_with_spare(const std::string& body) {
    // The decoder that was put back last is warm in this core's cache; there are never more than threads at once.
    std::unique_ptr<WriteDecoder> decoder;
    {
        const std::lock_guard lock(mutex_);
        if (!spare_.empty()) {
            decoder = std::move(spare_.back());
            spare_.pop_back();
        }
    }
    if (!decoder) decoder = std::make_unique<WriteDecoder>(resolver_, settings_.limits);
    auto decoded = decoder->decode(body, clock_.now());
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(decoder));
    return decoded;
}

void RemoteWrite::commit(const api::Request& request, DecodedBody decoded, api::Done done) {
    // Without any SLI there is no watermark to move either.
    std::vector<ledger::Anomaly> anomalies = resolver_.take_anomalies();
    for (ledger::Anomaly& a : anomalies) a.at = std::max(decoded.latest, Timestamp());
    for (auto& [key, anomaly] : decoded.anomalies) anomalies.push_back(std::move(anomaly));
    const bool nothing_to_say =
        decoded.samples.empty() && anomalies.empty() && (decoded.latest == Timestamp::min() || resolver_.binding()->slis().empty());
    if (nothing_to_say) return done(answer(std::move(decoded), {}, ledger::WriteOutcome{}));
    ledger::Batch batch;
    batch.source = request.actor.id + "@" + request.remote_address;
    batch.latest = decoded.latest;
    batch.samples = decoded.samples;
    batch.anomalies = std::move(anomalies);
    ledger_.write(std::move(batch), [this, decoded = std::move(decoded),
                                     done = std::move(done)](Result<ledger::WriteOutcome> outcome) mutable {
        const std::vector<ledger::Sample> sent = std::move(decoded.samples);
        done(answer(std::move(decoded), sent, std::move(outcome)));
    });
}

Result<api::Reply> RemoteWrite::answer(DecodedBody decoded, const std::vector<ledger::Sample>& sent,
                                       Result<ledger::WriteOutcome> outcome) {
    if (outcome) {
        for (const auto& refusal : outcome->refused) {
            if (refusal.why != ledger::Refusal::unknown_series) continue;
            // The ledger forgot a series that was silent for long; sent again it is met as new.
            resolver_.forget();
            outcome = fail(ledger::errors::busy, "a series came back that was forgotten");
            break;
        }
    }
    if (!outcome) {
        meters_->count(outcome.error());
        return std::move(outcome).error();
    }
    for (const auto& [index, why] : outcome->refused) {
        const Reason reason = why == ledger::Refusal::too_late ? Reason::too_late : Reason::conflicting_duplicate;
        INVARIANT(index < sent.size(), "the ledger refuses samples of this batch");
        ++decoded.refused[reason];
        if (decoded.told.size() >= settings_.limits.told) continue;
        decoded.told.push_back({text::printable(resolver_.labels_of(sent[index].series)), sent[index].at, reason});
    }
    meters_->count(decoded);
    meters_->count(decoded.refused);
    meters_->bound.add(outcome->accepted);
    meters_->duplicates.add(outcome->duplicates);
    const bool all = decoded.refused.total() == 0;
    (all ? meters_->stored_bodies : meters_->partly_bodies).add();
    if (!all) return refused_error(decoded);
    api::Reply reply;
    reply.status = 204;
    return reply;
}

api::Route write_route(RemoteWrite& write) {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/api/v1/write";
    route.summary = "Take samples by Prometheus remote write 1.0";
    route.right = api::Right::ingest;
    route.request = api::opaque("WriteRequest", "application/x-protobuf");
    route.reply = api::no_body();
    route.async_handler = [&write](api::Request request, api::Done done) {
        write.receive(std::move(request), std::move(done));
    };
    route.open_on_loopback = true;
    route.body_limit = write.settings().body_bytes;
    return route;
}

}  // namespace plimsoll::ingest

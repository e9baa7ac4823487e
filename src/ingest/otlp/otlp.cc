#include "ingest/otlp/otlp.h"

#include <array>
#include <mutex>

#include "base/text.h"
#include "ingest/otlp/answer.h"
#include "ingest/otlp/errors.h"
#include "ingest/otlp/export_body.h"
#include "ingest/otlp/export_decoder.h"
#include "ingest/otlp/refusal_words.h"

namespace plimsoll::ingest::otlp {
namespace {

constexpr const char* kKind = "otlp";

struct Meters {
    explicit Meters(Metrics& metrics)
        : stored(exports(metrics, "stored")),
          partly(exports(metrics, "partly")),
          refused(exports(metrics, "refused")),
          deferred(exports(metrics, "deferred")),
          points(metrics.counter("plimsoll_otlp_points_total", "Data points received by OTLP.")),
          zeros(metrics.counter("plimsoll_otlp_zeros_total",
                                "Zeros that follow from exports: counters that began, deltas that were silent.")),
          decode(metrics.histogram("plimsoll_otlp_decode_seconds", "Time to decode one export.",
                                   {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1})) {
        for (std::size_t i = 0; i < kPointFaults; ++i) {
            refused_points.at(i) = &metrics.counter("plimsoll_otlp_refused_points_total", "Data points that will never be good, by reason.",
                                                    {{"reason", std::string(key(static_cast<PointFault>(i)))}});
        }
    }
    static Counter& exports(Metrics& metrics, const char* outcome) {
        return metrics.counter("plimsoll_otlp_exports_total", "Exports received by OTLP, by outcome.", {{"outcome", outcome}});
    }

    Counter& stored;
    Counter& partly;
    Counter& refused;
    Counter& deferred;
    Counter& points;
    Counter& zeros;
    Histogram& decode;
    std::array<Counter*, kPointFaults> refused_points{};
};

/// An export on its way into the ledger.
struct Pending {
    Encoding encoding = Encoding::protobuf;
    std::string source;  ///< "otlp loopback@127.0.0.1"
    DecodedExport decoded;
    Heard heard;
    api::Done done;
};

}  // namespace

struct Receiver::Parts {
    Parts(Intake& intake_, Resolver& resolver_, const Clock& clock_, Metrics& metrics, SourceBook& book_, const Settings& settings_)
        : intake(intake_),
          resolver(resolver_),
          clock(clock_),
          book(book_),
          settings(settings_),
          meters(metrics),
          beginnings(settings.first_within, settings.counters),
          targets(settings.targets, settings.target_series, settings.delta_series) {}

    Result<DecodedExport> decode(api::Request request, Encoding encoding);
    Result<DecodedExport> decode_with_spare(const std::string& protobuf);
    void commit(const std::shared_ptr<Pending>& pending);
    void commit_sent(const std::shared_ptr<Pending>& pending);
    api::Reply answer(Pending& pending, const DeliveryOutcome& outcome);
    api::Reply failed(Encoding encoding, const std::string& source, const Error& error);

    Intake& intake;
    Resolver& resolver;
    const Clock& clock;
    SourceBook& book;
    const Settings settings;
    Meters meters;
    Beginnings beginnings;
    QuietTargets targets;
    std::mutex mutex;  // guards spare
    std::vector<std::unique_ptr<ExportDecoder>> spare;
};

Receiver::Receiver(Intake& intake, Resolver& resolver, const Clock& clock, Metrics& metrics, SourceBook& book, Settings settings)
    : parts_(std::make_unique<Parts>(intake, resolver, clock, metrics, book, settings)) {}

Receiver::~Receiver() = default;

void Receiver::receive(api::Request request, api::Done done) {
    Parts& parts = *parts_;
    const std::string source = std::string(kKind) + " " + request.actor.id + "@" + request.remote_address;
    const auto encoding = encoding_of(request);
    if (!encoding) return done(parts.failed(Encoding::json, source, encoding.error()));
    const std::size_t bytes = request.body.size();
    auto decoded = parts.decode(std::move(request), *encoding);
    if (!decoded) return done(parts.failed(*encoding, source, decoded.error()));
    auto pending = std::make_shared<Pending>();
    pending->encoding = *encoding;
    pending->source = source;
    pending->heard = {.samples = decoded->sent.received, .bytes = bytes, .series = decoded->sent.series, .latest = decoded->sent.latest};
    pending->decoded = std::move(*decoded);
    pending->done = std::move(done);
    parts.commit(pending);
}

Result<DecodedExport> Receiver::Parts::decode(api::Request request, Encoding encoding) {
    if (!intake.has_room()) return fail(ingest::errors::no_room);
    const Duration start = clock.monotonic();
    const std::size_t most = encoding == Encoding::json ? settings.json_bytes : settings.unpacked_bytes;
    TRY_ASSIGN(const std::string protobuf, unpacked_export(std::move(request), encoding, most));
    auto decoded = decode_with_spare(protobuf);
    meters.decode.observe((clock.monotonic() - start).in_seconds());
    return decoded;
}

Result<DecodedExport> Receiver::Parts::decode_with_spare(const std::string& protobuf) {
    // The decoder that was put back last is warm in this core's cache; there are never more than threads at once.
    std::unique_ptr<ExportDecoder> decoder;
    {
        const std::lock_guard lock(mutex);
        if (!spare.empty()) {
            decoder = std::move(spare.back());
            spare.pop_back();
        }
    }
    if (!decoder) decoder = std::make_unique<ExportDecoder>(resolver, beginnings, targets, settings.limits);
    auto decoded = decoder->decode(protobuf, clock.now());
    const std::lock_guard lock(mutex);
    spare.push_back(std::move(decoder));
    return decoded;
}

/// The zeros first: what was sent then grows from them. If the second batch is not stored, the export is sent again, and zeros
/// that are said twice are duplicates.
void Receiver::Parts::commit(const std::shared_ptr<Pending>& pending) {
    GatheredBody& implied = pending->decoded.implied;
    if (implied.samples.empty() && implied.anomalies.empty()) return commit_sent(pending);
    meters.zeros.add(implied.samples.size());
    intake.commit(pending->source, std::move(implied), [this, pending](Result<DeliveryOutcome> outcome) {
        if (!outcome) return pending->done(failed(pending->encoding, pending->source, outcome.error()));
        commit_sent(pending);
    });
}

void Receiver::Parts::commit_sent(const std::shared_ptr<Pending>& pending) {
    intake.commit(pending->source, std::move(pending->decoded.sent), [this, pending](Result<DeliveryOutcome> outcome) {
        if (!outcome) return pending->done(failed(pending->encoding, pending->source, outcome.error()));
        beginnings.learn(pending->decoded.seen);
        pending->done(answer(*pending, *outcome));
    });
}

api::Reply Receiver::Parts::answer(Pending& pending, const DeliveryOutcome& outcome) {
    const RefusedExport refused{pending.decoded.points, pending.decoded.refused, pending.decoded.told, outcome.refused, outcome.told};
    Heard& heard = pending.heard;
    heard.bound = outcome.accepted;
    heard.unbound = outcome.unbound;
    heard.refused = refused.points();
    book.heard(pending.source, kKind, "", heard);
    meters.points.add(pending.decoded.points);
    for (std::size_t i = 0; i < kPointFaults; ++i) meters.refused_points.at(i)->add(pending.decoded.refused.at(i));
    if (heard.refused == 0) {
        meters.stored.add();
        return accepted(pending.encoding, 0, "");
    }
    // Few exporters show their operators a partial success, so it is kept where people look at sources.
    meters.partly.add();
    const std::string words = refused.words();
    book.note(pending.source, kKind, "", "at " + text::rfc3339(clock.now()) + " " + words);
    return accepted(pending.encoding, heard.refused, words);
}

/// That the catalogue or a group is being bound is no failure: the sender comes again within seconds.
api::Reply Receiver::Parts::failed(Encoding encoding, const std::string& source, const Error& error) {
    (error.kind().http_status == 503 ? meters.deferred : meters.refused).add();
    if (!error.is(ingest::errors::rebinding) && !error.is(ingest::errors::new_group)) {
        book.failed(source, kKind, "", error.sentence() + ". " + std::string(error.kind().remedy));
    }
    return refused(encoding, error);
}

std::vector<api::Route> Receiver::routes() {
    std::vector<api::Route> out;
    for (const char* path : {"/v1/metrics", "/api/v1/otlp/v1/metrics"}) {
        api::Route route;
        route.method = api::Method::post;
        route.path = path;
        route.summary = "Take metrics by OTLP/HTTP, protobuf or JSON";
        route.right = api::Right::ingest;
        route.request = api::opaque("ExportMetricsServiceRequest", "application/x-protobuf");
        route.reply = api::opaque("ExportMetricsServiceResponse", "application/x-protobuf");
        route.async_handler = [this](api::Request request, api::Done done) { receive(std::move(request), std::move(done)); };
        route.open_on_loopback = true;
        route.body_limit = parts_->settings.body_bytes;
        out.push_back(std::move(route));
    }
    return out;
}

}  // namespace plimsoll::ingest::otlp

#include "ingest/remote_write.h"

#include "ingest/write_answer.h"
#include "ingest/write_request.h"

namespace plimsoll::ingest {
namespace {

constexpr const char* kKind = "remote_write";

std::string source_of(const api::Request& request) { return request.actor.id + "@" + request.remote_address; }

}  // namespace

struct RemoteWrite::Meters {
    explicit Meters(Metrics& metrics)
        : stored_bodies(body(metrics, "stored")),
          partly_bodies(body(metrics, "partly")),
          refused_bodies(body(metrics, "refused")),
          deferred_bodies(body(metrics, "deferred")),
          decode(metrics.histogram("plimsoll_ingest_decode_seconds", "Time to decode one body.",
                                   {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1})) {}
    static Counter& body(Metrics& metrics, const char* outcome) {
        return metrics.counter("plimsoll_ingest_bodies_total", "Remote-write bodies by outcome.",
                               {{"outcome", outcome}});
    }

    Counter& stored_bodies;
    Counter& partly_bodies;
    Counter& refused_bodies;
    Counter& deferred_bodies;
    Histogram& decode;
};

RemoteWrite::RemoteWrite(Intake& intake, Resolver& resolver, const Clock& clock, Metrics& metrics, SourceBook& book, WriteSettings settings)
    : intake_(intake),
      resolver_(resolver),
      clock_(clock),
      book_(book),
      settings_(settings),
      meters_(std::make_unique<Meters>(metrics)) {}

RemoteWrite::~RemoteWrite() = default;

void RemoteWrite::receive(api::Request request, api::Done done) {
    const std::string source = source_of(request);
    auto decoded = decode(request);
    if (!decoded) return done(failed(source, std::move(decoded).error()));
    const Heard heard{.samples = decoded->received, .bytes = request.body.size(), .series = decoded->series, .latest = decoded->latest};
    intake_.commit(source, std::move(*decoded), [this, source, heard, done = std::move(done)](Result<DeliveryOutcome> outcome) {
        done(answer(source, heard, std::move(outcome)));
    });
}

Result<GatheredBody> RemoteWrite::decode(const api::Request& request) {
    TRY(check_write_request(request));
    if (!intake_.has_room()) return fail(errors::no_room);
    const Duration start = clock_.monotonic();
    auto decoded = decode_with_spare(request.body);
    meters_->decode.observe((clock_.monotonic() - start).in_seconds());
    return decoded;
}

Result<GatheredBody> RemoteWrite::decode_with_spare(const std::string& body) {
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

/// That the catalogue or a group is being bound is no failure: the sender comes again within seconds.
Error RemoteWrite::failed(const std::string& source, Error error) {
    (error.kind().http_status == 503 ? meters_->deferred_bodies : meters_->refused_bodies).add();
    if (!error.is(errors::rebinding) && !error.is(errors::new_group)) {
        book_.failed(std::string(kKind) + " " + source, kKind, "", error.sentence());
    }
    return error;
}

Result<api::Reply> RemoteWrite::answer(const std::string& source, Heard heard, Result<DeliveryOutcome> outcome) {
    if (!outcome) return failed(source, std::move(outcome).error());
    heard.bound = outcome->accepted;
    heard.unbound = outcome->unbound;
    heard.refused = outcome->refused.total();
    book_.heard(std::string(kKind) + " " + source, kKind, "", heard);
    const bool all = heard.refused == 0;
    (all ? meters_->stored_bodies : meters_->partly_bodies).add();
    if (!all) return refused_error(heard.samples, outcome->refused, outcome->told);
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

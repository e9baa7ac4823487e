#include "ingest/remote_write.h"

#include "api/problem_body.h"
#include "base/text.h"
#include "ingest/symbols_decoder.h"
#include "ingest/write_answer.h"
#include "ingest/write_decoder.h"
#include "ingest/write_request.h"

namespace plimsoll::ingest {
namespace {

constexpr const char* kKind = "remote_write";

std::string sender_of(const api::Request& request) {
    return std::string(kKind) + " " + request.actor.id + "@" + request.remote_address;
}

void say_written(const Held& held, api::Reply& reply) {
    for (const auto& [what, count] : {std::pair("Samples", held.samples), std::pair("Histograms", held.histograms), std::pair("Exemplars", held.exemplars)}) {
        reply.headers.emplace_back("X-Prometheus-Remote-Write-" + std::string(what) + "-Written", std::to_string(count));
    }
}

/// Replicas of one cluster are one source: their samples continue each other.
std::string ledger_source(const api::Request& request, const ReplicaName& name) {
    return request.actor.id + "@" + (name.is_replica() ? "replicas of " + name.cluster : request.remote_address);
}

}  // namespace

struct RemoteWrite::Meters {
    explicit Meters(Metrics& metrics)
        : stored_bodies(body(metrics, "stored")),
          partly_bodies(body(metrics, "partly")),
          refused_bodies(body(metrics, "refused")),
          deferred_bodies(body(metrics, "deferred")),
          deduplicated_bodies(body(metrics, "deduplicated")),
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
    Counter& deduplicated_bodies;
    Histogram& decode;
};

struct RemoteWrite::Decoders {
    Decoders(Resolver& resolver, const DecodeLimits& limits) : one(resolver, limits), two(resolver, limits) {}
    WriteDecoder one;
    SymbolsDecoder two;
};

/// A body that was read.
struct RemoteWrite::Decoded {
    WriteVersion version = WriteVersion::one;
    std::optional<GatheredBody> body;  ///< empty: its sender is a replica that is not elected
    Heard heard;
    Held held;                         ///< of 2.0, or passed over
    std::string source;                ///< to the ledger
};

RemoteWrite::RemoteWrite(Intake& intake, Resolver& resolver, const Clock& clock, Metrics& metrics, SourceBook& book, WriteSettings settings)
    : intake_(intake),
      resolver_(resolver),
      clock_(clock),
      book_(book),
      settings_(settings),
      meters_(std::make_unique<Meters>(metrics)) {}

RemoteWrite::~RemoteWrite() = default;

void RemoteWrite::set_replicas(std::optional<ReplicaRule> rule) {
    const std::lock_guard lock(mutex_);
    if (!rule) replicas_.reset();
    else if (!replicas_ || !(replicas_->rule() == *rule)) replicas_ = std::make_shared<Replicas>(std::move(*rule));
}

void RemoteWrite::receive(api::Request request, api::Done done) {
    const std::string sender = sender_of(request);
    auto decoded = decode(request, sender);
    if (!decoded) return done(failed(sender, std::move(decoded).error()));
    if (!decoded->body) return pass_over(sender, *decoded, done);
    GatheredBody body = std::move(*decoded->body);
    const std::string source = decoded->source;
    intake_.commit(source, std::move(body), [this, sender, decoded = std::move(*decoded), done = std::move(done)](Result<DeliveryOutcome> outcome) {
        done(answer(sender, decoded, std::move(outcome)));
    });
}

std::unique_ptr<RemoteWrite::Decoders> RemoteWrite::take_spare() {
    // The one that was put back last is warm in this core's cache; there are never more than threads at once.
    const std::lock_guard lock(mutex_);
    if (spare_.empty()) return std::make_unique<Decoders>(resolver_, settings_.limits);
    auto decoders = std::move(spare_.back());
    spare_.pop_back();
    return decoders;
}

Result<RemoteWrite::Decoded> RemoteWrite::decode(const api::Request& request, const std::string& sender) {
    if (!intake_.has_room()) return fail(errors::no_room);
    const Duration start = clock_.monotonic();
    auto decoders = take_spare();
    auto decoded = decode(*decoders, request, sender);
    meters_->decode.observe((clock_.monotonic() - start).in_seconds());
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(decoders));
    return decoded;
}

Result<RemoteWrite::Decoded> RemoteWrite::decode(Decoders& decoders, const api::Request& request, const std::string& sender) {
    Decoded out;
    TRY_ASSIGN(out.version, version_of(request));
    const bool two = out.version == WriteVersion::two;
    BodyDecoder& decoder = two ? static_cast<BodyDecoder&>(decoders.two) : decoders.one;
    TRY_ASSIGN(const std::string_view bytes, decoder.unpack(request.body));
    std::shared_ptr<Replicas> replicas;
    {
        const std::lock_guard lock(mutex_);
        replicas = replicas_;
    }
    ReplicaName name;
    Reading reading;
    if (replicas) {
        TRY_ASSIGN(name, decoder.sender(bytes, replicas->rule()));
    }
    out.heard.bytes = request.body.size();
    out.source = ledger_source(request, name);
    if (name.is_replica()) {
        const Replicas::Turn turn = turn_of(*replicas, name, sender);
        if (!turn.elected) {
            TRY_ASSIGN(out.held, decoder.held(bytes));
            return out;
        }
        reading = {replicas->rule().replica_label, turn.after};
    }
    TRY_ASSIGN(GatheredBody body, decoder.decode_unpacked(bytes, clock_.now(), reading));
    decoder.give_back();
    if (name.is_replica()) replicas->delivered(name, body.latest);
    if (two) out.held = decoders.two.held_last();
    out.heard.samples = body.received;
    out.heard.series = body.series;
    out.heard.latest = body.latest;
    out.body = std::move(body);
    return out;
}

/// Tells the source book who is elected, where that is news or a sender should know.
Replicas::Turn RemoteWrite::turn_of(Replicas& replicas, const ReplicaName& name, const std::string& sender) {
    Replicas::Turn turn = replicas.arrived(name, sender, clock_.now());
    const auto note = [&](const std::string& of, const std::string& text) {
        book_.note(of, kKind, "", text::printable(text) + " since " + text::rfc3339(turn.since));
    };
    const std::string elected = "replica " + turn.elected_replica + " of " + name.cluster + " is elected";
    if (turn.changed && !turn.source_before.empty() && turn.source_before != sender) note(turn.source_before, "silent: " + elected);
    if (turn.changed) note(sender, elected);
    if (!turn.elected) note(sender, "replica " + name.replica + " is passed over: " + elected);
    return turn;
}

void RemoteWrite::pass_over(const std::string& sender, const Decoded& decoded, const api::Done& done) {
    meters_->deduplicated_bodies.add();
    Heard heard = decoded.heard;
    heard.samples = decoded.held.samples;
    book_.heard(sender, kKind, "", heard);
    api::Reply reply;
    reply.status = 204;
    if (decoded.version == WriteVersion::two) say_written(decoded.held, reply);
    done(std::move(reply));
}

/// That the catalogue or a group is being bound is no failure: the sender comes again within seconds.
Error RemoteWrite::failed(const std::string& sender, Error error) {
    (error.kind().http_status == 503 ? meters_->deferred_bodies : meters_->refused_bodies).add();
    if (!error.is(errors::rebinding) && !error.is(errors::new_group)) book_.failed(sender, kKind, "", error.sentence());
    return error;
}

Result<api::Reply> RemoteWrite::answer(const std::string& sender, const Decoded& decoded, Result<DeliveryOutcome> outcome) {
    if (!outcome) return failed(sender, std::move(outcome).error());
    Heard heard = decoded.heard;
    heard.bound = outcome->accepted;
    heard.unbound = outcome->unbound;
    heard.refused = outcome->refused.total();
    book_.heard(sender, kKind, "", heard);
    const bool all = heard.refused == 0;
    (all ? meters_->stored_bodies : meters_->partly_bodies).add();
    const bool two = decoded.version == WriteVersion::two;
    if (!all && !two) return refused_error(heard.samples, outcome->refused, outcome->told);
    api::Reply reply;
    reply.status = 204;
    if (!all) {
        const Error error = refused_error(heard.samples, outcome->refused, outcome->told);
        reply.status = error.kind().http_status;
        reply.content_type = "application/problem+json";
        reply.body = api::problem_body(error, {});
    }
    if (!two) return reply;
    Held written = decoded.held;
    written.samples -= std::min(written.samples, heard.refused);
    say_written(written, reply);
    return reply;
}

api::Route write_route(RemoteWrite& write) {
    api::Route route;
    route.method = api::Method::post;
    route.path = "/api/v1/write";
    route.summary = "Take samples by Prometheus remote write 1.0 or 2.0";
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

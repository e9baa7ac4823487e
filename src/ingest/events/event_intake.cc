#include "ingest/events/event_intake.h"

#include <atomic>
#include <utility>

#include "api/row.h"
#include "base/text.h"
#include "ingest/events/event_delivery.h"
#include "ingest/events/zero_filling.h"

namespace plimsoll::ingest::events {
namespace {

constexpr const char* kKind = "events";
constexpr std::size_t kMostBody = 1 << 20;
constexpr std::size_t kLongestKey = 200;
constexpr Duration kAgain = Duration::seconds(1);

}  // namespace

/// Shared with those that wait for the ledger.
struct EventIntake::Parts {
    Intake& intake;
    const Clock& clock;
    SourceBook& book;
    Counter& taken;
    Counter& repeated;
    Counter& refused;
    ZeroFilling zeros;
    std::atomic<bool> filling{false};
    std::atomic<std::int64_t> not_before_ms{INT64_MIN};  ///< of the next step, while one is under way or was not taken

    Parts(Intake& i, const Clock& c, SourceBook& b, Metrics& metrics)
        : intake(i),
          clock(c),
          book(b),
          taken(metrics.counter("plimsoll_events_accepted_total", "Events that were taken and are counted by an SLO.")),
          repeated(metrics.counter("plimsoll_events_repeated_total", "Events that were here before, by their key.")),
          refused(metrics.counter("plimsoll_events_refused_total", "Events that will never be good.")) {}

    void tell(const std::string& sender, const Heard& heard) {
        const std::string name = "events " + sender;
        book.heard(name, kKind, {}, heard);
        if (zeros.full())
            book.note(name, kKind, {},
                      "more than 20,000 series of events are known: the others are counted, and missing where they are silent");
    }
};

EventIntake::EventIntake(Intake& intake, ledger::Ledger& ledger, const Clock& clock, SourceBook& book, Metrics& metrics)
    : parts_(std::make_unique<Parts>(intake, clock, book, metrics)) {
    ledger.each_series([this](const std::string& labels, bool) { parts_->zeros.know_text(labels); });
}
EventIntake::~EventIntake() = default;

namespace {

Result<EventBatch> batch_of(const api::Request& request) {
    TRY_ASSIGN(EventBatch batch, json::decode_strict<EventBatch>(request.body));
    std::vector<FieldError> broken = faults(batch);
    if (request.header("idempotency-key").size() > kLongestKey)
        broken.push_back({"Idempotency-Key", "is longer than 200 bytes", "use an id of the run"});
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "no event of the body was taken", std::move(broken));
    return batch;
}

}  // namespace

std::vector<api::Route> EventIntake::routes() {
    api::Route route = api::row(api::Method::post, "/api/v1/telemetry/events", "Take events of jobs and transactions, each once by its key",
                                api::Right::ingest, api::type<EventBatch>("EventBatch"), api::type<EventsReply>("EventsReply"));
    route.body_limit = kMostBody;
    route.open_on_loopback = true;
    route.async_handler = [parts = parts_.get()](api::Request request, api::Done done) {
        auto batch = batch_of(request);
        if (!batch) return done(std::move(batch).error());
        EventDelivery delivery = delivery_of(*batch, request.actor.id, request.header("idempotency-key"), parts->clock.now());
        for (const LabelledSample& sample : delivery.delivery.samples) parts->zeros.know(sample.labels);
        Delivery sent = std::move(delivery.delivery);
        Heard heard;
        heard.samples = batch->events.size();
        heard.bytes = request.body.size();
        heard.latest = sent.latest;
        parts->intake.deliver(std::move(sent), [parts, heard, sender = request.actor.id, delivery = std::move(delivery),
                                                done = std::move(done)](Result<DeliveryOutcome> outcome) mutable {
            if (!outcome) {
                parts->book.failed("events " + sender, kKind, {}, outcome.error().sentence());
                return done(std::move(outcome).error());
            }
            const EventsReply reply = reply_of(std::move(delivery), *outcome);
            heard.bound = static_cast<std::uint64_t>(reply.accepted + reply.repeated);
            heard.unbound = static_cast<std::uint64_t>(reply.unbound);
            heard.refused = reply.refused.size();
            heard.series = heard.samples;
            parts->taken.add(static_cast<std::uint64_t>(reply.accepted));
            parts->repeated.add(static_cast<std::uint64_t>(reply.repeated));
            parts->refused.add(reply.refused.size());
            parts->tell(sender, heard);
            done(api::ok(reply));
        });
    };
    return {route};
}

Timestamp EventIntake::next_due() const {
    return std::max(parts_->zeros.next_due(), Timestamp::from_ms(parts_->not_before_ms));
}

void EventIntake::step(Timestamp now) {
    parts_->not_before_ms = (now + kAgain).in_ms();
    if (parts_->filling) return;
    Delivery delivery{std::string(kSource), parts_->zeros.zeros(now), now, {}};
    if (delivery.samples.empty()) return;
    const Timestamp before = now.floor(ledger::kStep) + ledger::kStep;
    parts_->filling = true;
    parts_->intake.deliver(std::move(delivery), [parts = parts_.get(), before](Result<DeliveryOutcome> outcome) {
        if (outcome) parts->zeros.filled(before);
        parts->filling = false;
    });
}

}  // namespace plimsoll::ingest::events

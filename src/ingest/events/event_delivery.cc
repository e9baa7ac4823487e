#include "ingest/events/event_delivery.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace plimsoll::ingest::events {
namespace {

constexpr Duration kOldest = Duration::hours(3);
constexpr Duration kAhead = Duration::minutes(10);

LabelledSample sample_of(const Event& event, std::string key, Timestamp at) {
    LabelledSample out;
    out.labels.assign(event.labels.begin(), event.labels.end());
    out.labels.emplace_back("__name__", event.name);
    if (!event.labels.contains("job")) out.labels.emplace_back("job", "events");
    if (!event.labels.contains("instance")) out.labels.emplace_back("instance", "events");
    out.at = at;
    out.value = static_cast<double>(event.count);
    out.temporality = Temporality::event;
    out.key = std::move(key);
    return out;
}

}  // namespace

EventDelivery delivery_of(const EventBatch& batch, const std::string& sender, const std::string& idempotency_key, Timestamp now) {
    EventDelivery out;
    out.delivery.source = std::string(kSource);
    out.delivery.latest = now;
    std::set<std::pair<std::string_view, std::string_view>> keys;
    for (std::size_t i = 0; i < batch.events.size(); ++i) {
        const Event& event = batch.events[i];
        const Timestamp at = event.at.value_or(now);
        if (at < now - kOldest || at > now + kAhead) {
            const bool late = at < now;
            out.reply.refused.push_back({static_cast<std::int64_t>(i),
                                         late ? "happened more than 3 h ago" : "is more than 10 min ahead of this server's clock",
                                         late ? "send events as they happen" : "check the sender's clock"});
            continue;
        }
        if (!event.key.empty() && !keys.emplace(event.name, event.key).second) {
            ++out.reply.repeated;
            continue;
        }
        std::string key;
        if (!event.key.empty()) key = "event\n" + event.name + "\n" + event.key;
        else if (!idempotency_key.empty()) key = "body\n" + sender + "\n" + idempotency_key;
        out.delivery.samples.push_back(sample_of(event, std::move(key), at));
    }
    return out;
}

EventsReply reply_of(EventDelivery sent, const DeliveryOutcome& outcome) {
    EventsReply out = std::move(sent.reply);
    const std::set<std::string> repeated(outcome.repeated_keys.begin(), outcome.repeated_keys.end());
    out.accepted += static_cast<std::int64_t>(outcome.accepted);
    out.repeated += static_cast<std::int64_t>(outcome.duplicates);
    out.unbound += static_cast<std::int64_t>(outcome.unbound);
    for (std::size_t i = 0; i < kReasons; ++i) {
        const auto why = static_cast<Reason>(i);
        for (std::uint64_t n = 0; n < outcome.refused[why]; ++n) {
            out.refused.push_back({-1, std::string(words(why)), std::string(remedy(why))});
        }
    }
    return out;
}

}  // namespace plimsoll::ingest::events

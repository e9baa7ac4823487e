// events_fuzz.cc: any bytes as a body of events: refused with a place for every fault, or each event is sent, repeated or refused.
#include <cstdint>
#include <string_view>

#include "base/invariant.h"
#include "base/json.h"
#include "ingest/events/event_delivery.h"
#include "ingest/events/zero_filling.h"

using namespace plimsoll;
using namespace plimsoll::ingest::events;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    ZeroFilling zeros;
    zeros.know_text(std::string(text));
    const auto batch = json::decode_strict<EventBatch>(text);
    if (!batch) return 0;
    const auto broken = faults(*batch);
    for (const FieldError& e : broken)
        INVARIANT(e.where.starts_with("/events") && !e.rule.empty() && !e.remedy.empty(), "a fault has place, rule and remedy");
    if (!broken.empty()) return 0;
    const Timestamp now = Timestamp::from_seconds(1'795'262'400);
    const EventDelivery sent = delivery_of(*batch, "token:1", "run-1", now);
    const auto repeated = static_cast<std::size_t>(sent.reply.repeated);
    INVARIANT(sent.delivery.samples.size() + sent.reply.refused.size() + repeated == batch->events.size(), "no event is lost");
    for (const auto& sample : sent.delivery.samples) {
        INVARIANT(!sample.key.empty() && sample.value >= 1, "each is keyed and counts");
        zeros.know(sample.labels);
    }
    (void)zeros.zeros(now);
    return 0;
}

// event_delivery.h: a body of events as a delivery of samples, and the outcome as an answer.
//
// Source     all events are of the one source "events", whose watermark the server's clock moves with the zeros.
// Target     labels job "events" and instance "events" unless the sender gives its own.
// Keys       of an event: its name and its key, so that one run may tell of rows and of runs by the same id. Of a body: the
//            sender and the Idempotency-Key, for its events without a key; they count together or not at all.
// Pure       no clock, no ledger.
#pragma once

#include <string>

#include "ingest/events/event_body.h"
#include "ingest/intake.h"

namespace plimsoll::ingest::events {

inline constexpr std::string_view kSource = "events";

struct EventDelivery {
    Delivery delivery;
    EventsReply reply;  ///< what is known before the ledger answers
};

/// Events that are too old (3 h) or ahead (10 min) are refused here, one by one; the second of two with one name and key in one body is
/// repeated.
[[nodiscard]] EventDelivery delivery_of(const EventBatch& batch, const std::string& sender, const std::string& idempotency_key,
                                        Timestamp now);
/// What became of them.
[[nodiscard]] EventsReply reply_of(EventDelivery sent, const DeliveryOutcome& outcome);

}  // namespace plimsoll::ingest::events

// event_body.h: what POST /api/v1/telemetry/events takes and answers.
//
// Rules      name and label names as Prometheus has them; names of access logs, probes and scrapes are theirs; 30 labels of at most 200
//            bytes; count 1 to 10^9; key of at most 200 bytes. A body that breaks a rule is refused whole, with every event's faults
//            by its index: what was sent wrong is corrected and sent again, keys keep the rest from counting twice.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/units.h"

namespace plimsoll::ingest::events {

inline constexpr std::size_t kMostEvents = 10'000;

struct Event {
    using json_defaults = void;
    std::string name;                           ///< "nightly_export_runs_total"
    std::map<std::string, std::string> labels;
    std::optional<Timestamp> at;                ///< when it happened; without it, now
    std::int64_t count = 1;                     ///< how many at once
    std::string key;                            ///< counts once in 24 h among events of its name; empty: the body's Idempotency-Key
};
BOOST_DESCRIBE_STRUCT(Event, (), (name, labels, at, count, key))

struct EventBatch {
    std::vector<Event> events;
};
BOOST_DESCRIBE_STRUCT(EventBatch, (), (events))

/// An event that will never be good.
struct RefusedEvent {
    std::int64_t index = 0;  ///< in the body; -1: it is not known which of them
    std::string rule;
    std::string remedy;
};
BOOST_DESCRIBE_STRUCT(RefusedEvent, (), (index, rule, remedy))

/// Of the body's events: accepted + repeated + unbound, and those in `refused`, are all.
struct EventsReply {
    std::int64_t accepted = 0;  ///< durable, and counted by an SLO
    std::int64_t repeated = 0;  ///< their key was here before: they count once
    std::int64_t unbound = 0;   ///< no SLO selects them: they are not kept
    std::vector<RefusedEvent> refused;
};
BOOST_DESCRIBE_STRUCT(EventsReply, (), (accepted, repeated, unbound, refused))

/// Every rule that events break, as "/events/3/name". Empty: none.
[[nodiscard]] std::vector<FieldError> faults(const EventBatch& batch);

}  // namespace plimsoll::ingest::events

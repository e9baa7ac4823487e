// event.h: one row of the log: what happened, when, to what, by whom.
//
// Shape      seq counts from 1 without gaps; body is a JSON object as text, stored and hashed byte for byte.
// Invariant  type is "<module>.<PastTenseFact>"; actor is an opaque id, never a person's name or address.
#pragma once

#include <cstdint>
#include <string>

#include "base/crypto.h"
#include "base/units.h"

namespace plimsoll::log {

using Seq = std::uint64_t;

/// What a module hands over; the log gives it its place.
struct NewEvent {
    Timestamp at;
    std::string type;    ///< "slo.AlertFired"
    int version = 1;     ///< of the body's shape; older ones go through upcast
    std::string stream;  ///< "slo/checkout", "channel/pager"
    std::string actor;   ///< "system", "token:ab12"
    std::string source;  ///< "api", "catalog", "worker", "cli"
    std::string body;    ///< JSON object
};

/// What came back: the event in its place.
struct Event {
    Seq seq = 0;
    NewEvent fact;
    crypto::Sha256 hash{};
};

/// What `apply` may know about an event besides its body.
struct Stamp {
    Seq seq = 0;
    Timestamp at;
    std::string actor;
};

/// What `decide` may know besides the command: when it was given and by whom.
struct Issued {
    Timestamp at;
    std::string actor;
};

}  // namespace plimsoll::log

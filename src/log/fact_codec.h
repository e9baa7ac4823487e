// fact_codec.h: a module's events, a variant of described structs with `json_tag`s, as rows of the log and back. What
// differs between modules is which stream a fact belongs to, and how bodies of older versions are made into today's.
//
// Heavy      include it in `*_codec.cc` files only; the facts' PLIMSOLL_JSON lines stand there too.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/json.h"
#include "log/event.h"

namespace plimsoll::log {

inline constexpr int kFactVersion = 1;  ///< of every type so far

/// The body as this version reads it. Version 1 is the only one so far. Errors: malformed (a version from the future).
inline Result<std::string> upcast(const NewEvent& row) {
    if (row.version == kFactVersion) return row.body;
    return fail(plimsoll::errors::malformed, row.type + " has version " + std::to_string(row.version) + ", known is " +
                                                 std::to_string(kFactVersion));
}

/// `stream_of(fact)` names the stream of each of the variant's structs.
template <class Event, class StreamOf>
NewEvent encode_fact(const Event& event, const Issued& issued, std::string source, const StreamOf& stream_of) {
    return std::visit(
        [&](const auto& fact) {
            using Fact = std::decay_t<decltype(fact)>;
            return NewEvent{issued.at,    std::string(Fact::json_tag), kFactVersion,     stream_of(fact),
                            issued.actor, std::move(source),           json::encode(fact)};
        },
        event);
}

/// Empty when the type is not among the variant's. Errors: malformed, invalid (the body is not this type's).
template <class Event, std::size_t I = 0>
Result<std::optional<Event>> decode_fact(const NewEvent& row) {
    if constexpr (I == std::variant_size_v<Event>) {
        return std::optional<Event>();
    } else {
        using Fact = std::variant_alternative_t<I, Event>;
        if (row.type != Fact::json_tag) return decode_fact<Event, I + 1>(row);
        TRY_ASSIGN(const std::string body, upcast(row));
        TRY_ASSIGN(Fact fact, json::decode<Fact>(body));
        return std::optional<Event>(std::move(fact));
    }
}

}  // namespace plimsoll::log

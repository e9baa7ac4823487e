#include "domain/paging/paging_codec.h"

#include <fmt/format.h>

#include "base/json_codec.h"
#include "domain/paging/state.h"

PLIMSOLL_JSON(plimsoll::paging::PageIntended)
PLIMSOLL_JSON(plimsoll::paging::AttemptStarted)
PLIMSOLL_JSON(plimsoll::paging::AttemptFailed)
PLIMSOLL_JSON(plimsoll::paging::PageDelivered)
PLIMSOLL_JSON(plimsoll::paging::PageDropped)
PLIMSOLL_JSON(plimsoll::paging::PageDeadLettered)
PLIMSOLL_JSON(plimsoll::paging::PageReplayed)
PLIMSOLL_JSON(plimsoll::paging::DigestMade)
PLIMSOLL_JSON(plimsoll::paging::AlertOver)
PLIMSOLL_JSON(plimsoll::paging::AlertAcknowledged)
PLIMSOLL_JSON(plimsoll::paging::SilenceStarted)
PLIMSOLL_JSON(plimsoll::paging::SilenceEnded)
PLIMSOLL_JSON(plimsoll::paging::ChannelTested)
PLIMSOLL_JSON(plimsoll::paging::State)

namespace plimsoll::paging {
namespace {

constexpr int current_version = 1;

template <class Fact>
std::string stream_of(const Fact& fact) {
    if constexpr (std::is_same_v<Fact, ChannelTested>) {
        return "channel/" + fact.channel;
    } else if constexpr (requires { fact.page; }) {
        return "page/" + fact.page;
    } else if constexpr (requires { fact.silence; }) {
        return "silence/" + fact.silence;
    } else {
        return "alert/" + fact.alert;
    }
}

/// The body of an older version, made into today's. Version 1 is the only one so far.
Result<std::string> upcast(const log::NewEvent& row) {
    if (row.version == current_version) return row.body;
    return fail(errors::malformed, fmt::format("{} has version {}, known is {}", row.type, row.version, current_version));
}

template <class Fact>
Result<std::optional<Event>> decode_fact(const log::NewEvent& row) {
    TRY_ASSIGN(const std::string body, upcast(row));
    TRY_ASSIGN(Fact fact, json::decode<Fact>(body));
    return std::optional<Event>(std::move(fact));
}

template <std::size_t I = 0>
Result<std::optional<Event>> decode_from(const log::NewEvent& row) {
    if constexpr (I == std::variant_size_v<Event>) {
        return std::optional<Event>();
    } else {
        using Fact = std::variant_alternative_t<I, Event>;
        if (row.type == Fact::json_tag) return decode_fact<Fact>(row);
        return decode_from<I + 1>(row);
    }
}

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return std::visit(
        [&](const auto& fact) {
            using Fact = std::decay_t<decltype(fact)>;
            return log::NewEvent{issued.at,    std::string(Fact::json_tag), current_version,   stream_of(fact),
                                 issued.actor, std::move(source),           json::encode(fact)};
        },
        event);
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return decode_from(row); }

}  // namespace plimsoll::paging

#include "domain/paging/paging_codec.h"

#include "base/json_codec.h"
#include "domain/paging/state.h"
#include "log/fact_codec.h"

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

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return stream_of(fact); });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::paging

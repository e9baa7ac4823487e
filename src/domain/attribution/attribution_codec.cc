#include "domain/attribution/attribution_codec.h"

#include "base/json_codec.h"
#include "domain/attribution/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::attribution::ChargeMade)
PLIMSOLL_JSON(plimsoll::attribution::ChargeWithdrawn)
PLIMSOLL_JSON(plimsoll::attribution::State)

namespace plimsoll::attribution {

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return "charge/" + fact.charge; });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::attribution

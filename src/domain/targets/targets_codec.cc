#include "domain/targets/targets_codec.h"

#include "base/json_codec.h"
#include "domain/targets/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::targets::TargetProposed)
PLIMSOLL_JSON(plimsoll::targets::TargetReviewed)
PLIMSOLL_JSON(plimsoll::targets::TargetApproved)
PLIMSOLL_JSON(plimsoll::targets::TargetDeclined)
PLIMSOLL_JSON(plimsoll::targets::TargetWithdrawn)
PLIMSOLL_JSON(plimsoll::targets::State)

namespace plimsoll::targets {

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return "target/" + fact.id; });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::targets

#include "domain/exclusions/exclusions_codec.h"

#include "base/json_codec.h"
#include "domain/exclusions/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::exclusions::ExclusionWithdrawn)
PLIMSOLL_JSON(plimsoll::exclusions::State)

namespace plimsoll::exclusions {

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return "exclusions/" + fact.id; });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::exclusions

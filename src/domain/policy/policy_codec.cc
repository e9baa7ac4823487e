#include "domain/policy/policy_codec.h"

#include "base/json_codec.h"
#include "domain/policy/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::policy::ExceptionEnded)
PLIMSOLL_JSON(plimsoll::policy::State)

namespace plimsoll::policy {

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return "policy/" + fact.id; });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::policy

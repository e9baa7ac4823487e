#include "domain/access/access_codec.h"

#include "base/json_codec.h"
#include "domain/access/replies.h"
#include "domain/access/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::access::TokenCreated)
PLIMSOLL_JSON(plimsoll::access::TokenRevoked)
PLIMSOLL_JSON(plimsoll::access::State)
PLIMSOLL_JSON(plimsoll::access::NewToken)
PLIMSOLL_JSON(plimsoll::access::TokenList)
PLIMSOLL_JSON(plimsoll::access::IssuedToken)

namespace plimsoll::access {

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return "token/" + fact.token; });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::access

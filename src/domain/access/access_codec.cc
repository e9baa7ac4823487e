#include "domain/access/access_codec.h"

#include "base/json_codec.h"
#include "domain/access/replies.h"
#include "domain/access/state.h"

PLIMSOLL_JSON(plimsoll::access::TokenCreated)
PLIMSOLL_JSON(plimsoll::access::TokenRevoked)
PLIMSOLL_JSON(plimsoll::access::State)
PLIMSOLL_JSON(plimsoll::access::NewToken)
PLIMSOLL_JSON(plimsoll::access::TokenList)
PLIMSOLL_JSON(plimsoll::access::IssuedToken)

namespace plimsoll::access {
namespace {

constexpr int newest_version = 1;

/// The body of an older version made into today's. Version 1 is the only one so far.
Result<std::string> upcast(const log::NewEvent& row) {
    if (row.version == newest_version) return row.body;
    return fail(plimsoll::errors::malformed, row.type + " has version " + std::to_string(row.version) + ", which this program does not know");
}

template <class Fact>
Result<std::optional<Event>> decode_fact(const log::NewEvent& row) {
    TRY_ASSIGN(const std::string body, upcast(row));
    TRY_ASSIGN(Fact fact, json::decode<Fact>(body));
    return std::optional<Event>(std::move(fact));
}

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return std::visit(
        [&](const auto& fact) {
            using Fact = std::decay_t<decltype(fact)>;
            return log::NewEvent{issued.at,    std::string(Fact::json_tag), newest_version,    "token/" + fact.token,
                                 issued.actor, std::move(source),           json::encode(fact)};
        },
        event);
}

Result<std::optional<Event>> decode(const log::NewEvent& row) {
    if (row.type == TokenCreated::json_tag) return decode_fact<TokenCreated>(row);
    if (row.type == TokenRevoked::json_tag) return decode_fact<TokenRevoked>(row);
    return std::optional<Event>();
}

}  // namespace plimsoll::access

#include "domain/catalog/catalog_codec.h"

#include "base/json_codec.h"
#include "domain/catalog/state.h"
#include "domain/catalog/upcast.h"

PLIMSOLL_JSON(plimsoll::catalog::CatalogApplied)
PLIMSOLL_JSON(plimsoll::catalog::CatalogRefused)
PLIMSOLL_JSON(plimsoll::catalog::CatalogHeld)
PLIMSOLL_JSON(plimsoll::catalog::CatalogConfirmed)
PLIMSOLL_JSON(plimsoll::catalog::RemovedSlosForgotten)
PLIMSOLL_JSON(plimsoll::catalog::State)

namespace plimsoll::catalog {

namespace {

template <std::size_t I = 0>
Result<std::optional<Event>> decode_from(const log::NewEvent& event) {
    if constexpr (I == std::variant_size_v<Event>) {
        return std::optional<Event>();
    } else {
        using Fact = std::variant_alternative_t<I, Event>;
        if (event.type != Fact::json_tag) return decode_from<I + 1>(event);
        TRY_ASSIGN(const std::string body, upcast(event));
        TRY_ASSIGN(Fact fact, json::decode<Fact>(body));
        return std::optional<Event>(std::move(fact));
    }
}

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return std::visit(
        [&](const auto& fact) {
            using Fact = std::decay_t<decltype(fact)>;
            return log::NewEvent{issued.at,    std::string(Fact::json_tag), kEventVersion, "catalog",
                                 issued.actor, std::move(source),           json::encode(fact)};
        },
        event);
}

Result<std::optional<Event>> decode(const log::NewEvent& event) { return decode_from(event); }

}  // namespace plimsoll::catalog

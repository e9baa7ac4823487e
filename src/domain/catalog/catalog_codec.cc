#include "domain/catalog/catalog_codec.h"

#include "base/json_codec.h"
#include "domain/catalog/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::catalog::CatalogApplied)
PLIMSOLL_JSON(plimsoll::catalog::CatalogRefused)
PLIMSOLL_JSON(plimsoll::catalog::CatalogHeld)
PLIMSOLL_JSON(plimsoll::catalog::CatalogConfirmed)
PLIMSOLL_JSON(plimsoll::catalog::RemovedSlosForgotten)
PLIMSOLL_JSON(plimsoll::catalog::State)

namespace plimsoll::catalog {

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto&) { return std::string("catalog"); });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::catalog

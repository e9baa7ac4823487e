#include "domain/slo/slo_codec.h"

#include "base/json_codec.h"
#include "domain/slo/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::slo::AlertFired)
PLIMSOLL_JSON(plimsoll::slo::AlertFrozen)
PLIMSOLL_JSON(plimsoll::slo::AlertThawed)
PLIMSOLL_JSON(plimsoll::slo::AlertResolved)
PLIMSOLL_JSON(plimsoll::slo::PendingBegan)
PLIMSOLL_JSON(plimsoll::slo::PendingEnded)
PLIMSOLL_JSON(plimsoll::slo::ClearingBegan)
PLIMSOLL_JSON(plimsoll::slo::ClearingEnded)
PLIMSOLL_JSON(plimsoll::slo::SliAnomalySeen)
PLIMSOLL_JSON(plimsoll::slo::LedgerRevised)
PLIMSOLL_JSON(plimsoll::slo::SliAnomalyEnded)
PLIMSOLL_JSON(plimsoll::slo::DefinitionChanged)
PLIMSOLL_JSON(plimsoll::slo::GroupsSeen)
PLIMSOLL_JSON(plimsoll::slo::GroupsForgotten)
PLIMSOLL_JSON(plimsoll::slo::State)

namespace plimsoll::slo {
namespace {

template <class Fact>
std::string stream_of(const Fact& fact) {
    if constexpr (requires { fact.slo; }) {
        return "slo/" + fact.slo;
    } else if constexpr (requires { fact.alert; }) {
        return "slo/" + slo_of(fact.alert);
    } else {
        return "ledger/" + fact.source;
    }
}

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return stream_of(fact); });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::slo

#include "domain/slo/slo_codec.h"

#include "base/json_codec.h"
#include "domain/slo/state.h"

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
PLIMSOLL_JSON(plimsoll::slo::State)

namespace plimsoll::slo {
namespace {

constexpr int kVersion = 1;

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

/// The body of an older version, made into today's. Version 1 is the only one so far.
Result<std::string> upcast(const log::NewEvent& row) {
    if (row.version == kVersion) return row.body;
    return fail(errors::malformed, row.type + " has version " + std::to_string(row.version) + ", known is " +
                                       std::to_string(kVersion));
}

template <class Fact>
Result<std::optional<Event>> decode_fact(const log::NewEvent& row) {
    TRY_ASSIGN(const std::string body, upcast(row));
    TRY_ASSIGN(Fact fact, json::decode<Fact>(body));
    return std::optional<Event>(std::move(fact));
}

template <std::size_t I = 0>
Result<std::optional<Event>> decode_from(const log::NewEvent& row) {
    if constexpr (I == std::variant_size_v<Event>) {
        return std::optional<Event>();
    } else {
        using Fact = std::variant_alternative_t<I, Event>;
        if (row.type == Fact::json_tag) return decode_fact<Fact>(row);
        return decode_from<I + 1>(row);
    }
}

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return std::visit(
        [&](const auto& fact) {
            using Fact = std::decay_t<decltype(fact)>;
            return log::NewEvent{issued.at,        std::string(Fact::json_tag), kVersion, stream_of(fact), issued.actor,
                                 std::move(source), json::encode(fact)};
        },
        event);
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return decode_from(row); }

}  // namespace plimsoll::slo

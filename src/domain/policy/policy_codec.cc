#include "domain/policy/policy_codec.h"

#include "base/json_codec.h"
#include "domain/policy/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::policy::StateEntered)
PLIMSOLL_JSON(plimsoll::policy::BreachBegan)
PLIMSOLL_JSON(plimsoll::policy::BreachEnded)
PLIMSOLL_JSON(plimsoll::policy::ChronicBreach)
PLIMSOLL_JSON(plimsoll::policy::StandingEnded)
PLIMSOLL_JSON(plimsoll::policy::ExceptionGranted)
PLIMSOLL_JSON(plimsoll::policy::ExceptionEnded)
PLIMSOLL_JSON(plimsoll::policy::GateDecided)
PLIMSOLL_JSON(plimsoll::policy::State)

namespace plimsoll::policy {

namespace {

template <class Fact>
std::string stream(const Fact& fact) {
    if constexpr (requires { fact.slo; }) {
        return stream_of_slo(fact.slo);
    } else {
        return stream_of_service(fact.service);
    }
}

}  // namespace

std::string stream_of_slo(const std::string& slo) { return "policy/slo/" + slo; }
std::string stream_of_service(const std::string& service) { return "policy/service/" + service; }

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return stream(fact); });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::policy

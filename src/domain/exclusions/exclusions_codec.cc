#include "domain/exclusions/exclusions_codec.h"

#include "base/json_codec.h"
#include "domain/exclusions/state.h"
#include "log/fact_codec.h"

PLIMSOLL_JSON(plimsoll::exclusions::ExclusionRequested)
PLIMSOLL_JSON(plimsoll::exclusions::ExclusionApproved)
PLIMSOLL_JSON(plimsoll::exclusions::ExclusionRefused)
PLIMSOLL_JSON(plimsoll::exclusions::ExclusionWithdrawn)
PLIMSOLL_JSON(plimsoll::exclusions::ExclusionExpired)
PLIMSOLL_JSON(plimsoll::exclusions::AnnotationMade)
PLIMSOLL_JSON(plimsoll::exclusions::AnnotationRetracted)
PLIMSOLL_JSON(plimsoll::exclusions::State)

namespace plimsoll::exclusions {
namespace {

template <class Fact>
std::string stream_of(const Fact& fact) {
    constexpr bool annotation = std::is_same_v<Fact, AnnotationMade> || std::is_same_v<Fact, AnnotationRetracted>;
    return (annotation ? "annotation/" : "exclusion/") + fact.id;
}

}  // namespace

log::NewEvent encode(const Event& event, const log::Issued& issued, std::string source) {
    return log::encode_fact(event, issued, std::move(source), [](const auto& fact) { return stream_of(fact); });
}

Result<std::optional<Event>> decode(const log::NewEvent& row) { return log::decode_fact<Event>(row); }

}  // namespace plimsoll::exclusions

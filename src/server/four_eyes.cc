#include "server/four_eyes.h"

#include <algorithm>

#include "domain/access/roles.h"

namespace plimsoll::server {
namespace {

constexpr int kChainMost = 16;  ///< tokens that tokens made

bool could_decide(const access::Person& person, api::Right right) {
    return person.state == access::PersonState::active && person.rights().has(right);
}

struct Stands {
    bool same_person = false;
    std::size_t others = 0;
};

Stands stands(const access::State& state, const std::string& requester, const std::string& actor, api::Right right) {
    const std::string asked = person_behind(state, requester);
    const std::string decides = person_behind(state, actor);
    Stands out;
    out.same_person = requester == actor || decides.empty() || decides == asked;
    for (const auto& [id, person] : state.people) {
        if (could_decide(person, right) && id != asked) ++out.others;
    }
    return out;
}

}  // namespace

std::string person_behind(const access::State& state, std::string actor) {
    constexpr std::string_view kToken = "token:";
    for (int i = 0; i < kChainMost && actor.starts_with(kToken); ++i) {
        const auto token = state.tokens.find(actor.substr(kToken.size()));
        if (token == state.tokens.end()) return {};
        actor = token->second.created_by;
    }
    return actor.starts_with("person:") ? actor : std::string();
}

exclusions::Standing standing_of(const access::State& state, const std::string& requester, const std::string& actor) {
    const Stands out = stands(state, requester, actor, api::Right::admin);
    return {out.same_person, out.others};
}

targets::Standing target_standing_of(const access::State& state, const std::string& proposer, const std::string& actor) {
    const Stands out = stands(state, proposer, actor, api::Right::edit);
    return {out.same_person, out.others};
}

}  // namespace plimsoll::server

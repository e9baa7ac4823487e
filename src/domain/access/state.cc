#include "domain/access/state.h"

#include <algorithm>

namespace plimsoll::access {
namespace {

void apply_fact(State& state, const TokenCreated& fact, const log::Stamp& stamp) {
    state.tokens[fact.token] = {fact.token, fact.name,    fact.rights,  fact.secret_sha256, stamp.at,
                                stamp.actor, fact.expires, std::nullopt, {}};
}

/// Revoked tokens are kept to be looked at, not for ever.
void forget_oldest_revoked(State& state) {
    const auto is_revoked = [](const auto& entry) { return entry.second.revoked.has_value(); };
    if (static_cast<std::size_t>(std::count_if(state.tokens.begin(), state.tokens.end(), is_revoked)) <= revoked_kept) return;
    auto oldest = state.tokens.end();
    for (auto it = state.tokens.begin(); it != state.tokens.end(); ++it)
        if (is_revoked(*it) && (oldest == state.tokens.end() || *it->second.revoked < *oldest->second.revoked)) oldest = it;
    state.tokens.erase(oldest);
}

void apply_fact(State& state, const TokenRevoked& fact, const log::Stamp& stamp) {
    const auto found = state.tokens.find(fact.token);
    if (found == state.tokens.end() || found->second.revoked) return;
    found->second.revoked = stamp.at;
    found->second.revoked_by = stamp.actor;
    forget_oldest_revoked(state);
}

}  // namespace

api::Rights Token::granted() const {
    api::Rights out;
    for (const api::Right right : rights) out.add(right);
    return out;
}

void apply(State& state, const Event& event, const log::Stamp& stamp) {
    std::visit([&](const auto& fact) { apply_fact(state, fact, stamp); }, event);
}

}  // namespace plimsoll::access

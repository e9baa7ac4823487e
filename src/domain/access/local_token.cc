#include "domain/access/local_token.h"

#include "base/crypto.h"

namespace plimsoll::access {
namespace {

std::string_view trim(std::string_view text) {
    constexpr std::string_view space = " \t\r\n";
    const auto first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool lets_in(const State& state, std::string_view file, Timestamp now) {
    const auto held = parse_token(trim(file));
    const auto known = held ? state.tokens.find(held->id) : state.tokens.end();
    return known != state.tokens.end() && known->second.works(now) && known->second.granted().has(api::Right::admin) &&
           crypto::equal(secret_hash(held->secret), known->second.secret_sha256);
}

}  // namespace

LocalTokenPlan plan_local_token(const State& state, std::optional<std::string_view> file, const TokenText& fresh, Timestamp now) {
    LocalTokenPlan plan;
    if (file && lets_in(state, *file, now)) return plan;
    // What was in a lost or changed file may be in somebody's hands.
    for (const auto& [id, token] : state.tokens)
        if (token.name == local_token_name && token.works(now)) plan.commands.push_back(RevokeToken{id});
    plan.commands.push_back(CreateToken{fresh.id, std::string(local_token_name), {api::Right::admin}, secret_hash(fresh.secret), std::nullopt});
    plan.file_text = format(fresh) + "\n";
    return plan;
}

}  // namespace plimsoll::access

#include "domain/access/authenticator.h"

#include "base/crypto.h"
#include "domain/access/token_text.h"

namespace plimsoll::access {
namespace {

/// Compared with when an id is unknown, so that its answer takes as long as any other.
const std::string nobodys_hash(64, '0');

std::optional<std::string_view> bearer(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size()) return std::nullopt;
    for (std::size_t i = 0; i < scheme.size(); ++i)
        if ((authorization[i] | 0x20) != scheme[i]) return std::nullopt;
    authorization.remove_prefix(scheme.size());
    while (authorization.starts_with(' ')) authorization.remove_prefix(1);
    return authorization;
}

}  // namespace

void Authenticator::publish(const State& state) {
    auto table = std::make_shared<Table>();
    for (const auto& [id, token] : state.tokens)
        (*table)[id] = {token.secret_sha256, token.granted(), token.expires, token.revoked.has_value()};
    const std::lock_guard lock(table_mutex_);
    table_ = std::move(table);
}

Result<api::Actor> Authenticator::verify(std::string_view authorization, const std::string& remote_address, Timestamp now) {
    auto actor = look_up(authorization, now);
    if (actor || count_attempt(remote_address, now)) return actor;
    return fail(errors::too_many_attempts);
}

Result<api::Actor> Authenticator::look_up(std::string_view authorization, Timestamp now) const {
    const auto text = bearer(authorization);
    const auto token = text ? parse_token(*text) : std::nullopt;
    if (!token) return fail(errors::not_a_token);
    std::shared_ptr<const Table> table;
    {
        const std::lock_guard lock(table_mutex_);
        table = table_;
    }
    const auto known = table->find(token->id);
    const bool same = crypto::equal(secret_hash(token->secret), known == table->end() ? nobodys_hash : known->second.hash);
    if (known == table->end() || !same) return fail(errors::wrong_token);
    if (known->second.revoked) return fail(errors::revoked);
    if (known->second.expires && *known->second.expires <= now) return fail(errors::expired);
    return api::Actor{"token:" + token->id, known->second.rights};
}

bool Authenticator::count_attempt(const std::string& remote_address, Timestamp now) {
    const std::lock_guard lock(attempts_mutex_);
    auto found = by_address_.find(remote_address);
    // A clock that stepped back must not keep an address out for longer than the span.
    if (found != by_address_.end() && (now - found->second->since >= limits_.span || now < found->second->since)) {
        attempts_.erase(found->second);
        by_address_.erase(found);
        found = by_address_.end();
    }
    if (found == by_address_.end()) {
        if (attempts_.size() >= limits_.addresses) {
            by_address_.erase(attempts_.front().address);
            attempts_.pop_front();
        }
        attempts_.push_back({remote_address, now, 0});
        found = by_address_.emplace(remote_address, std::prev(attempts_.end())).first;
    }
    return ++found->second->count <= limits_.attempts;
}

std::size_t Authenticator::addresses_remembered() const {
    const std::lock_guard lock(attempts_mutex_);
    return attempts_.size();
}

}  // namespace plimsoll::access

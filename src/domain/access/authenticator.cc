#include "domain/access/authenticator.h"

#include <algorithm>

#include "base/crypto.h"

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

bool Authenticator::Open::is_over(Timestamp now) const {
    return now >= expires || now - Timestamp::from_ms(seen_ms->load(std::memory_order_relaxed)) >= session_idle;
}

std::shared_ptr<const Authenticator::Table> Authenticator::table() const {
    const std::lock_guard lock(table_mutex_);
    return table_;
}

void Authenticator::publish(const State& state, Timestamp now) {
    auto fresh = std::make_shared<Table>();
    for (const auto& [id, token] : state.tokens)
        fresh->tokens[id] = {token.secret_sha256, token.granted(), token.expires, token.revoked.has_value()};
    const auto before = table();
    for (const auto& [id, session] : state.sessions) {
        const auto person = state.people.find(session.person);
        if (person == state.people.end() || person->second.state != PersonState::active) continue;
        const auto known = before->sessions.find(id);
        auto seen = known != before->sessions.end() ? known->second.seen_ms : std::make_shared<std::atomic<std::int64_t>>(now.in_ms());
        fresh->sessions[id] = {session.secret_sha256, session.person, person->second.rights(), session.expires, std::move(seen)};
    }
    const std::lock_guard lock(table_mutex_);
    table_ = std::move(fresh);
}

Result<SessionIdentity> Authenticator::session(std::string_view cookie_header, const std::string* csrf, Timestamp now) {
    const auto shown = session_in(cookie_header);
    if (!shown) return fail(errors::no_session);
    const auto sessions = table();
    const auto known = sessions->sessions.find(shown->id);
    const bool same = crypto::equal(secret_hash(shown->secret), known == sessions->sessions.end() ? nobodys_hash : known->second.hash);
    if (known == sessions->sessions.end() || !same || known->second.is_over(now)) return fail(errors::session_ended);
    const Open& open = known->second;
    // Once a second is exact enough, and spares the processors' caches.
    if (now.in_ms() - open.seen_ms->load(std::memory_order_relaxed) >= 1000) open.seen_ms->store(now.in_ms(), std::memory_order_relaxed);
    const bool matches = csrf == nullptr || crypto::equal(*csrf, csrf_of(*shown));
    return SessionIdentity{{open.person, open.rights}, shown->id, std::min(open.expires, now + session_idle), matches};
}

std::optional<Timestamp> Authenticator::last_seen(const std::string& session) const {
    const auto sessions = table();
    const auto known = sessions->sessions.find(session);
    if (known == sessions->sessions.end()) return std::nullopt;
    return Timestamp::from_ms(known->second.seen_ms->load(std::memory_order_relaxed));
}

std::vector<std::string> Authenticator::sessions_over(Timestamp now) const {
    std::vector<std::string> over;
    const auto sessions = table();
    for (const auto& [id, open] : sessions->sessions)
        if (open.is_over(now)) over.push_back(id);
    return over;
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
    const auto tokens = table();
    const auto known = tokens->tokens.find(token->id);
    const bool same = crypto::equal(secret_hash(token->secret), known == tokens->tokens.end() ? nobodys_hash : known->second.hash);
    if (known == tokens->tokens.end() || !same) return fail(errors::wrong_token);
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

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

void apply_fact(State& state, const CodeIssued& fact, const log::Stamp&) {
    state.codes[fact.code] = {fact.code, fact.purpose, fact.person, fact.secret_sha256, fact.expires};
}

void apply_fact(State& state, const CodeWithdrawn& fact, const log::Stamp&) { state.codes.erase(fact.code); }
void apply_fact(State& state, const CodeUsed& fact, const log::Stamp&) { state.codes.erase(fact.code); }

void apply_fact(State& state, const PersonInvited& fact, const log::Stamp& stamp) {
    state.people[fact.person] = {fact.person, fact.role, HiringRole::none, PersonState::invited, stamp.at, std::nullopt, std::nullopt};
}

void apply_fact(State& state, const PersonJoined& fact, const log::Stamp& stamp) {
    Person& person = state.people.try_emplace(fact.person, Person{fact.person, fact.role, HiringRole::none, PersonState::active, stamp.at, {}, {}}).first->second;
    person.role = fact.role;
    person.state = PersonState::active;
    person.joined = stamp.at;
}

void apply_fact(State&, const PasswordSet&, const log::Stamp&) {}    // for those who read the log
void apply_fact(State&, const PersonRenamed&, const log::Stamp&) {}  // so is this
void apply_fact(State&, const SignInFailed&, const log::Stamp&) {}

void apply_fact(State& state, const RoleChanged& fact, const log::Stamp&) {
    if (const auto found = state.people.find(fact.person); found != state.people.end()) found->second.role = fact.role;
}

void apply_fact(State& state, const HiringRoleChanged& fact, const log::Stamp&) {
    if (const auto found = state.people.find(fact.person); found != state.people.end()) found->second.hiring_role = fact.role;
}

void apply_fact(State& state, const PersonDisabled& fact, const log::Stamp&) {
    const auto found = state.people.find(fact.person);
    if (found == state.people.end()) return;
    found->second.state = PersonState::disabled;
    std::erase_if(state.sessions, [&](const auto& entry) { return entry.second.person == fact.person; });
    std::erase_if(state.codes, [&](const auto& entry) { return entry.second.person == fact.person; });
}

void apply_fact(State& state, const PersonEnabled& fact, const log::Stamp&) {
    const auto found = state.people.find(fact.person);
    if (found == state.people.end()) return;
    found->second.state = found->second.joined ? PersonState::active : PersonState::invited;
}

void apply_fact(State& state, const SignedIn& fact, const log::Stamp& stamp) {
    state.sessions[fact.session] = {fact.session, fact.person, fact.secret_sha256, stamp.at, fact.expires};
    if (const auto found = state.people.find(fact.person); found != state.people.end()) found->second.last_sign_in = stamp.at;
}

void apply_fact(State& state, const SignedOut& fact, const log::Stamp&) { state.sessions.erase(fact.session); }
void apply_fact(State& state, const SessionRevoked& fact, const log::Stamp&) { state.sessions.erase(fact.session); }

void apply_fact(State& state, const SessionsExpired& fact, const log::Stamp&) {
    for (const std::string& session : fact.sessions) state.sessions.erase(session);
}

}  // namespace

api::Rights Token::granted() const {
    api::Rights out;
    for (const api::Right right : rights) out.add(right);
    return out;
}

bool State::has_admin() const {
    return std::any_of(people.begin(), people.end(), [](const auto& entry) {
        return entry.second.state == PersonState::active && entry.second.role == Role::admin;
    });
}

std::vector<std::string> State::sessions_of(const std::string& person) const {
    std::vector<std::string> out;
    for (const auto& [id, session] : sessions)
        if (session.person == person) out.push_back(id);
    return out;
}

void apply(State& state, const Event& event, const log::Stamp& stamp) {
    std::visit([&](const auto& fact) { apply_fact(state, fact, stamp); }, event);
}

}  // namespace plimsoll::access

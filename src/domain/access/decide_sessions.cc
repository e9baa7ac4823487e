#include <algorithm>

#include "base/text.h"
#include "domain/access/decide_people.h"

namespace plimsoll::access::parts {

Result<> begin_session(const State& state, const std::string& person, const Secret& session, Timestamp at, std::vector<Event>& events) {
    const auto own = state.sessions_of(person);
    if (own.size() >= sessions_per_person) {
        const auto oldest = *std::min_element(own.begin(), own.end(), [&](const std::string& a, const std::string& b) {
            return state.sessions.at(a).began < state.sessions.at(b).began;
        });
        events.emplace_back(SessionRevoked{oldest, person, RevokeReason::too_many});
    } else if (state.sessions.size() >= sessions_limit) {
        return fail(errors::too_many_sessions, std::to_string(sessions_limit) + " at most");
    }
    events.emplace_back(SignedIn{session.id, person, session.sha256, at + session_absolute});
    return {};
}

void end_sessions(const State& state, const std::string& person, const std::string& kept, std::vector<Event>& events) {
    for (const std::string& id : state.sessions_of(person))
        if (id != kept) events.emplace_back(SessionRevoked{id, person, RevokeReason::password_set});
}

Decided decide_on(const State& state, const SignIn& command, const log::Issued& issued) {
    const auto known = state.people.find(command.person);
    if (known == state.people.end() || known->second.state != PersonState::active) return fail(errors::wrong_password);
    if (!is_secret(command.session) || state.sessions.contains(command.session.id)) return fail(errors::invalid_secret);
    std::vector<Event> events;
    TRY(begin_session(state, command.person, command.session, issued.at, events));
    return events;
}

Decided decide_on(const State& state, const SignOut& command, const log::Issued&) {
    const auto known = state.sessions.find(command.session);
    if (known == state.sessions.end()) return std::vector<Event>();
    return std::vector<Event>{SignedOut{command.session, known->second.person}};
}

Decided decide_on(const State& state, const RevokeSession& command, const log::Issued& issued) {
    const auto known = state.sessions.find(command.session);
    const bool hidden = known != state.sessions.end() && command.whose == Whose::own && known->second.person != issued.actor;
    if (known == state.sessions.end() || hidden) return fail(errors::unknown_session, text::printable(command.session));
    return std::vector<Event>{SessionRevoked{command.session, known->second.person, RevokeReason::asked}};
}

Decided decide_on(const State& state, const ExpireSessions& command, const log::Issued&) {
    SessionsExpired expired;
    for (const std::string& id : command.sessions)
        if (state.sessions.contains(id)) expired.sessions.push_back(id);
    if (expired.sessions.empty()) return std::vector<Event>();
    return std::vector<Event>{std::move(expired)};
}

Decided decide_on(const State&, const NoteFailures& command, const log::Issued&) {
    if (command.failures.attempts == 0) return std::vector<Event>();
    SignInFailed failed = command.failures;
    if (failed.people.size() > failures_named) failed.people.resize(failures_named);
    return std::vector<Event>{std::move(failed)};
}

}  // namespace plimsoll::access::parts

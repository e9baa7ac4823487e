// decide_people.h: the parts of decide() that concern people, and what both parts check.
#pragma once

#include "domain/access/decide.h"

namespace plimsoll::access::parts {

using Decided = Result<std::vector<Event>>;

[[nodiscard]] bool is_hex(std::string_view text);
[[nodiscard]] bool is_secret(const Secret& secret);

[[nodiscard]] Decided decide_on(const State& state, const IssueSetupCode& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const CreateAdministrator& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const AddFirstPerson& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const Invite& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const IssueReset& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const Join& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const SignIn& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const SignOut& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const RevokeSession& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const ExpireSessions& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const SetPassword& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const ChangePerson& command, const log::Issued& issued);
[[nodiscard]] Decided decide_on(const State& state, const NoteFailures& command, const log::Issued& issued);

/// Adds SignedIn, and the end of the person's oldest session if they have the most allowed. Errors: too_many_sessions.
[[nodiscard]] Result<> begin_session(const State& state, const std::string& person, const Secret& session, Timestamp at,
                                     std::vector<Event>& events);
/// Ends every session of the person but one.
void end_sessions(const State& state, const std::string& person, const std::string& kept, std::vector<Event>& events);

}  // namespace plimsoll::access::parts

#include "domain/access/decide_people.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"

namespace plimsoll::access {
namespace {

/// The one code that a person, or the setup, may have is replaced by the next.
void withdraw_codes(const State& state, const std::string& person, std::vector<Event>& events) {
    for (const auto& [id, code] : state.codes)
        if (code.person == person) events.emplace_back(CodeWithdrawn{id, person});
}

bool is_last_admin(const State& state, const std::string& person) {
    const auto others = std::count_if(state.people.begin(), state.people.end(), [&](const auto& entry) {
        return entry.first != person && entry.second.state == PersonState::active && entry.second.role == Role::admin;
    });
    const Person& known = state.people.at(person);
    return others == 0 && known.state == PersonState::active && known.role == Role::admin;
}

Result<> check_code(const State& state, const Secret& code) {
    if (!parts::is_secret(code) || state.codes.contains(code.id)) return fail(errors::invalid_secret);
    return {};
}

Result<> check_session(const State& state, const Secret& session) {
    if (!parts::is_secret(session) || state.sessions.contains(session.id)) return fail(errors::invalid_secret);
    return {};
}

}  // namespace

Result<Code> working_code(const State& state, const Secret& shown, const std::vector<CodePurpose>& purposes, Timestamp now) {
    static const std::string nobodys(64, '0');
    const auto known = state.codes.find(shown.id);
    const bool same = crypto::equal(shown.sha256, known == state.codes.end() ? nobodys : known->second.secret_sha256);
    if (known == state.codes.end() || !same || known->second.expires <= now) return fail(errors::wrong_code);
    if (std::find(purposes.begin(), purposes.end(), known->second.purpose) == purposes.end()) return fail(errors::wrong_code);
    return known->second;
}

namespace parts {

bool is_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_secret(const Secret& secret) {
    return secret.id.size() >= 8 && secret.id.size() <= 32 && is_hex(secret.id) && secret.sha256.size() == 64 && is_hex(secret.sha256);
}

Decided decide_on(const State& state, const IssueSetupCode& command, const log::Issued& issued) {
    if (state.has_admin()) return fail(errors::set_up_already);
    TRY(check_code(state, command.code));
    std::vector<Event> events;
    withdraw_codes(state, "", events);
    events.emplace_back(CodeIssued{command.code.id, CodePurpose::setup, "", command.code.sha256, issued.at + setup_lifetime});
    return events;
}

Decided decide_on(const State& state, const CreateAdministrator& command, const log::Issued& issued) {
    if (state.has_admin()) return fail(errors::set_up_already);
    TRY(working_code(state, command.code, {CodePurpose::setup}, issued.at));
    if (state.people.contains(command.person)) return fail(errors::person_exists);
    TRY(check_session(state, command.session));
    std::vector<Event> events{CodeUsed{command.code.id, command.person}, PersonJoined{command.person, Role::admin}, PasswordSet{command.person}};
    TRY(begin_session(state, command.person, command.session, issued.at, events));
    return events;
}

Decided decide_on(const State& state, const AddFirstPerson& command, const log::Issued&) {
    if (!state.people.empty()) return fail(errors::set_up_already);
    std::vector<Event> events;
    withdraw_codes(state, "", events);
    events.emplace_back(PersonJoined{command.person, Role::admin});
    events.emplace_back(PasswordSet{command.person});
    return events;
}

Decided decide_on(const State& state, const Invite& command, const log::Issued& issued) {
    if (state.people.contains(command.person)) return fail(errors::person_exists);
    if (state.people.size() >= people_limit) return fail(errors::too_many_people, std::to_string(people_limit) + " at most");
    TRY(check_code(state, command.code));
    std::vector<Event> events{PersonInvited{command.person, command.role}};
    if (command.hiring_role != HiringRole::none) events.emplace_back(HiringRoleChanged{command.person, HiringRole::none, command.hiring_role, false});
    events.emplace_back(CodeIssued{command.code.id, CodePurpose::join, command.person, command.code.sha256, issued.at + invitation_lifetime});
    return events;
}

Decided decide_on(const State& state, const IssueReset& command, const log::Issued& issued) {
    const auto known = state.people.find(command.person);
    if (known == state.people.end()) return fail(errors::unknown_person, text::printable(command.person));
    if (known->second.state == PersonState::disabled) return fail(errors::person_disabled);
    TRY(check_code(state, command.code));
    std::vector<Event> events;
    withdraw_codes(state, command.person, events);
    const bool invited = known->second.state == PersonState::invited;
    events.emplace_back(CodeIssued{command.code.id, invited ? CodePurpose::join : CodePurpose::reset, command.person, command.code.sha256,
                                   issued.at + (invited ? invitation_lifetime : reset_lifetime)});
    return events;
}

Decided decide_on(const State& state, const Join& command, const log::Issued& issued) {
    TRY_ASSIGN(const Code code, working_code(state, command.code, {CodePurpose::join, CodePurpose::reset}, issued.at));
    const auto known = state.people.find(code.person);
    if (known == state.people.end() || known->second.state == PersonState::disabled) return fail(errors::wrong_code);
    TRY(check_session(state, command.session));
    std::vector<Event> events{CodeUsed{code.id, code.person}};
    if (known->second.state == PersonState::invited) events.emplace_back(PersonJoined{code.person, known->second.role});
    events.emplace_back(PasswordSet{code.person});
    end_sessions(state, code.person, "", events);
    events.emplace_back(SignedIn{command.session.id, code.person, command.session.sha256, issued.at + session_absolute});
    if (state.sessions.size() >= sessions_limit && state.sessions_of(code.person).empty()) return fail(errors::too_many_sessions);
    return events;
}

Decided decide_on(const State& state, const SetPassword& command, const log::Issued&) {
    const auto known = state.people.find(command.person);
    if (known == state.people.end()) return fail(errors::unknown_person, text::printable(command.person));
    if (known->second.state == PersonState::disabled) return fail(errors::person_disabled);
    if (known->second.state == PersonState::invited) return fail(errors::not_joined);
    std::vector<Event> events{PasswordSet{command.person}};
    withdraw_codes(state, command.person, events);
    end_sessions(state, command.person, command.kept_session, events);
    return events;
}

Decided decide_on(const State& state, const ChangePerson& command, const log::Issued& issued) {
    const auto known = state.people.find(command.person);
    if (known == state.people.end()) return fail(errors::unknown_person, text::printable(command.person));
    const Person& person = known->second;
    if (command.state == PersonState::active && person.state == PersonState::invited) return fail(errors::not_joined);
    const bool loses = (command.role && *command.role != Role::admin) || command.state == PersonState::disabled;
    if (loses && is_last_admin(state, command.person)) return fail(errors::last_admin);
    std::vector<Event> events;
    if (command.renamed) events.emplace_back(PersonRenamed{person.id});
    if (command.role && *command.role != person.role) events.emplace_back(RoleChanged{person.id, person.role, *command.role});
    if (command.hiring_role && *command.hiring_role != person.hiring_role)
        events.emplace_back(HiringRoleChanged{person.id, person.hiring_role, *command.hiring_role, issued.actor == person.id});
    if (command.state == PersonState::disabled && person.state != PersonState::disabled) events.emplace_back(PersonDisabled{person.id});
    if (command.state == PersonState::active && person.state == PersonState::disabled) events.emplace_back(PersonEnabled{person.id});
    return events;
}

}  // namespace parts
}  // namespace plimsoll::access

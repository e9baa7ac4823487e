// sentences_access.cc: who was given or refused what, in words.
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

std::string rights_of(const std::vector<api::Right>& rights) {
    std::string out;
    for (const api::Right right : rights) out += (out.empty() ? "" : ", ") + std::string(boost::describe::enum_to_string(right, ""));
    return out;
}

struct Say {
    const Names& names;

    Told operator()(const access::TokenCreated& e) const {
        std::string text = fmt::format("Token \"{}\" made with the right to {}", e.name, rights_of(e.rights));
        if (e.expires) text += ", until " + when(*e.expires, names);
        return plain(std::move(text));
    }
    Told operator()(const access::TokenRevoked& e) const {
        return plain(fmt::format("Token \"{}\" revoked", names.actor("token:" + e.token)));
    }

    Told operator()(const access::CodeIssued& e) const {
        switch (e.purpose) {
            case access::CodePurpose::setup: return plain("A link to create the first administrator was printed, good until " + when(e.expires, names));
            case access::CodePurpose::join: return plain(fmt::format("An invitation link for {} was made, good until {}", who(e.person), when(e.expires, names)));
            case access::CodePurpose::reset: return plain(fmt::format("A link for {} to set a new password was made, good until {}", who(e.person), when(e.expires, names)));
        }
        return {};
    }
    Told operator()(const access::CodeWithdrawn& e) const { return plain(fmt::format("One-time link {} withdrawn", e.code)); }
    Told operator()(const access::CodeUsed& e) const { return by(e.person, fmt::format("{} used a one-time link", who(e.person))); }
    Told operator()(const access::PersonInvited& e) const { return plain(fmt::format("{} invited as {}", who(e.person), name_of(e.role))); }
    Told operator()(const access::PersonJoined& e) const { return by(e.person, fmt::format("{} joined as {}", who(e.person), name_of(e.role))); }
    Told operator()(const access::PasswordSet& e) const { return by(e.person, fmt::format("{} set a new password", who(e.person))); }
    Told operator()(const access::RoleChanged& e) const {
        Told told = plain(fmt::format("{} is now {}, was {}", who(e.person), name_of(e.role), name_of(e.before)));
        told.changes.push_back({"role", name_of(e.before), name_of(e.role)});
        return told;
    }
    Told operator()(const access::HiringRoleChanged& e) const {
        const std::string now = std::string(access::row_of(e.role).name);
        const std::string before = std::string(access::row_of(e.before).name);
        Told told = plain(e.to_oneself ? fmt::format("{} gave themselves the hiring role {}, was {}: {}", who(e.person), now, before, sees(e.role))
                                       : fmt::format("{} has the hiring role {} now, was {}: {}", who(e.person), now, before, sees(e.role)));
        told.changes.push_back({"hiring role", before, now});
        return told;
    }
    Told operator()(const access::PersonRenamed& e) const { return plain(fmt::format("{} has a new display name", who(e.person))); }
    Told operator()(const access::PersonDisabled& e) const {
        return plain(fmt::format("{} disabled: their sessions ended, nobody signs in with that name", who(e.person)));
    }
    Told operator()(const access::PersonEnabled& e) const { return plain(fmt::format("{} enabled again", who(e.person))); }
    Told operator()(const access::SignedIn& e) const { return by(e.person, who(e.person) + " signed in"); }
    Told operator()(const access::SignedOut& e) const { return by(e.person, who(e.person) + " signed out"); }
    Told operator()(const access::SessionRevoked& e) const { return plain(fmt::format("A session of {} ended: {}", who(e.person), why(e.reason))); }
    Told operator()(const access::SessionsExpired& e) const {
        return plain(fmt::format("{} session{} expired", e.sessions.size(), e.sessions.size() == 1 ? "" : "s"));
    }
    Told operator()(const access::SignInFailed& e) const {
        std::string text = fmt::format("{} failed sign-in{} between {} and {}", e.attempts, e.attempts == 1 ? "" : "s", when(e.since, names), when(e.until, names));
        std::string whom;
        for (const access::FailuresOf& one : e.people) whom += fmt::format("{}{} {}", whom.empty() ? "" : ", ", who(one.person), one.attempts);
        if (e.unknown_names > 0) whom += fmt::format("{}unknown names {}", whom.empty() ? "" : ", ", e.unknown_names);
        return plain(whom.empty() ? text : text + ": " + whom);
    }

    [[nodiscard]] std::string who(const std::string& person) const { return names.actor(person); }
    static std::string name_of(access::Role role) { return std::string(access::row_of(role).name); }
    static std::string_view sees(access::HiringRole role) {
        switch (role) {
            case access::HiringRole::none: return "sees no candidate";
            case access::HiringRole::interviewer: return "sees the candidates of their own interviews";
            case access::HiringRole::manager: return "sees every candidate";
        }
        return {};
    }
    static std::string why(access::RevokeReason reason) {
        switch (reason) {
            case access::RevokeReason::asked: return "it was revoked";
            case access::RevokeReason::password_set: return "a new password was set";
            case access::RevokeReason::too_many: return "a newer one took its place";
        }
        return {};
    }
    static Told by(const std::string& person, std::string text) { return {std::move(text), {}, {}, person, {}}; }
    static Told plain(std::string text) { return {std::move(text), {}, {}, {}, {}}; }
};

}  // namespace

Told tell(const access::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server

// user_commands.cc: `plimsoll user`: people, from the command line of an administrator or of the server's own host.
#include <fmt/format.h>

#include <algorithm>

#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "domain/access/accounts.h"
#include "domain/access/people_replies.h"

namespace plimsoll::cli {

namespace {

inline constexpr ErrorKind unknown_name{"cli.unknown_name", 404, "Nobody signs in with this name", "`plimsoll user list` shows everybody"};

template <class Enum>
std::string word(Enum value) {
    return boost::describe::enum_to_string(value, "?");
}

Result<access::Role> role_of(const std::string& name) {
    access::Role role{};
    if (boost::describe::enum_from_string(name.c_str(), role)) return role;
    return fail(plimsoll::errors::invalid, "\"" + text::printable(name) + "\" is no role; roles are guest, viewer, responder, editor, admin");
}

Result<access::HiringRole> hiring_role_of(const std::string& name) {
    access::HiringRole role{};
    if (boost::describe::enum_from_string(name.c_str(), role)) return role;
    return fail(plimsoll::errors::invalid, "\"" + text::printable(name) + "\" is no hiring role; they are none, interviewer, manager");
}

Result<access::PersonView> person_named(const Session& session, const std::string& name) {
    const std::string key = access::name_key(name);
    std::string cursor;
    do {
        TRY_ASSIGN(const access::PeopleList page, fetch<access::PeopleList>(session, "/api/v1/people?limit=1000" + cursor));
        for (const access::PersonView& person : page.items)
            if (person.name == key) return person;
        cursor = page.next_cursor.empty() ? "" : "&cursor=" + encoded(page.next_cursor);
    } while (!cursor.empty());
    return fail(unknown_name, text::printable(name));
}

std::string path_of(const access::PersonView& person) { return "/api/v1/people/" + encoded(person.id); }

/// The link on standard output alone, for whoever pipes it on; the rest is for the person at the terminal.
int print_link(const Common& common, const Session& session, const Result<std::string>& body, const char* what) {
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto issued = json::decode<access::InvitationIssued>(*body);
    if (!issued) return report(issued.error());
    fmt::print("{}{}\n", session.server(), issued->link_path);
    fmt::print(stderr, "{} {}: send them this link. It works once, until {}, and is not shown again.\n", what, text::printable(issued->name),
               text::rfc3339(issued->expires));
    return kOk;
}

int change(const Common& common, const std::string& name, const access::PersonChange& wanted) {
    const Session session(common);
    auto person = person_named(session, name);
    if (!person) return report(person.error());
    auto body = session.call("PATCH", path_of(*person), json::encode(wanted));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto now = json::decode<access::PersonView>(*body);
    if (!now) return report(now.error());
    fmt::print("{}: {}, hiring role {}, {}\n", text::printable(now->name), word(now->role), word(now->hiring_role), word(now->state));
    return kOk;
}

}  // namespace

int user_list(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/people?limit=1000");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto list = json::decode<access::PeopleList>(*body);
    if (!list) return report(list.error());
    if (list->items.empty()) {
        fmt::print("Nobody yet. The server prints a link to create the administrator when it starts.\n");
        return kOk;
    }
    std::sort(list->items.begin(), list->items.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    const Terminal terminal(stdout);
    Table table({{"name"}, {"display name"}, {"role"}, {"hiring"}, {"state"}, {"last sign-in"}, {"sessions", Table::Align::right}});
    for (const access::PersonView& person : list->items) {
        table.add({{person.name}, {person.display_name}, {word(person.role)}, {person.hiring_role == access::HiringRole::none ? "" : word(person.hiring_role)}, {word(person.state)},
                   {person.last_sign_in ? text::rfc3339(*person.last_sign_in) : "never"}, {std::to_string(person.sessions)}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int user_invite(const Common& common, const std::string& name, const std::string& display_name, const std::string& role, const std::string& hiring) {
    auto wanted = role_of(role);
    if (!wanted) return report(wanted.error());
    auto hires = hiring_role_of(hiring);
    if (!hires) return report(hires.error());
    const Session session(common);
    const access::NewInvitation invitation{name, display_name.empty() ? name : display_name, *wanted, *hires};
    return print_link(common, session, session.post("/api/v1/invitations", json::encode(invitation)), "Invited");
}

int user_reset(const Common& common, const std::string& name) {
    const Session session(common);
    auto person = person_named(session, name);
    if (!person) return report(person.error());
    return print_link(common, session, session.post(path_of(*person) + "/reset", ""), "A new password for");
}

int user_enable(const Common& common, const std::string& name) { return change(common, name, {std::nullopt, access::PersonState::active, std::nullopt, std::nullopt}); }

int user_disable(const Common& common, const std::string& name) {
    return change(common, name, {std::nullopt, access::PersonState::disabled, std::nullopt, std::nullopt});
}

int user_role(const Common& common, const std::string& name, const std::string& role) {
    auto wanted = role_of(role);
    if (!wanted) return report(wanted.error());
    return change(common, name, {*wanted, std::nullopt, std::nullopt, std::nullopt});
}

int user_hiring(const Common& common, const std::string& name, const std::string& role) {
    auto wanted = hiring_role_of(role);
    if (!wanted) return report(wanted.error());
    return change(common, name, {std::nullopt, std::nullopt, std::nullopt, *wanted});
}

}  // namespace plimsoll::cli

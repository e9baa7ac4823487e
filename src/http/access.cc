#include "http/access.h"

#include <algorithm>

#include <boost/describe/enum_to_string.hpp>

#include "http/errors.h"

namespace plimsoll::http {
namespace {

const std::string* find(const Headers& headers, const char* name) {
    const auto found = headers.find(name);
    return found == headers.end() ? nullptr : &found->second;
}

std::string right_name(api::Right right) { return boost::describe::enum_to_string(right, "?"); }

bool sender_is_local(const Headers& headers, const Peer& peer) {
    const std::string* host_header = find(headers, "host");
    const auto host = host_header ? parse_host(*host_header) : std::nullopt;
    return peer.listener_on_loopback && is_loopback_address(peer.remote_address) && host &&
           is_loopback_name(host->name) && !was_forwarded(headers) && is_same_site(headers);
}

bool may_be_open(const api::Route& row, const AccessRules& rules) {
    const bool open_read = rules.open_reads_on_loopback && row.right == api::Right::view && row.method == api::Method::get;
    return row.open_on_loopback || open_read;
}

Result<api::Actor> by_cookie(const api::Route& row, const Headers& headers, const std::string& cookie, const AccessRules& rules) {
    static const std::string missing;
    const bool changes = row.method != api::Method::get;
    const std::string* shown = find(headers, "x-csrf-token");
    TRY_ASSIGN(BySession session, rules.authenticate_cookie(cookie, !changes ? nullptr : shown ? shown : &missing));
    if (changes && !session.csrf_matches) return fail(errors::csrf);
    return std::move(session.actor);
}

Result<api::Actor> identify(const api::Route& row, const Headers& headers, const Peer& peer, const AccessRules& rules) {
    const std::string* authorization = find(headers, "authorization");
    if (authorization && rules.authenticate) return rules.authenticate(*authorization, peer.remote_address);
    if (authorization) return fail(errors::unauthenticated);
    const bool to_all = !row.open_as.empty() && rules.open_rows.contains(row.open_as);
    const bool open = to_all || (may_be_open(row, rules) && sender_is_local(headers, peer));
    if (const std::string* cookie = find(headers, "cookie"); cookie && rules.authenticate_cookie) {
        auto person = by_cookie(row, headers, *cookie, rules);
        // An old cookie closes nothing that would be open without it.
        if (!open || (person && person->rights.has(row.right))) return person;
    }
    if (open) return api::Actor{to_all ? "anonymous" : "loopback", api::Rights{row.right}};
    return fail(errors::unauthenticated);
}

}  // namespace

Result<> check_host(const Headers& headers, const Peer& peer, const AccessRules& rules, bool http_1_0) {
    const std::string* header = find(headers, "host");
    if (!header) {
        if (http_1_0) return {};
        return fail(errors::bad_request, "the Host header is missing");
    }
    const auto host = parse_host(*header);
    if (!host) return fail(errors::bad_request, "the Host header is not a host name with an optional port");
    if (!peer.listener_on_loopback || is_loopback_name(host->name)) return {};
    const auto& allowed = rules.allowed_hosts;
    if (std::find(allowed.begin(), allowed.end(), host->name) != allowed.end()) return {};
    return fail(errors::misdirected, "this server listens on loopback and `" + host->name + "` is not a loopback name");
}

Result<api::Actor> check_access(const api::Route& row, const Headers& headers, const Peer& peer,
                                const AccessRules& rules) {
    if (row.method != api::Method::get && !is_same_site(headers)) return fail(errors::cross_site);
    if (row.needs_no_right) return api::Actor{"anonymous", {}};
    TRY_ASSIGN(api::Actor actor, identify(row, headers, peer, rules));
    if (!actor.rights.has(row.right))
        return fail(errors::forbidden, "this needs the right `" + right_name(row.right) + "`");
    return actor;
}

}  // namespace plimsoll::http

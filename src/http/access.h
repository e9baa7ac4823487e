// access.h: may this sender do this? Called once the header is known, before the body is read.
//
// Order      Host (DNS rebinding), then Origin (cross-site changes), then token or session, CSRF, right; the first refusal
//            wins. A token beats a cookie: whoever sends both is a program.
// CSRF       a change that only a cookie vouches for must carry the session's X-CSRF-Token as well.
// Open       a row marked open_on_loopback (and view rows with open_reads_on_loopback) needs no token when the listener
//            is bound to loopback, the sender's address is loopback, Host is a loopback name, nothing forwarded the
//            request, and no other site's page sent it. A row whose open_as is among open_rows needs none from anybody. A token that is sent is checked even then; a cookie that lets nobody
//            in is as none.
// Threads    pure, but for the authenticate port.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "api/route.h"
#include "http/host.h"

namespace plimsoll::http {

struct Peer {
    std::string remote_address;  ///< without port
    bool listener_on_loopback = false;
    bool tls = false;
};

/// The value of the Authorization header and the sender's address to an actor. Errors: 401 and 429 kinds.
using Authenticate = std::function<Result<api::Actor>(const std::string& authorization, const std::string& remote_address)>;

struct BySession {
    api::Actor actor;
    bool csrf_matches = false;
};

/// The value of the Cookie header to an actor; `csrf`: the X-CSRF-Token to compare, nullptr when nothing changes. Errors: 401 kinds.
using AuthenticateCookie = std::function<Result<BySession>(const std::string& cookie, const std::string* csrf)>;

struct AccessRules {
    std::vector<std::string> allowed_hosts;
    bool open_reads_on_loopback = false;
    std::set<std::string> open_rows;
    Authenticate authenticate;
    AuthenticateCookie authenticate_cookie;
};

/// Errors: bad_request (Host missing or unreadable); misdirected. `http_1_0`: such a request may lack Host.
[[nodiscard]] Result<> check_host(const Headers& headers, const Peer& peer, const AccessRules& rules, bool http_1_0);

/// Errors: cross_site; unauthenticated, or what the ports say; csrf; forbidden (names the missing right).
[[nodiscard]] Result<api::Actor> check_access(const api::Route& row, const Headers& headers, const Peer& peer,
                                              const AccessRules& rules);

}  // namespace plimsoll::http

// host.h: what the Host and Origin headers say, and whether somebody forwarded a request.
//
// Why        a page in a browser can reach a server on loopback: by its own name made to resolve to 127.0.0.1 (DNS
//            rebinding: the Host header gives it away) or across sites (the Origin header does).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace plimsoll::http {

using Headers = std::map<std::string, std::string>;  ///< names in lower case

/// "name:port" taken apart; the name in lower case, brackets of v6 addresses removed, a final dot too.
struct HostPort {
    std::string name;
    std::string port;  ///< empty: not given
};
[[nodiscard]] std::optional<HostPort> parse_host(std::string_view text);

/// localhost, *.localhost (RFC 6761), 127.0.0.0/8 and ::1, spelt as addresses; nothing else.
[[nodiscard]] bool is_loopback_name(std::string_view name);
/// The same for a socket's address text, v4-mapped ones too.
[[nodiscard]] bool is_loopback_address(std::string_view address);

/// Forwarded, X-Forwarded-*, Via, X-Real-IP and their kin: a proxy spoke, so the sender is not who is connected.
[[nodiscard]] bool was_forwarded(const Headers& headers);

/// False when Origin (or Sec-Fetch-Site) says that a page of another site sent it; true without either.
[[nodiscard]] bool is_same_site(const Headers& headers);

}  // namespace plimsoll::http

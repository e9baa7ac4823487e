// place.h: where a check goes: host and port, the parts of a URL that decide who gets to see a secret, a resolver's address.
//
// Pure       no DNS. Source of URL parsing: curl's own, so that what is judged here is what curl connects to.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace plimsoll::probes {

struct Place {
    std::string host;  ///< without brackets
    std::uint16_t port = 0;
};

/// "host:port", "192.0.2.1:25", "[2001:db8::1]:443". Empty: it is none.
[[nodiscard]] std::optional<Place> place_of(std::string_view text);
/// The authority of a URL for that place: an IPv6 address in brackets.
[[nodiscard]] std::string authority(const Place& place);
[[nodiscard]] bool is_ip_address(const std::string& host);

/// Scheme, host and port: what must be the same for a credential to be sent on.
struct Origin {
    std::string scheme;
    std::string host;  ///< lower case
    std::string port;
    friend bool operator==(const Origin&, const Origin&) = default;
};
/// Errors: malformed.
[[nodiscard]] Result<Origin> origin_of(const std::string& url);
/// The URL that a Location header means. Errors: malformed; invalid (neither http nor https).
[[nodiscard]] Result<std::string> redirected(const std::string& from, const std::string& location);

/// What is wrong with a step's URL, which may hold ${names} after its host; empty: nothing.
[[nodiscard]] std::string url_fault(const std::string& url);

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;
    [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};
/// "192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[2001:db8::53]:53"; port 53 if none is said.
[[nodiscard]] std::optional<SocketAddress> resolver_address(const std::string& text);
/// The first nameserver of a resolv.conf's text.
[[nodiscard]] std::optional<SocketAddress> first_nameserver(std::string_view resolv_conf);

}  // namespace plimsoll::probes

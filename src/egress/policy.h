// policy.h: the one egress policy: which addresses outgoing connections may reach.
//
// Where      asked at connect, after DNS, with the very address the socket is about to use, so that neither a name that
//            resolves inward nor one that changes its answer gets around it.
// Refused    loopback, unspecified, private (RFC 1918, ULA, CGNAT), link-local with the cloud metadata address,
//            multicast, reserved and documentation ranges; and IPv6 forms that carry such an IPv4 address inside
//            (mapped, compatible, NAT64, 6to4). The sender's `allow_private_addresses` lifts all of it.
// Source     IANA special-purpose address registries (RFC 6890).
#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>

namespace plimsoll::egress {

/// Why this address may not be reached without permission, for people ("127.0.0.1 is a loopback address");
/// empty: it is public.
[[nodiscard]] std::optional<std::string> refusal(const sockaddr* address);

/// The same of an address in text, as curl tells it; text that is no address is refused.
[[nodiscard]] std::optional<std::string> refusal(const std::string& address);

/// "192.0.2.1", "2001:db8::1"; "an address that is neither IPv4 nor IPv6".
[[nodiscard]] std::string address_text(const sockaddr* address);

}  // namespace plimsoll::egress

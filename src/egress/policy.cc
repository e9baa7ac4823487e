#include "egress/policy.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace plimsoll::egress {
namespace {

struct Range4 {
    std::uint32_t start;
    int bits;
    const char* what;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr std::array ranges4{
    Range4{ip(0, 0, 0, 0), 8, "an unspecified address"},
    Range4{ip(10, 0, 0, 0), 8, "a private address"},
    Range4{ip(100, 64, 0, 0), 10, "a carrier's private address"},
    Range4{ip(127, 0, 0, 0), 8, "a loopback address"},
    Range4{ip(169, 254, 0, 0), 16, "a link-local address (cloud metadata lives there)"},
    Range4{ip(172, 16, 0, 0), 12, "a private address"},
    Range4{ip(192, 0, 0, 0), 24, "a reserved address"},
    Range4{ip(192, 0, 2, 0), 24, "a documentation address"},
    Range4{ip(192, 168, 0, 0), 16, "a private address"},
    Range4{ip(198, 18, 0, 0), 15, "a benchmarking address"},
    Range4{ip(198, 51, 100, 0), 24, "a documentation address"},
    Range4{ip(203, 0, 113, 0), 24, "a documentation address"},
    Range4{ip(224, 0, 0, 0), 4, "a multicast address"},
    Range4{ip(240, 0, 0, 0), 4, "a reserved address"},
};

using Bytes16 = std::array<std::uint8_t, 16>;

struct Range6 {
    Bytes16 start;
    int bits;
    const char* what;
};

constexpr std::array ranges6{
    Range6{{0xfc}, 7, "a private address"},
    Range6{{0xfe, 0x80}, 10, "a link-local address"},
    Range6{{0xfe, 0xc0}, 10, "a site-local address"},
    Range6{{0xff}, 8, "a multicast address"},
    Range6{{0x01, 0x00}, 64, "a discard address"},
    Range6{{0x20, 0x01, 0x0d, 0xb8}, 32, "a documentation address"},
    Range6{{0x20, 0x01, 0x00, 0x00}, 32, "a Teredo address"},
};

/// IPv6 prefixes behind which an IPv4 address stands, and at which byte.
struct Embedding {
    Bytes16 start;
    int bits;
    std::size_t at;
};

constexpr std::array embeddings{
    Embedding{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12},  // IPv4-mapped
    Embedding{{}, 96, 12},                                          // IPv4-compatible
    Embedding{{0x00, 0x64, 0xff, 0x9b}, 96, 12},                    // NAT64
    Embedding{{0x20, 0x02}, 16, 2},                                 // 6to4
};

bool within(const Bytes16& address, const Bytes16& start, int bits) {
    for (int i = 0; i < bits; ++i) {
        const auto mask = static_cast<std::uint8_t>(0x80 >> (i % 8));
        if ((address[i / 8] & mask) != (start[i / 8] & mask)) return false;
    }
    return true;
}

const char* what4(std::uint32_t address) {
    for (const Range4& range : ranges4)
        if (address >> (32 - range.bits) == range.start >> (32 - range.bits)) return range.what;
    return nullptr;
}

const char* what6(const Bytes16& address) {
    static constexpr Bytes16 unspecified{};
    static constexpr Bytes16 loopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    if (address == unspecified) return "an unspecified address";
    if (address == loopback) return "a loopback address";
    for (const Range6& range : ranges6)
        if (within(address, range.start, range.bits)) return range.what;
    for (const Embedding& e : embeddings)
        if (within(address, e.start, e.bits))
            return what4(ip(address[e.at], address[e.at + 1], address[e.at + 2], address[e.at + 3]));
    return nullptr;
}

const char* what(const sockaddr* address) {
    if (address->sa_family == AF_INET) {
        sockaddr_in in;
        std::memcpy(&in, address, sizeof in);
        return what4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 in;
        std::memcpy(&in, address, sizeof in);
        Bytes16 bytes;
        std::memcpy(bytes.data(), &in.sin6_addr, bytes.size());
        return what6(bytes);
    }
    return "neither IPv4 nor IPv6";
}

}  // namespace

std::string address_text(const sockaddr* address) {
    char text[INET6_ADDRSTRLEN] = "";
    if (address->sa_family == AF_INET) {
        sockaddr_in in;
        std::memcpy(&in, address, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
    } else if (address->sa_family == AF_INET6) {
        sockaddr_in6 in;
        std::memcpy(&in, address, sizeof in);
        inet_ntop(AF_INET6, &in.sin6_addr, text, sizeof text);
    } else {
        return "an address that is neither IPv4 nor IPv6";
    }
    return text;
}

std::optional<std::string> refusal(const sockaddr* address) {
    const char* kind = what(address);
    if (kind == nullptr) return std::nullopt;
    return fmt::format("{} is {}", address_text(address), kind);
}

std::optional<std::string> refusal(const std::string& address) {
    sockaddr_in in4{};
    if (inet_pton(AF_INET, address.c_str(), &in4.sin_addr) == 1) {
        in4.sin_family = AF_INET;
        return refusal(reinterpret_cast<const sockaddr*>(&in4));
    }
    sockaddr_in6 in6{};
    if (inet_pton(AF_INET6, address.c_str(), &in6.sin6_addr) == 1) {
        in6.sin6_family = AF_INET6;
        return refusal(reinterpret_cast<const sockaddr*>(&in6));
    }
    return "the peer's address cannot be read";
}

}  // namespace plimsoll::egress

#include "http/host.h"

#include <arpa/inet.h>

#include <algorithm>

namespace plimsoll::http {
namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return out;
}

bool is_port(std::string_view text) {
    return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
}

std::optional<HostPort> parse_bracketed(std::string_view text) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    HostPort host{lower(text.substr(1, end - 1)), {}};
    in6_addr address;
    if (inet_pton(AF_INET6, host.name.c_str(), &address) != 1) return std::nullopt;
    const auto rest = text.substr(end + 1);
    if (rest.empty()) return host;
    if (rest.front() != ':' || !is_port(rest.substr(1))) return std::nullopt;
    host.port = std::string(rest.substr(1));
    return host;
}

/// Ports that a browser leaves out count as equal to a port that is not given.
std::string explicit_port(const std::string& port) { return port == "80" || port == "443" ? std::string() : port; }

bool origin_matches(std::string_view origin, std::string_view host_header) {
    const auto scheme_end = origin.find("://");
    if (scheme_end == std::string_view::npos) return false;  // "null": a sandboxed page or a file
    const auto from = parse_host(origin.substr(scheme_end + 3));
    const auto to = parse_host(host_header);
    return from && to && from->name == to->name && explicit_port(from->port) == explicit_port(to->port);
}

}  // namespace

std::optional<HostPort> parse_host(std::string_view text) {
    if (!text.empty() && text.front() == '[') return parse_bracketed(text);
    const auto colon = text.find(':');
    const auto port = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    auto name = text.substr(0, colon);
    if (!is_name(name) || (colon != std::string_view::npos && !is_port(port))) return std::nullopt;
    if (name.size() > 1 && name.back() == '.') name.remove_suffix(1);
    return HostPort{lower(name), std::string(port)};
}

bool is_loopback_name(std::string_view name) {
    const std::string text = lower(name);
    if (text == "localhost" || text.ends_with(".localhost")) return true;
    return is_loopback_address(text);
}

bool is_loopback_address(std::string_view address) {
    const std::string text(address);
    in_addr v4;
    if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
    in6_addr v6;
    if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) return false;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) return v6.s6_addr[12] == 127;
    return IN6_IS_ADDR_LOOPBACK(&v6);
}

bool was_forwarded(const Headers& headers) {
    for (const char* name : {"forwarded", "via", "x-real-ip", "x-original-forwarded-for", "x-client-ip", "true-client-ip",
                             "cf-connecting-ip", "x-cluster-client-ip"})
        if (headers.contains(name)) return true;
    const auto first = headers.lower_bound("x-forwarded");
    return first != headers.end() && first->first.starts_with("x-forwarded");
}

bool is_same_site(const Headers& headers) {
    const auto fetch = headers.find("sec-fetch-site");
    if (fetch != headers.end() && fetch->second != "same-origin" && fetch->second != "none") return false;
    const auto origin = headers.find("origin");
    if (origin == headers.end()) return true;
    const auto host = headers.find("host");
    return host != headers.end() && origin_matches(origin->second, host->second);
}

}  // namespace plimsoll::http

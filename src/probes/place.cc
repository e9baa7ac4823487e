#include "probes/place.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>
#include <memory>

#include "base/text.h"

namespace plimsoll::probes {
namespace {

constexpr std::size_t kMostUrl = 8192;
constexpr std::uint16_t kDnsPort = 53;

using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

Url url_of(const std::string& text) {
    Url url(curl_url(), curl_url_cleanup);
    if (text.size() > kMostUrl || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) url.reset();
    return url;
}

std::string part_of(const Url& url, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) return {};
    std::string out(text);
    curl_free(text);
    return out;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= 253 &&
           std::all_of(host.begin(), host.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_'; });
}

std::optional<SocketAddress> address_of(const std::string& ip, std::uint16_t port) {
    SocketAddress out;
    sockaddr_in four{};
    sockaddr_in6 six{};
    if (inet_pton(AF_INET, ip.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        std::memcpy(&out.storage, &four, sizeof four);
        out.size = sizeof four;
        return out;
    }
    if (inet_pton(AF_INET6, ip.c_str(), &six.sin6_addr) == 1) {
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(port);
        std::memcpy(&out.storage, &six, sizeof six);
        out.size = sizeof six;
        return out;
    }
    return std::nullopt;
}

}  // namespace

bool is_ip_address(const std::string& host) {
    return address_of(host, 1).has_value();
}

std::optional<Place> place_of(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto port = port_of(text.substr(colon + 1));
    std::string host(text.substr(0, colon));
    if (!port) return std::nullopt;
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
        if (!is_ip_address(host) || host.find(':') == std::string::npos) return std::nullopt;
        return Place{host, *port};
    }
    if (!is_host(host)) return std::nullopt;
    return Place{host, *port};
}

std::string authority(const Place& place) {
    const bool six = place.host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", six ? "[" : "", place.host, six ? "]" : "", place.port);
}

Result<Origin> origin_of(const std::string& text) {
    const Url url = url_of(text);
    if (!url) return fail(errors::malformed, "the URL cannot be read");
    return Origin{lower(part_of(url, CURLUPART_SCHEME)), lower(part_of(url, CURLUPART_HOST)), part_of(url, CURLUPART_PORT, CURLU_DEFAULT_PORT)};
}

Result<std::string> redirected(const std::string& from, const std::string& location) {
    const Url url = url_of(from);
    // curl reads a second URL against the first, as RFC 3986 section 5 says.
    if (!url || location.size() > kMostUrl || curl_url_set(url.get(), CURLUPART_URL, location.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
        return fail(errors::malformed, "the redirect's Location cannot be read");
    const std::string scheme = lower(part_of(url, CURLUPART_SCHEME));
    if (scheme != "http" && scheme != "https")
        return fail(errors::invalid, fmt::format("the redirect leads to {}:, not to http or https", text::printable(scheme)));
    return part_of(url, CURLUPART_URL);
}

std::string url_fault(const std::string& text) {
    const std::size_t host = text.starts_with("https://") ? 8 : 7;
    if (!text.starts_with("http://") && !text.starts_with("https://")) return "does not begin with http:// or https://";
    if (text.size() > kMostUrl) return "is longer than 8192 bytes";
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; }))
        return "holds blanks or control characters";
    const std::size_t path = text.find_first_of("/?#", host);
    // What an answer said must not choose the host that gets the next step's credentials.
    if (text.substr(0, path).find("${") != std::string::npos) return "has a ${name} in its host";
    std::string plain = text;
    for (std::size_t at = plain.find("${"); at != std::string::npos; at = plain.find("${", at)) {
        const std::size_t end = plain.find('}', at);
        plain.replace(at, end == std::string::npos ? std::string::npos : end + 1 - at, "x");
    }
    const Url url = url_of(plain);
    if (!url || part_of(url, CURLUPART_HOST).empty()) return "cannot be read";
    if (!part_of(url, CURLUPART_USER).empty() || !part_of(url, CURLUPART_PASSWORD).empty()) return "holds a user or a password";
    return {};
}

std::optional<SocketAddress> resolver_address(const std::string& text) {
    if (auto bare = address_of(text, kDnsPort)) return bare;
    const auto place = place_of(text);
    return place ? address_of(place->host, place->port) : std::nullopt;
}

std::optional<SocketAddress> first_nameserver(std::string_view resolv_conf) {
    while (!resolv_conf.empty()) {
        std::string_view line = resolv_conf.substr(0, resolv_conf.find('\n'));
        resolv_conf.remove_prefix(std::min(resolv_conf.size(), line.size() + 1));
        if (!line.starts_with("nameserver")) continue;
        line.remove_prefix(std::strlen("nameserver"));
        const std::size_t start = line.find_first_not_of(" \t");
        if (start == 0 || start == std::string_view::npos) continue;
        line.remove_prefix(start);
        if (auto address = address_of(std::string(line.substr(0, line.find_first_of(" \t\r#;%"))), kDnsPort)) return address;
    }
    return std::nullopt;
}

}  // namespace plimsoll::probes

#include "domain/catalog/peer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "domain/catalog/errors.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kLongestUrl = 2000;
constexpr std::size_t kLongestPath = 4096;
constexpr std::size_t kMostHeaders = 20;
constexpr std::size_t kLongestHeader = 2000;

bool is_reference(std::string_view text) { return text.starts_with("env:") || text.starts_with("file:"); }

bool is_port(std::string_view port) {
    unsigned number = 0;
    const auto [end, ec] = std::from_chars(port.data(), port.data() + port.size(), number);
    return ec == std::errc() && end == port.data() + port.size() && number >= 1 && number <= 65535;
}

bool is_host(std::string_view host) {
    if (host.empty() || host.find_first_of(" \t\"<>\\^`{|}@/?#") != std::string_view::npos) return false;
    const bool bracketed = host.front() == '[' && host.back() == ']';
    return bracketed || host.find_first_of("[]:") == std::string_view::npos;
}

/// "host", perhaps with a port.
bool is_authority(std::string_view authority) {
    const auto colon = authority.ends_with(']') ? std::string_view::npos : authority.rfind(':');
    return is_host(authority.substr(0, colon)) && (colon == std::string_view::npos || is_port(authority.substr(colon + 1)));
}

/// A token of RFC 9110.
bool is_header_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
    });
}

/// Headers that say how a message is framed are the client's own.
bool is_framing(std::string_view lower_name) {
    return lower_name == "content-length" || lower_name == "transfer-encoding" || lower_name == "connection";
}

bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

/// True if the value may stand; else the reason was told.
bool check_header(const Fields& headers, const yaml::Node::Entry& entry, const std::string& value, HeaderValues values) {
    const std::string name = lower(entry.key);
    if (!is_header_name(name) || is_framing(name)) {
        headers.problems().add(errors::invalid, entry.key_place, fmt::format("`{}` is not a header that can be set", headers.path(entry.key)),
                               "write a name such as X-Scope-OrgID");
        return false;
    }
    if (value.empty() || value.size() > kLongestHeader || !is_printable(value)) {
        headers.problems().add(errors::invalid, entry.value.place(),
                               fmt::format("`{}` must be one line of 1 to {} bytes", headers.path(entry.key), kLongestHeader),
                               "write its value as text");
        return false;
    }
    if (is_reference(value)) {
        if (is_well_formed_reference(value)) return true;
        headers.invalid(entry.key, "must be env:NAME or file:PATH, with a name of letters, digits and '_'");
        return false;
    }
    const bool captured = values == HeaderValues::with_captures && value.find("${") != std::string::npos;
    if (captured || (!names_credential(name) && name != "cookie")) return true;
    refuse_literal(headers, entry.key);
    return false;
}

void check_authentication(const Fields& details, const Connection& c) {
    if (!c.password.empty() && c.user.empty()) details.invalid("user", "is missing, while there is a password", "write user: NAME");
    if (!c.token.empty() && !c.user.empty()) {
        details.invalid("token", "and `user` exclude each other", "remove one of them: a request carries one Authorization");
    }
    if (c.client_cert.empty() == c.client_key.empty()) return;
    const char* missing = c.client_cert.empty() ? "clientCert" : "clientKey";
    details.invalid(missing, fmt::format("is missing beside `{}`", c.client_cert.empty() ? "clientKey" : "clientCert"),
                    "write the path of its PEM file");
}

}  // namespace

void refuse_literal(const Fields& fields, std::string_view key) {
    fields.wrong(errors::secret, key, "holds a secret in plain text",
                 "write env:NAME or file:PATH, and change the secret: whoever read this file knows it");
}

std::string secret(const Fields& fields, std::string_view key) {
    std::string value = fields.text(key);
    if (value.empty() || is_well_formed_reference(value)) return value;
    if (is_reference(value)) fields.invalid(key, "must be env:NAME or file:PATH, with a name of letters, digits and '_'");
    else refuse_literal(fields, key);
    return {};
}

bool is_url(std::string_view text, const std::vector<std::string>& schemes) {
    for (const std::string& scheme : schemes) {
        if (!text.starts_with(scheme) || !is_printable(text)) continue;
        const std::string_view rest = text.substr(scheme.size());
        return is_authority(rest.substr(0, rest.find_first_of("/?#")));
    }
    return false;
}

bool is_host_and_port(std::string_view text) {
    const auto colon = text.rfind(':');
    return colon != std::string_view::npos && is_host(text.substr(0, colon)) && is_port(text.substr(colon + 1));
}

std::string url(const Fields& fields, std::string_view key, const std::vector<std::string>& schemes, UrlForm form) {
    std::string value = fields.text(key, Need::required, kLongestUrl);
    if (value.empty()) return value;
    if (form == UrlForm::or_reference && is_reference(value)) return secret(fields, key);
    if (holds_credential(value)) {
        refuse_literal(fields, key);
        return {};
    }
    if (is_url(value, schemes)) return value;
    std::string listed;
    for (const std::string& s : schemes) listed += (listed.empty() ? "" : " or ") + s;
    fields.invalid(key, fmt::format("must be {} and a host", listed),
                   form == UrlForm::or_reference ? "or a reference: env:NAME, file:PATH" : fmt::format("write {}host.example.com", schemes.front()));
    return {};
}

std::map<std::string, std::string> read_headers(const Fields& fields, HeaderValues values) {
    std::map<std::string, std::string> out;
    const yaml::Node node = fields["headers"];
    if (!node) return out;
    if (!node.is_map()) {
        fields.invalid("headers", "must be a map of names to values", "write headers: {X-Scope-OrgID: team}");
        return out;
    }
    if (node.entries().size() > kMostHeaders) {
        fields.invalid("headers", fmt::format("has {} items; {} are allowed", node.entries().size(), kMostHeaders));
        return out;
    }
    std::vector<std::string> known;
    for (const auto& entry : node.entries()) known.push_back(entry.key);
    const Fields headers(node, fields.path("headers"), known, fields.problems());
    for (const auto& entry : node.entries()) {
        const std::string value = entry.value.is_scalar() ? trimmed(entry.value.text()) : "";
        if (check_header(headers, entry, value, values)) out[entry.key] = value;
    }
    return out;
}

std::vector<std::string> with_connection(std::vector<std::string> others) {
    others.insert(others.end(), {"user", "password", "token", "headers", "caFile", "clientCert", "clientKey", "allowPrivate", "timeout"});
    return others;
}

Connection read_connection(const Fields& details) {
    Connection out;
    out.user = details.text("user", Need::optional, 254);
    out.password = secret(details, "password");
    out.token = secret(details, "token");
    out.headers = read_headers(details, HeaderValues::fixed);
    out.ca_file = details.text("caFile", Need::optional, kLongestPath);
    out.client_cert = details.text("clientCert", Need::optional, kLongestPath);
    out.client_key = details.text("clientKey", Need::optional, kLongestPath);
    out.allow_private = details.flag("allowPrivate").value_or(false);
    out.timeout = duration_within(details, "timeout", Duration::seconds(1), Duration::minutes(5)).value_or(out.timeout);
    check_authentication(details, out);
    return out;
}

}  // namespace plimsoll::catalog

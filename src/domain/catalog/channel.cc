// Channel. Secrets are references; a literal is refused, and no message quotes it.
#include <fmt/format.h>

#include <charconv>

#include "domain/catalog/errors.h"
#include "domain/catalog/own_kinds.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostReceivers = 100;

void refuse_literal(const Fields& spec, std::string_view key) {
    spec.wrong(errors::secret, key, "holds a secret in plain text",
               "write env:NAME or file:PATH, and change the secret: whoever read this file knows it");
}

bool is_reference(std::string_view text) { return text.starts_with("env:") || text.starts_with("file:"); }

/// A value that is always a secret.
std::string secret(const Fields& spec, std::string_view key) {
    std::string value = spec.text(key);
    if (value.empty() || is_well_formed_reference(value)) return value;
    if (is_reference(value)) spec.invalid(key, "must be env:NAME or file:PATH, with a name of letters, digits and '_'");
    else refuse_literal(spec, key);
    return {};
}

/// A host, and perhaps a port of 1 to 65535.
bool is_host_and_port(std::string_view authority) {
    const auto colon = authority.ends_with(']') ? std::string_view::npos : authority.rfind(':');
    const std::string_view host = authority.substr(0, colon);
    if (host.empty() || host.find_first_of(" \t\"<>\\^`{|}") != std::string_view::npos) return false;
    if (colon == std::string_view::npos) return true;
    const std::string_view port = authority.substr(colon + 1);
    unsigned number = 0;
    const auto [end, ec] = std::from_chars(port.data(), port.data() + port.size(), number);
    return ec == std::errc() && end == port.data() + port.size() && number >= 1 && number <= 65535;
}

bool is_url(std::string_view url, const std::vector<std::string>& schemes) {
    for (const std::string& scheme : schemes) {
        if (!url.starts_with(scheme)) continue;
        const std::string_view rest = url.substr(scheme.size());
        return is_host_and_port(rest.substr(0, rest.find_first_of("/?#")));
    }
    return false;
}

std::string url(const Fields& spec, const std::vector<std::string>& schemes) {
    std::string value = spec.text("url", Need::required, 2000);
    if (value.empty()) return value;
    if (is_reference(value)) return secret(spec, "url");
    if (holds_credential(value)) {
        refuse_literal(spec, "url");
        return {};
    }
    if (is_url(value, schemes)) return value;
    std::string listed;
    for (const std::string& s : schemes) listed += (listed.empty() ? "" : " or ") + s;
    spec.invalid("url", fmt::format("must be {} and a host", listed), "or a reference: env:NAME, file:PATH");
    return {};
}

/// One mailbox: something@something, without what would end a header or an SMTP command.
bool is_address(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > 254) return false;
    for (const unsigned char c : text) {
        if (c <= 0x20 || c == 0x7f || c == '<' || c == '>' || c == ',' || c == ';') return false;
    }
    return true;
}

void read_receivers(const Fields& spec, Channel& out) {
    for (const yaml::Node& item : spec.list("to", Need::required)) {
        const std::string address = item.is_scalar() ? trimmed(item.text()) : "";
        if (is_address(address)) out.to.push_back(address);
        else spec.problems().add(errors::invalid, item.place(), "an item of `spec.to` must be a mail address", "write team@example.com");
    }
    if (out.to.size() > kMostReceivers) spec.invalid("to", fmt::format("has {} addresses; {} are allowed", out.to.size(), kMostReceivers));
}

void read_email(const Fields& spec, Channel& out) {
    out.url = url(spec, {"smtp://", "smtps://"});
    out.user = spec.text("user", Need::optional, 254);
    out.password = secret(spec, "password");
    if (!out.password.empty() && out.user.empty()) spec.invalid("user", "is missing, while there is a password");
    out.require_tls = spec.flag("requireTls").value_or(true);
    out.from = spec.text("from", Need::required, 254);
    if (!out.from.empty() && !is_address(out.from)) spec.invalid("from", "must be a mail address", "write plimsoll@example.com");
    read_receivers(spec, out);
}

void read_webhook(const Fields& spec, Channel& out) {
    out.url = url(spec, {"https://", "http://"});
    out.secret = secret(spec, "secret");
    if (spec.has("secret")) return;
    spec.problems().warn(errors::invalid, spec.place(), "`spec.secret` is missing, so the receiver cannot tell a page from a forged one",
                         "write secret: env:NAME or file:PATH");
}

/// Keys that all channels have, and those of the type.
std::vector<std::string> known_keys(ChannelType type) {
    std::vector<std::string> keys{"type", "description", "url", "caFile", "rateLimit", "repeatInterval", "allowPrivate"};
    if (type == ChannelType::webhook) keys.insert(keys.end(), {"secret"});
    if (type == ChannelType::email) keys.insert(keys.end(), {"user", "password", "requireTls", "from", "to"});
    return keys;
}

std::optional<ChannelType> type_of(const Object& object, Problems& problems) {
    const std::string type = trimmed(object.spec["type"].text());
    if (type == "webhook") return ChannelType::webhook;
    if (type == "email") return ChannelType::email;
    if (type == "alertmanager") return ChannelType::alertmanager;
    const Fields spec(object.spec, "spec",
                      {"type", "description", "url", "secret", "user", "password", "requireTls", "caFile", "from", "to",
                       "rateLimit", "repeatInterval", "allowPrivate"},
                      problems);
    if (object.spec.is_map()) static_cast<void>(spec.one_of("type", {"webhook", "email", "alertmanager"}, Need::required));
    return std::nullopt;
}

}  // namespace

Channel read_channel(const Object& object, Problems& problems) {
    Channel out;
    out.name = object.metadata.name.name;
    out.source = {object.place.file, object.place.line};
    const auto type = type_of(object, problems);
    if (!type || !object.spec.is_map()) return out;
    out.type = *type;
    const Fields spec(object.spec, "spec", known_keys(*type), problems);
    spec.description();
    if (*type == ChannelType::webhook) read_webhook(spec, out);
    if (*type == ChannelType::email) read_email(spec, out);
    if (*type == ChannelType::alertmanager) out.url = url(spec, {"https://", "http://"});
    out.ca_file = spec.text("caFile", Need::optional, 4096);
    out.rate_limit = static_cast<int>(spec.integer("rateLimit", 1, 10'000).value_or(out.rate_limit));
    out.repeat_interval = duration(spec, "repeatInterval", Need::optional).value_or(out.repeat_interval);
    out.allow_private = spec.flag("allowPrivate").value_or(false);
    return out;
}

}  // namespace plimsoll::catalog

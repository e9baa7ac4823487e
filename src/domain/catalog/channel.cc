// Channel. Secrets are references; a literal is refused, and no message quotes it.
#include <fmt/format.h>

#include "domain/catalog/errors.h"
#include "domain/catalog/own_kinds.h"
#include "domain/catalog/peer.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostReceivers = 100;

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
    out.url = url(spec, "url", {"smtp://", "smtps://"}, UrlForm::or_reference);
    out.user = spec.text("user", Need::optional, 254);
    out.password = secret(spec, "password");
    if (!out.password.empty() && out.user.empty()) spec.invalid("user", "is missing, while there is a password");
    out.require_tls = spec.flag("requireTls").value_or(true);
    out.from = spec.text("from", Need::required, 254);
    if (!out.from.empty() && !is_address(out.from)) spec.invalid("from", "must be a mail address", "write plimsoll@example.com");
    read_receivers(spec, out);
}

void read_webhook(const Fields& spec, Channel& out) {
    out.url = url(spec, "url", {"https://", "http://"}, UrlForm::or_reference);
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
    if (*type == ChannelType::alertmanager) out.url = url(spec, "url", {"https://", "http://"}, UrlForm::or_reference);
    out.ca_file = spec.text("caFile", Need::optional, 4096);
    out.rate_limit = static_cast<int>(spec.integer("rateLimit", 1, 10'000).value_or(out.rate_limit));
    out.repeat_interval = duration(spec, "repeatInterval", Need::optional).value_or(out.repeat_interval);
    out.allow_private = spec.flag("allowPrivate").value_or(false);
    return out;
}

}  // namespace plimsoll::catalog

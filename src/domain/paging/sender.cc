#include "domain/paging/sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/paging/payload.h"
#include "domain/slo/alert_words.h"

namespace plimsoll::paging {
namespace {

constexpr Duration webhook_timeout = Duration::seconds(15);  // Standard Webhooks asks for 15 to 30 s
constexpr Duration mail_timeout = Duration::seconds(30);

std::string name(Reason reason) { return boost::describe::enum_to_string(reason, ""); }

std::string status(const Page& page) {
    if (page.reason == Reason::test) return "test";
    return page.reason == Reason::resolved ? "resolved" : "firing";
}

std::string trimmed_url(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

WebhookAlert webhook_alert(const Page& page, std::optional<Timestamp> over_at, const Wording& wording) {
    const Subject& s = page.subject;
    WebhookAlert a;
    a.page = page.page;
    a.alert = page.alert;
    a.status = over_at ? "resolved" : status(page);
    a.reason = name(page.reason);
    a.severity = s.severity;
    a.service = s.service;
    a.slo = s.slo;
    a.rule = s.rule;
    a.kind = s.standing.empty() ? boost::describe::enum_to_string(s.kind, "") : "policy";
    a.standing = s.standing;
    a.summary = headline(page);
    a.since = s.since;
    a.as_of = s.as_of;
    a.over_at = over_at;
    a.why = slo::ending_words(s.why);
    a.objective = s.objective;
    a.budget_left = {s.budget_left, s.budget_left_events, s.budget_left_minutes};
    a.burn_threshold = s.factor;
    a.burn = s.evidence;
    a.runbook = s.runbook;
    a.link = slo_link(wording, s.slo);
    return a;
}

WebhookBody webhook_body(const Message& message, const Wording& wording) {
    const Page& page = message.page;
    WebhookBody body;
    body.type = "page." + name(page.reason);
    body.timestamp = page.intended_at;
    body.data.page = page.page;
    body.data.channel = page.channel;
    body.data.summary = headline(message);
    body.data.acknowledge = acknowledge_url(wording);
    if (page.reason == Reason::digest)
        for (const Page& part : message.parts) body.data.alerts.push_back(webhook_alert(part, std::nullopt, wording));
    else
        body.data.alerts.push_back(webhook_alert(page, message.over_at, wording));
    return body;
}

HttpRequest post(const Destination& destination, std::string url, std::string body) {
    HttpRequest request;
    request.method = "POST";
    request.url = std::move(url);
    request.headers.emplace("Content-Type", "application/json");
    request.body = std::move(body);
    request.timeout = webhook_timeout;
    request.bulkhead = destination.channel.name;
    request.allow_private_addresses = destination.channel.allow_private;
    request.ca_file = destination.channel.ca_file;
    return request;
}

Result<Outgoing> webhook(const Message& message, const Destination& destination, const Wording& wording, Timestamp now) {
    HttpRequest request = post(destination, destination.channel.url, json::encode(webhook_body(message, wording)));
    request.headers.emplace("webhook-id", message.page.page);
    request.headers.emplace("webhook-timestamp", std::to_string(now.in_ms() / 1000));
    if (!destination.channel.secret.empty()) {
        TRY_ASSIGN(std::string signature, webhook_signature(destination.channel.secret, message.page.page, now, request.body));
        request.headers.emplace("webhook-signature", std::move(signature));
    }
    return Outgoing(std::move(request));
}

constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// "2026-11-21T09:00:00Z" as RFC 5322 wants it: "21 Nov 2026 09:00:00 +0000".
std::string mail_date(Timestamp at) {
    const std::string t = text::rfc3339(at);
    const int month = (t[5] - '0') * 10 + (t[6] - '0');
    return fmt::format("{} {} {} {} +0000", t.substr(8, 2), months[static_cast<std::size_t>(month - 1)], t.substr(0, 4), t.substr(11, 8));
}

Outgoing mail(const Message& message, const Destination& destination, const Wording& wording, Timestamp now) {
    const catalog::Channel& channel = destination.channel;
    MailMessage m;
    m.server_url = channel.url;
    m.user = channel.user;
    m.password = channel.password;
    m.require_tls = channel.require_tls;
    m.ca_file = channel.ca_file;
    m.from = channel.from;
    m.to = channel.to;
    m.subject = headline(message);
    m.body = body_text(message, wording);
    m.message_id = message.page.page + "@plimsoll";
    m.headers = {{"Date", mail_date(now)}, {"Auto-Submitted", "auto-generated"}, {"X-Plimsoll-Page", message.page.page}};
    if (!message.page.alert.empty()) m.headers.emplace("X-Plimsoll-Alert", message.page.alert);
    m.timeout = mail_timeout;
    m.bulkhead = channel.name;
    m.allow_private_addresses = channel.allow_private;
    return m;
}

std::string alert_name(const Subject& s) {
    if (!s.standing.empty()) return "ErrorBudgetPolicy";
    return s.kind == slo::AlertKind::stale ? "SloDataMissing" : "ErrorBudgetBurn";
}

PostableAlert postable(const Subject& s, const std::string& alert, const std::string& summary, Timestamp ends_at, const Wording& wording) {
    PostableAlert p;
    p.labels = {{"alertname", alert_name(s)}, {"severity", s.severity}, {"service", s.service}, {"slo", s.slo}, {"rule", s.rule},
                {"standing", s.standing}, {"source", "plimsoll"}};
    std::erase_if(p.labels, [](const auto& label) { return label.second.empty(); });
    p.annotations = {{"summary", summary}, {"plimsoll_alert", alert}};
    if (s.budget_left) p.annotations["budget_left"] = text::percent(*s.budget_left);
    if (!s.runbook.empty()) p.annotations["runbook_url"] = s.runbook;
    p.startsAt = s.since;
    p.endsAt = ends_at;
    p.generatorURL = slo_link(wording, s.slo);
    return p;
}

PostableAlert postable(const Page& page, std::optional<Timestamp> over_at, const Wording& wording, Timestamp now) {
    if (page.reason == Reason::test) {
        PostableAlert p;
        p.labels = {{"alertname", "PlimsollTest"}, {"channel", page.channel}, {"source", "plimsoll"}};
        p.annotations = {{"summary", headline(page)}};
        p.startsAt = page.intended_at;
        p.endsAt = now + alertmanager_refresh;
        return p;
    }
    const bool over = page.reason == Reason::resolved;
    const Timestamp ends_at = over ? page.subject.as_of : over_at.value_or(now + alertmanager_lasts);
    return postable(page.subject, page.alert, headline(page), std::max(ends_at, page.subject.since), wording);
}

HttpRequest alertmanager(std::vector<PostableAlert> alerts, const Destination& destination) {
    return post(destination, trimmed_url(destination.channel.url) + "/api/v2/alerts", json::encode(alerts));
}

HttpRequest alertmanager_page(const Message& message, const Destination& destination, const Wording& wording, Timestamp now) {
    std::vector<PostableAlert> alerts;
    if (message.page.reason == Reason::digest)
        for (const Page& part : message.parts) alerts.push_back(postable(part, std::nullopt, wording, now));
    else
        alerts.push_back(postable(message.page, message.over_at, wording, now));
    return alertmanager(std::move(alerts), destination);
}

/// Resolves the field in place if it is a reference, and remembers what must never be shown.
Result<> resolve_field(std::string& field, Destination& out, const SecretSource& secrets, bool must_be_reference) {
    if (field.empty() || (!must_be_reference && !is_secret_reference(field))) return {};
    const std::string reference = field;
    TRY_ASSIGN(field, secrets.resolve(reference));
    out.hidden.emplace_back(field, reference);
    return {};
}

/// The host of a secret URL is a secret too: errors of the network name it.
void hide_host(Destination& out) {
    const std::string& url = out.channel.url;
    const std::size_t start = url.find("://");
    if (out.hidden.empty() || out.hidden.front().first != url || start == std::string::npos) return;
    std::string host = url.substr(start + 3, url.find_first_of("/?#", start + 3) - start - 3);
    if (const std::size_t at = host.rfind('@'); at != std::string::npos) host = host.substr(at + 1);
    const std::string reference = out.hidden.front().second;
    out.hidden.emplace_back(host, reference);
    if (const std::size_t colon = host.rfind(':'); colon != std::string::npos) out.hidden.emplace_back(host.substr(0, colon), reference);
}

}  // namespace

Result<Destination> resolve(const catalog::Channel& channel, const SecretSource& secrets) {
    Destination out{channel, {}};
    TRY(resolve_field(out.channel.url, out, secrets, false));
    hide_host(out);
    TRY(resolve_field(out.channel.user, out, secrets, false));
    TRY(resolve_field(out.channel.secret, out, secrets, true));
    TRY(resolve_field(out.channel.password, out, secrets, true));
    return out;
}

std::string without_secrets(const Destination& destination, std::string_view raw) {
    std::string out(raw);
    for (const auto& [value, reference] : destination.hidden)
        for (std::size_t at = value.empty() ? std::string::npos : out.find(value); at != std::string::npos; at = out.find(value, at + reference.size()))
            out.replace(at, value.size(), reference);
    out = text::printable(out);
    if (out.size() > 300) out.resize(300);
    while (!text::is_utf8(out)) out.pop_back();
    return out;
}

Result<Outgoing> render(const Message& message, const Destination& destination, const Wording& wording, Timestamp now) {
    switch (destination.channel.type) {
        case catalog::ChannelType::webhook: return webhook(message, destination, wording, now);
        case catalog::ChannelType::email: return mail(message, destination, wording, now);
        case catalog::ChannelType::alertmanager: return Outgoing(alertmanager_page(message, destination, wording, now));
    }
    return fail(plimsoll::errors::invalid, "the channel's type is not known");
}

HttpRequest render_refresh(const std::vector<Alert>& alerts, const Destination& destination, const Wording& wording, Timestamp now) {
    std::vector<PostableAlert> all;
    for (const Alert& alert : alerts) {
        Page page;
        page.subject = alert.subject;
        page.alert = alert.alert;
        all.push_back(postable(page, std::nullopt, wording, now));
    }
    return alertmanager(std::move(all), destination);
}

Result<std::string> webhook_signature(std::string_view secret, std::string_view id, Timestamp at, std::string_view body) {
    std::string key(secret);
    if (secret.starts_with("whsec_")) {
        const auto decoded = crypto::from_base64(secret.substr(6));
        if (!decoded) return fail(plimsoll::errors::invalid, "the signing secret begins with whsec_ but is not base64 after it");
        key = *decoded;
    }
    if (key.empty()) return fail(plimsoll::errors::invalid, "the signing secret is empty");
    const auto mac = crypto::hmac_sha256(key, fmt::format("{}.{}.{}", id, at.in_ms() / 1000, body));
    return "v1," + crypto::base64(crypto::view(mac));
}

}  // namespace plimsoll::paging

// sender.h: a page as the request or mail that carries it, and what the receiver's answer means.
//
// Secrets    are resolved at the moment of sending, live in the request alone, and are taken out of every error text.
// Keys       webhook-id, Message-ID and the body's `page` are the page's id: equal over attempts, restarts and replays.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/http_client.h"
#include "base/secrets.h"
#include "domain/catalog/model.h"
#include "domain/paging/decide.h"
#include "domain/paging/message_text.h"

namespace plimsoll::paging {

/// A channel with its secrets in the clear. Never logged, never stored.
struct Destination {
    catalog::Channel channel;
    std::vector<std::pair<std::string, std::string>> hidden;  ///< (secret value, the reference to show instead)
};

/// Errors: what the source says (not_found, io: worth another try); invalid (a secret that is no reference).
[[nodiscard]] Result<Destination> resolve(const catalog::Channel& channel, const SecretSource& secrets);

/// Replaces each secret in the text by its reference; control characters out; at most 300 bytes.
[[nodiscard]] std::string without_secrets(const Destination& destination, std::string_view text);

using Outgoing = std::variant<HttpRequest, MailMessage>;

/// Errors: invalid (the signing secret cannot be read as one).
[[nodiscard]] Result<Outgoing> render(const Message& message, const Destination& destination, const Wording& wording, Timestamp now);

/// All that fires on an Alertmanager channel, said again before `endsAt` passes.
[[nodiscard]] HttpRequest render_refresh(const std::vector<Alert>& alerts, const Destination& destination, const Wording& wording, Timestamp now);

/// Standard Webhooks v1: "v1," + base64(HMAC-SHA256(secret, id.timestamp.body)). A secret "whsec_<base64>" is decoded,
/// any other is taken as it is. Errors: invalid (base64, or empty).
[[nodiscard]] Result<std::string> webhook_signature(std::string_view secret, std::string_view id, Timestamp at, std::string_view body);

/// What an attempt's end means for the page; `page`, `attempt` and `unit` are the caller's to fill in.
[[nodiscard]] EndAttempt classify(const Result<HttpResponse>& response, Timestamp now);
[[nodiscard]] EndAttempt classify(const Result<std::string>& smtp_answer);

/// Retry-After as seconds or as an HTTP date; empty: absent or unreadable.
[[nodiscard]] std::optional<Duration> retry_after(const HttpResponse& response, Timestamp now);

inline constexpr Duration alertmanager_refresh = Duration::minutes(1);
inline constexpr Duration alertmanager_lasts = Duration::minutes(4);  ///< four refreshes, as Prometheus does

}  // namespace plimsoll::paging

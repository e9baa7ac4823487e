// source_api.h: requests to one server with the Prometheus query API, and what its answers mean.
//
// Secrets    are resolved for each request, so that a changed file is used at once; errors name the reference alone.
// Verdicts   of an answer decide who waits: see Trouble.
// Source     Prometheus HTTP API; MetricsQL (`nocache`: VictoriaMetrics else moves the time asked for, and answers from a cache).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/http_client.h"
#include "base/secrets.h"
#include "ingest/pull/answer.h"
#include "ingest/pull/pull.h"

namespace plimsoll::ingest::pull {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// application/x-www-form-urlencoded.
[[nodiscard]] std::string form_of(const Parameters& parameters);

inline constexpr std::size_t kQueryAnswerBytes = 64 << 20;
inline constexpr std::size_t kAskAnswerBytes = 16 << 20;

/// `path` as "/api/v1/query". POST with `form` as its body, or GET with it behind the path. Errors: those of the references.
enum class Method { get, post };
[[nodiscard]] Result<HttpRequest> request_to(const Source& source, const SecretSource& secrets, Method method,
                                             const std::string& path, const std::string& form);

/// Why a request brought nothing that may be counted.
enum class Trouble {
    peer,      ///< it cannot be reached, is overloaded, answers garbage or lacks parts: the source is left alone for a while
    query,     ///< a query is at fault: whoever else was in the request asks without it
    too_much,  ///< it takes too long or is too large: ask for less at a time
    too_long,  ///< the text of the queries is longer than the server takes
};
struct Refused {
    Trouble trouble = Trouble::peer;
    std::string words;                   ///< for the Sources page: what happened and what to do
    std::optional<Duration> retry_after;
};
[[nodiscard]] tl::expected<Answer, Refused> judged(const Result<HttpResponse>& response);

/// The server's own clock, from header Date, to the second. Empty: it does not say.
[[nodiscard]] std::optional<Timestamp> date_of(const HttpResponse& response);
/// "Sun, 06 Nov 1994 08:49:37 GMT". Source: RFC 9110, section 5.6.7 (IMF-fixdate).
[[nodiscard]] std::optional<Timestamp> http_date(const std::string& text);

}  // namespace plimsoll::ingest::pull

// errors.h: what http/ itself refuses, before or after a handler. Handlers' errors come from their own catalogues.
#pragma once

#include "base/error.h"

namespace plimsoll::http::errors {

inline constexpr ErrorKind bad_request{"http.bad_request", 400, "The request is not valid HTTP", "Check the client or the proxy in front"};
inline constexpr ErrorKind bad_target{"http.bad_target", 400, "The request target cannot be read", "Percent-encode the path and the query"};
inline constexpr ErrorKind unauthenticated{"http.unauthenticated", 401, "This needs a sign-in or a token", "Sign in, or send `Authorization: Bearer plm_...`; `plimsoll token create` makes one"};
inline constexpr ErrorKind forbidden{"http.forbidden", 403, "A right is missing", "Use a token with the right named, or ask an administrator for a role that has it"};
inline constexpr ErrorKind cross_site{"http.cross_site", 403, "A page of another site sent this", "Send changes from Plimsoll's own origin, or without an Origin header"};
inline constexpr ErrorKind csrf{"http.csrf", 403, "The session's X-CSRF-Token is missing or wrong", "Send the `csrf` of GET /api/v1/session with each change; reload the page"};
inline constexpr ErrorKind not_found{"http.not_found", 404, "There is nothing at this path", "See /api/v1/openapi.json for every path"};
inline constexpr ErrorKind method_not_allowed{"http.method_not_allowed", 405, "This path does not take this method", "Use a method of the Allow header"};
inline constexpr ErrorKind header_slow{"http.header_slow", 408, "The request header did not arrive in time", "Send the header at once"};
inline constexpr ErrorKind body_slow{"http.body_slow", 408, "The request body came too slowly", "Send the body faster, or in smaller requests"};
inline constexpr ErrorKind key_in_flight{"http.key_in_flight", 409, "A request with this Idempotency-Key is still being answered", "Wait for its answer, then repeat it"};
inline constexpr ErrorKind shown_once{"http.shown_once", 409, "This was done already, and its answer is not kept", "Ask again with a new key; where a secret was lost, make a new one"};
inline constexpr ErrorKind too_large{"http.too_large", 413, "The request body is too large", "Send less at once"};
inline constexpr ErrorKind misdirected{"http.misdirected", 421, "The Host header names another machine", "Use localhost, or name the host in the server's allowed hosts"};
inline constexpr ErrorKind key_reused{"http.key_reused", 422, "This Idempotency-Key was used for another request", "Use a new key for each request"};
inline constexpr ErrorKind key_invalid{"http.key_invalid", 400, "The Idempotency-Key cannot be used", "Send 1 to 255 printable ASCII characters without spaces"};
inline constexpr ErrorKind header_too_large{"http.header_too_large", 431, "The request header is too large", "Send fewer or shorter header fields"};
inline constexpr ErrorKind internal{"http.internal", 500, "Plimsoll made a mistake", "Look up the incident in the server's log, and report it"};
inline constexpr ErrorKind not_implemented{"http.not_implemented", 501, "This transfer coding is not supported", "Send a Content-Length, or Transfer-Encoding: chunked alone"};
inline constexpr ErrorKind busy{"http.busy", 503, "Too many requests are waiting", "Try again after a moment"};
inline constexpr ErrorKind stopping{"http.stopping", 503, "The server is stopping", "Try again after a moment"};
inline constexpr ErrorKind too_many_streams{"http.too_many_streams", 503, "Too many event streams are open", "Close one, or try again later"};
inline constexpr ErrorKind no_reply{"http.no_reply", 504, "The answer did not come in time", "Read the state before repeating a change"};

inline constexpr ErrorKind listen{"http.listen", 500, "The server cannot listen", "Choose another address or port, or end the process that holds it"};
inline constexpr ErrorKind tls{"http.tls", 500, "The TLS certificate or key cannot be used", "Check both PEM files, their rights, and that they belong together"};
inline constexpr ErrorKind rows{"http.rows", 500, "The table of routes is wrong", "Correct the rows named"};

}  // namespace plimsoll::http::errors

// token_text.h: a secret as its holder has it: a prefix that says what it opens, its id, and 32 random bytes in URL-safe
// base64 without padding: plm_<id>_<secret>.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace plimsoll::access {

inline constexpr std::size_t secret_bytes = 32;

/// What a secret opens: plm_ a token, pls_ a session (in a cookie), plc_ a one-time code (in a link), plk_ a candidate's own copy (in a
/// link, until it ends).
enum class SecretKind { token, session, code, copy };

struct TokenText {
    std::string id;      ///< lower-case hexadecimal
    std::string secret;  ///< 32 bytes
};

/// A new id (8 bytes) and secret. Requires a cryptographic source outside tests.
[[nodiscard]] TokenText draw(Random& random);
[[nodiscard]] std::string format(const TokenText& token, SecretKind kind = SecretKind::token);
/// Empty: not a secret of ours, or one of another kind.
[[nodiscard]] std::optional<TokenText> parse_token(std::string_view text, SecretKind kind = SecretKind::token);
/// What the log and the state know of a secret: SHA-256 of its 32 bytes, lower-case hexadecimal.
[[nodiscard]] std::string secret_hash(std::string_view secret);

inline constexpr std::string_view session_cookie = "plimsoll_session";

/// The session that a Cookie header ("a=b; plimsoll_session=pls_...") names.
[[nodiscard]] std::optional<TokenText> session_in(std::string_view cookie_header);
/// What a page shows with each change, to prove that it is ours: bound to the session's secret, and of no use without it.
[[nodiscard]] std::string csrf_of(const TokenText& session);

}  // namespace plimsoll::access

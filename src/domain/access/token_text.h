// token_text.h: a token as its holder has it: plm_<id>_<secret in URL-safe base64 without padding>.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"

namespace plimsoll::access {

inline constexpr std::size_t secret_bytes = 32;

struct TokenText {
    std::string id;      ///< lower-case hexadecimal
    std::string secret;  ///< 32 bytes
};

/// A new id (8 bytes) and secret. Requires a cryptographic source outside tests.
[[nodiscard]] TokenText draw(Random& random);
[[nodiscard]] std::string format(const TokenText& token);
/// Empty: not a token of ours.
[[nodiscard]] std::optional<TokenText> parse_token(std::string_view text);
/// What the log and the state know of a secret: SHA-256 of its 32 bytes, lower-case hexadecimal.
[[nodiscard]] std::string secret_hash(std::string_view secret);

}  // namespace plimsoll::access

// crypto.h: hashes, signatures and seals, all OpenSSL's; this file only gives them value types.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace plimsoll::crypto {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);
[[nodiscard]] std::string_view view(const Sha256& hash);
[[nodiscard]] Sha256 hmac_sha256(std::string_view key, std::string_view bytes);

[[nodiscard]] std::string base64(std::string_view bytes);
/// Accepts standard and URL-safe alphabets, padded or not.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

/// Compares in constant time.
[[nodiscard]] bool equal(std::string_view a, std::string_view b);

/// Ed25519. `secret` is 32 bytes, `public_key` 32, a signature 64.
struct KeyPair {
    std::string secret;
    std::string public_key;
};
[[nodiscard]] KeyPair ed25519_generate(Random& random);
[[nodiscard]] KeyPair ed25519_from_secret(std::string_view secret32);
[[nodiscard]] std::string ed25519_sign(std::string_view secret32, std::string_view bytes);
[[nodiscard]] bool ed25519_verify(std::string_view public_key32, std::string_view bytes, std::string_view signature);

/// AES-256-GCM with a random nonce in front and `bound` authenticated: a sealed text moved to another row does not open.
[[nodiscard]] std::string seal(std::string_view key32, std::string_view bound, std::string_view plain, Random& random);
[[nodiscard]] std::optional<std::string> open(std::string_view key32, std::string_view bound, std::string_view sealed);

}  // namespace plimsoll::crypto

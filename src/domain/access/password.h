// password.h: passwords by argon2id (RFC 9106), as PHC strings: $argon2id$v=19$m=65536,t=3,p=1$<salt>$<hash>.
//
// Cost       one hash takes `memory_kib` of memory and a tenth of a second or so: never on an I/O thread.
// Change     a string that was made at another cost still verifies; needs_rehash() says so, and the next sign-in mends it.
// Source     RFC 9106 section 4 (second recommended choice: 64 MiB, 3 passes), with one lane, since one thread hashes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace plimsoll::access {

struct PasswordCost {
    std::uint32_t memory_kib = 64 << 10;
    std::uint32_t passes = 3;
    std::uint32_t lanes = 1;
};

inline constexpr std::size_t password_characters_min = 12;
inline constexpr std::size_t password_bytes_max = 1'024;
inline constexpr std::size_t salt_bytes = 16;
inline constexpr std::size_t hash_bytes = 32;

/// With a salt of its own. `random` must be fit for secrets.
[[nodiscard]] std::string hash_password(std::string_view password, const PasswordCost& cost, Random& random);
/// False for a string that is not argon2id's too.
[[nodiscard]] bool verify_password(const std::string& phc, std::string_view password);
[[nodiscard]] bool needs_rehash(std::string_view phc, const PasswordCost& cost);

/// The rules that a new password at `where` breaks; `forbidden`: the names of its owner, which are the first to be tried.
[[nodiscard]] std::vector<FieldError> password_faults(std::string_view password, const std::string& where,
                                                      const std::vector<std::string>& forbidden);

}  // namespace plimsoll::access

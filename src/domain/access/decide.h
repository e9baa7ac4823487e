// decide.h: every rule about tokens. Pure: the caller draws the secret, and only its hash gets here.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "domain/access/state.h"

namespace plimsoll::access {

namespace errors {
inline constexpr ErrorKind invalid_token{"access.invalid_token", 422, "The token cannot be made like this", "Correct the fields named"};
inline constexpr ErrorKind exists{"access.exists", 409, "There is another token with this id or name", "Choose another name, or revoke that token first"};
inline constexpr ErrorKind too_many_tokens{"access.too_many_tokens", 409, "Too many tokens work already", "Revoke those that are not used"};
inline constexpr ErrorKind unknown_token{"access.unknown_token", 404, "There is no such token", "`plimsoll token list` shows every token"};
}  // namespace errors

inline constexpr std::size_t live_limit = 1'000;
inline constexpr std::size_t name_limit = 100;  ///< bytes

struct CreateToken {
    std::string id;  ///< drawn by the caller: lower-case hexadecimal, 8 to 32 digits
    std::string name;
    std::vector<api::Right> rights;
    std::string secret_sha256;
    std::optional<Timestamp> expires;
};

struct RevokeToken {
    std::string id;
};

using Command = std::variant<CreateToken, RevokeToken>;

/// Errors: invalid_token (every field that is wrong); exists; too_many_tokens; unknown_token.
[[nodiscard]] Result<std::vector<Event>> decide(const State& state, const Command& command, const log::Issued& issued);

}  // namespace plimsoll::access

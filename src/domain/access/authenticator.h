// authenticator.h: from an Authorization header to who is asking.
//
// Threads    verify() from any thread, many at once; publish() from the engine's.
// Timing     hashes are compared in constant time; an unknown id costs as much as a wrong secret.
// Attempts   per address at most `attempts` wrong tokens a minute are answered 401, further ones 429. A right token
//            always passes: whoever fails cannot lock out others behind the same address. The table of addresses is
//            bounded; when it is full the oldest address is forgotten.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "api/rights.h"
#include "domain/access/state.h"

namespace plimsoll::access {

namespace errors {
inline constexpr ErrorKind not_a_token{"access.not_a_token", 401, "The Authorization header holds no token of Plimsoll", "Send `Authorization: Bearer plm_...`"};
inline constexpr ErrorKind wrong_token{"access.wrong_token", 401, "The token is not valid", "Check that it was copied whole; `plimsoll token create` makes a new one"};
inline constexpr ErrorKind expired{"access.expired", 401, "The token has expired", "Make a new one with `plimsoll token create`"};
inline constexpr ErrorKind revoked{"access.revoked", 401, "The token was revoked", "Make a new one with `plimsoll token create`"};
inline constexpr ErrorKind too_many_attempts{"access.too_many_attempts", 429, "Too many wrong tokens came from this address", "Correct the token, and try again after a minute"};
}  // namespace errors

struct AttemptLimits {
    std::size_t attempts = 10;
    Duration span = Duration::minutes(1);
    std::size_t addresses = 4'096;
};

class Authenticator {
public:
    explicit Authenticator(AttemptLimits limits = {}) : limits_(limits), table_(std::make_shared<const Table>()) {}

    /// Every later verify() sees this state. Call with what is durable, after each change.
    void publish(const State& state);

    /// The actor is "token:<id>" with the token's rights. Errors: not_a_token; wrong_token; expired; revoked;
    /// too_many_attempts.
    [[nodiscard]] Result<api::Actor> verify(std::string_view authorization, const std::string& remote_address, Timestamp now);

    [[nodiscard]] std::size_t addresses_remembered() const;

private:
    struct Known {
        std::string hash;
        api::Rights rights;
        std::optional<Timestamp> expires;
        bool revoked = false;
    };
    using Table = std::map<std::string, Known, std::less<>>;
    struct Attempts {
        std::string address;
        Timestamp since;
        std::size_t count = 0;
    };
    [[nodiscard]] Result<api::Actor> look_up(std::string_view authorization, Timestamp now) const;
    /// Counts a wrong token. False: there were too many.
    bool count_attempt(const std::string& remote_address, Timestamp now);

    const AttemptLimits limits_;
    mutable std::mutex table_mutex_;
    std::shared_ptr<const Table> table_;  ///< guarded by table_mutex_; what it points at is immutable
    mutable std::mutex attempts_mutex_;   ///< guards the two below
    std::list<Attempts> attempts_;        ///< oldest first
    std::map<std::string, std::list<Attempts>::iterator> by_address_;
};

}  // namespace plimsoll::access

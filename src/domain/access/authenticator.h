// authenticator.h: from an Authorization or a Cookie header to who is asking.
//
// Threads    verify() and session() from any thread, many at once; publish() one at a time.
// Sessions   end at their own end, or when nothing was asked of them for session_idle. When one was last seen is kept in
//            memory alone: after a restart it counts as seen at the start.
// Timing     hashes are compared in constant time; an unknown id costs as much as a wrong secret.
// Attempts   per address at most `attempts` wrong tokens a minute are answered 401, further ones 429. A right token
//            always passes: whoever fails cannot lock out others behind the same address. The table of addresses is
//            bounded; when it is full the oldest address is forgotten.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/rights.h"
#include "domain/access/decide.h"
#include "domain/access/token_text.h"

namespace plimsoll::access {

namespace errors {
inline constexpr ErrorKind not_a_token{"access.not_a_token", 401, "The Authorization header holds no token of Plimsoll", "Send `Authorization: Bearer plm_...`"};
inline constexpr ErrorKind wrong_token{"access.wrong_token", 401, "The token is not valid", "Check that it was copied whole; `plimsoll token create` makes a new one"};
inline constexpr ErrorKind expired{"access.expired", 401, "The token has expired", "Make a new one with `plimsoll token create`"};
inline constexpr ErrorKind revoked{"access.revoked", 401, "The token was revoked", "Make a new one with `plimsoll token create`"};
inline constexpr ErrorKind too_many_attempts{"access.too_many_attempts", 429, "Too many wrong tokens came from this address", "Correct the token, and try again after a minute"};
inline constexpr ErrorKind no_session{"access.no_session", 401, "This needs a sign-in or a token", "Sign in, or send `Authorization: Bearer plm_...`"};
inline constexpr ErrorKind session_ended{"access.session_ended", 401, "The session has ended", "Sign in again"};
}  // namespace errors

struct AttemptLimits {
    std::size_t attempts = 10;
    Duration span = Duration::minutes(1);
    std::size_t addresses = 4'096;
};

/// Whose session a cookie shows.
struct SessionIdentity {
    api::Actor actor;     ///< the person's id, with the rights of their role
    std::string session;  ///< its id
    Timestamp expires;    ///< if nothing is asked until then
    bool csrf_matches = true;
};

class Authenticator {
public:
    explicit Authenticator(AttemptLimits limits = {}) : limits_(limits), table_(std::make_shared<const Table>()) {}

    /// Every later verify() and session() sees this state. Call after each change; what is not durable yet may be in it,
    /// since nobody holds the secret of what was not said to be done.
    void publish(const State& state, Timestamp now);

    /// The actor is "token:<id>" with the token's rights. Errors: not_a_token; wrong_token; expired; revoked;
    /// too_many_attempts.
    [[nodiscard]] Result<api::Actor> verify(std::string_view authorization, const std::string& remote_address, Timestamp now);

    /// Counts as being seen. `csrf`: what was sent as X-CSRF-Token, compared in constant time; nullptr: nothing to compare.
    /// Errors: no_session (the header names none of ours); session_ended (unknown, ended, idle too long, or a wrong secret).
    [[nodiscard]] Result<SessionIdentity> session(std::string_view cookie_header, const std::string* csrf, Timestamp now);

    /// Empty: no such session is published.
    [[nodiscard]] std::optional<Timestamp> last_seen(const std::string& session) const;
    /// Sessions that time has ended, to be said so in the log.
    [[nodiscard]] std::vector<std::string> sessions_over(Timestamp now) const;

    [[nodiscard]] std::size_t addresses_remembered() const;

private:
    struct Known {
        std::string hash;
        api::Rights rights;
        std::optional<Timestamp> expires;
        bool revoked = false;
    };
    struct Open {
        std::string hash;
        std::string person;
        api::Rights rights;
        Timestamp expires;
        std::shared_ptr<std::atomic<std::int64_t>> seen_ms;  ///< goes over from one table to the next

        [[nodiscard]] bool is_over(Timestamp now) const;
    };
    struct Table {
        std::map<std::string, Known, std::less<>> tokens;
        std::map<std::string, Open, std::less<>> sessions;
    };
    struct Attempts {
        std::string address;
        Timestamp since;
        std::size_t count = 0;
    };
    [[nodiscard]] std::shared_ptr<const Table> table() const;
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

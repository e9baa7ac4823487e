// idempotency.h: answers kept for a repeated Idempotency-Key, so that a client may retry a change it is unsure of.
//
// Shape      (actor, key) to the SHA-256 of method, target and body, and the answer. Answers of 500 and above are not
//            kept: the change did not happen, and a retry is a new try.
// Bounds     entries, bytes of answers, age; the least recently used answer leaves first. Requests in flight are never
//            dropped; when they alone fill the store, begin() refuses.
// Restart    the store in memory is lost with the process. After a restart the log decides: commands carry ids of the
//            domain, and a command whose effect is already in the log is answered without doing it twice.
// Threads    every method is safe from any thread.
#pragma once

#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <variant>

#include "api/route.h"
#include "base/crypto.h"

namespace plimsoll::http {

struct IdempotencyKey {
    std::string actor;
    std::string key;
    friend auto operator<=>(const IdempotencyKey&, const IdempotencyKey&) = default;
};

class IdempotencyStore {
public:
    struct Fresh {};  ///< do it, then call finish()

    virtual ~IdempotencyStore() = default;
    /// Fresh; the answer to repeat; or an error. Errors: key_in_flight; key_reused; shown_once; busy.
    virtual Result<std::variant<Fresh, api::Reply>> begin(const IdempotencyKey& key, const crypto::Sha256& request,
                                                          Timestamp now) = 0;
    /// Ends what begin() called Fresh.
    virtual void finish(const IdempotencyKey& key, const api::Reply& reply) = 0;
};

struct IdempotencyBounds {
    std::size_t entries = 10'000;
    std::size_t bytes = 64u << 20;
    Duration age = Duration::hours(24);
};

class MemoryIdempotencyStore final : public IdempotencyStore {
public:
    explicit MemoryIdempotencyStore(IdempotencyBounds bounds = {}) : bounds_(bounds) {}
    Result<std::variant<Fresh, api::Reply>> begin(const IdempotencyKey& key, const crypto::Sha256& request,
                                                  Timestamp now) override;
    void finish(const IdempotencyKey& key, const api::Reply& reply) override;
    [[nodiscard]] std::size_t size() const;

private:
    struct Entry {
        IdempotencyKey key;
        crypto::Sha256 request{};
        Timestamp at;
        bool done = false;
        api::Reply reply;
    };
    using Entries = std::list<Entry>;  // least recently used first
    Result<std::variant<Fresh, api::Reply>> begin_fresh(const IdempotencyKey& key, const crypto::Sha256& request,
                                                        Timestamp now);
    void drop(Entries::iterator entry);
    void drop_old(Timestamp now);
    bool make_room();

    const IdempotencyBounds bounds_;
    mutable std::mutex mutex_;
    Entries entries_;
    std::map<IdempotencyKey, Entries::iterator> by_key_;
    std::size_t bytes_ = 0;
};

/// What makes two requests the same request.
[[nodiscard]] crypto::Sha256 request_fingerprint(const api::Request& request);
/// 1 to 255 printable ASCII characters without spaces.
[[nodiscard]] bool is_idempotency_key(std::string_view text);

}  // namespace plimsoll::http

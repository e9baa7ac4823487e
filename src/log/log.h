// log.h: the append-only, hash-chained log as the rest of the program sees it. SQLite is behind it.
//
// Threads    append(), durable(), when_durable(), read() are safe from any thread; append never touches the disk.
//            One writer thread commits in groups. Callbacks run on the writer thread and must be quick.
// Durability an event is durable when its sequence number is <= durable(). Nothing may be shown or sent before.
// Failure    after a failed commit every pending append is dropped, their waiters get the error, and failed() is true
//            until reopen_after_failure(): the engine folds again from durable() first.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "log/event.h"

namespace plimsoll::log {

namespace errors {
inline constexpr ErrorKind failed{"log.failed", 503, "The event log cannot be written now",
                                  "Nothing was changed; try again. If it lasts, check the disk of the data folder"};
inline constexpr ErrorKind full{"log.full", 503, "Too many events wait to be written", "Try again after a moment"};
inline constexpr ErrorKind newer{"log.newer", 500, "The data folder was written by a newer version",
                                 "Run that version, or restore a back-up made by this one"};
inline constexpr ErrorKind tampered{"log.tampered", 500, "The event log does not match its hash chain",
                                    "Run `plimsoll audit verify` to see what was changed, and restore a back-up"};
}  // namespace errors

struct Settings {
    std::filesystem::path file;        ///< log.db
    std::size_t queue_limit = 100'000; ///< events waiting; beyond it append() refuses with `full`
    std::size_t reserve_bytes = 64u << 20;  ///< kept free on disk for this file
};

/// One saved state: all state up to `seq`, valid only for the chain and the schema it was made with.
struct Snapshot {
    Seq seq = 0;
    crypto::Sha256 chain_hash{};
    std::string schema_hash;  ///< of the state's JSON schema
    std::string body;         ///< compressed by the log
};

class Log {
public:
    /// Opens or creates; starts the writer. Errors: newer; io; tampered (the last row's hash is wrong).
    static Result<std::unique_ptr<Log>> open(const Settings& settings, Metrics& metrics);
    virtual ~Log() = default;

    /// Gives the events their places, in order; returns the last one's. Errors: full; failed.
    virtual Result<Seq> append(std::vector<NewEvent> events) = 0;
    /// Highest sequence handed out.
    [[nodiscard]] virtual Seq appended() const = 0;
    /// Highest sequence on disk.
    [[nodiscard]] virtual Seq durable() const = 0;
    /// Calls `done` once, when seq is durable (at once, on this thread, if it is already) or will never be.
    virtual void when_durable(Seq seq, std::function<void(Result<>)> done) = 0;
    /// Calls `each` for every newly durable event, in order, on the writer thread (server-sent events, workers).
    virtual void on_commit(std::function<void(const std::vector<Event>&)> each) = 0;

    [[nodiscard]] virtual bool failed() const = 0;
    /// Makes append() possible again, from durable(); called by the engine after it folded again.
    virtual Result<> reopen_after_failure() = 0;

    /// Durable events with seq >= from, in order, until `each` returns false or `limit` were read. Short transactions;
    /// never blocks the writer.
    virtual Result<> read(Seq from, std::size_t limit, const std::function<bool(const Event&)>& each) const = 0;
    /// The same for one stream.
    virtual Result<> read_stream(const std::string& stream, Seq from, std::size_t limit,
                                 const std::function<bool(const Event&)>& each) const = 0;

    virtual Result<> save_snapshot(const Snapshot& snapshot) = 0;
    /// The newest snapshot whose schema and chain hash fit; empty: replay everything.
    virtual Result<std::optional<Snapshot>> load_snapshot(const std::string& schema_hash) const = 0;
    /// Hash of the chain at a durable sequence.
    [[nodiscard]] virtual Result<crypto::Sha256> chain_hash(Seq seq) const = 0;

    /// Commits what waits (at most `bound`), closes.
    virtual Result<> close(Duration bound) = 0;
};

}  // namespace plimsoll::log

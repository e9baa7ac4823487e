// log.h: the append-only, hash-chained log as the rest of the program sees it. SQLite is behind it.
//
// Threads    append(), durable(), when_durable(), read() are safe from any thread; append never touches the disk.
//            One writer thread commits in groups. Callbacks run on the writer thread and must be quick.
// Durability an event is durable when its sequence number is <= durable(). Nothing may be shown or sent before.
// Failure    after a failed commit every pending append is dropped, their waiters get the error, and failed() is true
//            until reopen_after_failure(): the engine folds again from durable() first. append(), when_durable() of what
//            it returned, and reopen_after_failure() therefore belong to one thread or one lock: the engine's.
// Full disk  ingest refuses while low_space(); the log itself goes on into the space kept for it (`log.reserve`, released
//            when a commit meets a full disk, made again when there is room). When that is used up too, commits fail as
//            above; reading always works.
// Bounds     the queue (events and bytes); each event's fields (`Limits`); an append that breaks one changes nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/random.h"
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
inline constexpr ErrorKind in_use{"log.in_use", 503, "Another process uses it",
                                  "Stop that process, or give this one a data folder of its own"};
}  // namespace errors

/// What one event may hold at most, in bytes.
struct Limits {
    static constexpr std::size_t type = 128;
    static constexpr std::size_t stream = 1024;
    static constexpr std::size_t actor = 256;
    static constexpr std::size_t source = 128;
    static constexpr std::size_t body = 16u << 20;
};

/// Free bytes on the disk that holds a path, for ordinary users. Safe from any thread.
using FreeSpace = std::function<Result<std::uint64_t>(const std::filesystem::path&)>;
/// What the operating system says (statvfs). Errors: io.
[[nodiscard]] Result<std::uint64_t> free_space(const std::filesystem::path& path);

struct Settings {
    std::filesystem::path file;             ///< log.db; snapshots/, log.reserve and log.lock stand beside it
    std::size_t queue_limit = 100'000;      ///< events waiting; beyond it append() refuses with `full`
    std::size_t queue_bytes = 256u << 20;   ///< the same for their bytes
    std::size_t reserve_bytes = 64u << 20;  ///< kept free on disk for this file; 0: none
    FreeSpace free_space = log::free_space; ///< tests hand in another
    Random* random = nullptr;               ///< names a new chain; none: the system's
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
    /// Opens or creates; starts the writer. Errors: newer; io; in_use (another log is open on the file);
    /// tampered (the last row's hash is wrong).
    static Result<std::unique_ptr<Log>> open(const Settings& settings, Metrics& metrics);
    virtual ~Log() = default;

    /// Gives the events their places, in order; returns the last one's. What is appended together is committed together.
    /// Errors: full; failed; base.invalid (an event breaks a limit or is not UTF-8: every one is named).
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
    /// Makes append() possible again, from durable(); called by the engine after it folded again. Writes once to the
    /// disk to see that it can. Errors: failed (the disk still refuses: call again later).
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
    /// Hash of the chain at a durable sequence; at 0 the genesis hash. Errors: base.not_found.
    [[nodiscard]] virtual Result<crypto::Sha256> chain_hash(Seq seq) const = 0;
    /// The chain's random name, 32 hexadecimal digits.
    [[nodiscard]] virtual const std::string& chain_id() const = 0;

    /// Free space on the disk fell under `reserve_bytes`: ingest must refuse, so that paging can go on.
    [[nodiscard]] virtual bool low_space() const = 0;

    /// Commits what waits (at most `bound`), closes. Errors: failed (events were dropped: it says how many).
    virtual Result<> close(Duration bound) = 0;
};

}  // namespace plimsoll::log

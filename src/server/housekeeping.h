// housekeeping.h: what the server does for itself: signed heads, snapshots, its own gauges.
//
// Heads      one at the start, one a day, one at the stop, recorded beside the log; one with each heartbeat.
// Recovery   a log that could not commit is asked every second whether it can again.
// Snapshots  after 50,000 events and at the stop, so that a start folds a tail and not the whole log.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "log/heads.h"
#include "server/engine.h"
#include "server/loop.h"

namespace plimsoll::server {

class Housekeeping {
public:
    static constexpr std::uint64_t kSnapshotEvery = 50'000;

    Housekeeping(Engine& engine, log::Log& log, log::SigningKey key, log::HeadBook book, const Clock& clock, Metrics& metrics);
    ~Housekeeping();

    /// Signs what is durable now and records it. Errors: io.
    Result<log::SignedHead> sign();
    /// The same as text, for heartbeats; empty when the disk refuses. Any thread.
    [[nodiscard]] std::string head_text();
    [[nodiscard]] const log::SigningKey& key() const { return key_; }
    /// What sign() recorded last; empty before the first. Any thread.
    [[nodiscard]] std::optional<log::SignedHead> last_head() const;

    [[nodiscard]] Duty duty();

private:
    void run(Timestamp now);
    void snapshot_apart();

    Engine& engine_;
    log::Log& log_;
    const log::SigningKey key_;
    const log::HeadBook book_;
    const Clock& clock_;
    Gauge& waiting_;
    Gauge& low_space_;
    mutable std::mutex signing_;  // guards last_, and that one head is recorded at a time
    std::optional<log::SignedHead> last_;
    Timestamp next_head_;
    Timestamp next_look_;
    std::atomic<bool> snapshotting_{false};
    std::thread snapshot_thread_;
};

}  // namespace plimsoll::server

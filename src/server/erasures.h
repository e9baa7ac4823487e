// erasures.h: makes away with what is kept of candidates: at once when somebody asks, by itself when the time is over, and at the start
// what a crash left half done.
//
// Order      the event first, until it is durable; then the key with all papers, and what was declared apart. Whoever the log calls
//            erased has no key a minute later at the latest, and none after a start.
// Start      before anything listens: keys of those whose erasure is in the log (a crash, or an older back-up of keys.db), and papers
//            of whom no event speaks (a crash between the two, while they were added).
// Sweep      once an hour those who are due (domain/hiring/retention.h) are erased, at most kMostAtOnce a time; whoever is held is not,
//            and that is said in the program's log.
// Threads    finish() and finished_at() from any; the duty on its loop, which may wait for the disk.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "domain/hiring/retention.h"
#include "log/keys.h"
#include "server/engine.h"
#include "server/loop.h"

namespace plimsoll::server {

struct ErasurePorts {
    Engine& engine;
    log::Log& log;
    log::PersonVault& vault;
    Duration keep = hiring::kUsualKeep;
    /// Makes away with what a candidate declared of themselves. Again: nothing happens. Empty: nothing is kept of that.
    std::function<Result<>(const std::string& candidate)> forget_declared;
};

class Erasures {
public:
    static constexpr Duration kSweepEvery = Duration::hours(1);
    static constexpr Duration kRetryEvery = Duration::minutes(1);
    static constexpr std::size_t kMostAtOnce = 500;

    explicit Erasures(ErasurePorts ports) : ports_(std::move(ports)) {}

    /// Requires that the erasure is durable. What fails is tried again by the duty. Errors: io.
    Result<> finish(const std::string& candidate, Timestamp now);
    /// When the key went; empty: it has not gone yet, or nobody of this id is known.
    [[nodiscard]] std::optional<Timestamp> finished_at(const std::string& candidate);
    /// For the start. Errors: io.
    Result<> tidy(Timestamp now);
    /// What the duty does when it is due.
    void run(Timestamp now);
    [[nodiscard]] Duty duty();

private:
    void retry(Timestamp now);
    void sweep(Timestamp now);
    Result<> erase_due(const std::string& candidate, Timestamp now);

    const ErasurePorts ports_;
    std::mutex mutex_;                ///< guards what follows
    std::set<std::string> unfinished_;
    Timestamp next_sweep_;            ///< the duty's thread alone, as the next
    Timestamp next_run_;
};

}  // namespace plimsoll::server

// book.h: the timeline of what the engine holds now, for readers who must not wait for the engine.
//
// Life       now() gives what was published last; catch_up() looks at the engine and publishes what changed. The server
//            calls it when events were appended, and a route after its own command, so that its reply shows what it did.
// Threads    now() and revision() from any thread and under any lock: they take none but their own. stale() and catch_up()
//            read the engine, so never under its lock.
// Memory     the occurrences of a recurrence are found once: what was asked for never changes.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "api/route.h"
#include "domain/exclusions/decide.h"
#include "domain/exclusions/timeline.h"

namespace plimsoll::exclusions {

class Book {
public:
    using Read = std::function<std::uint64_t(const std::function<void(const State&)>&)>;
    /// `folds`: how often the engine folded; within one fold a number of events means one state.
    Book(Read read, std::function<std::uint64_t()> folds);

    [[nodiscard]] std::shared_ptr<const Timeline> now() const;
    /// Rises with every timeline that is published. Cheap.
    [[nodiscard]] std::uint64_t revision() const { return revision_.load(); }
    [[nodiscard]] bool stale() const;
    /// True: something new was published.
    bool catch_up();
    /// All occurrences of what was asked for, kept while it waits or counts.
    [[nodiscard]] Occurrences occurrences(const Exclusion& exclusion);

private:
    void forget_over(const Timeline& timeline);

    const Read read_;
    const std::function<std::uint64_t()> folds_;
    std::atomic<std::uint64_t> revision_{0};

    std::mutex making_;  ///< one at a time makes a timeline

    std::mutex known_mutex_;  // guards what follows
    std::unordered_map<std::string, std::pair<ExclusionRequested, Occurrences>> known_;

    mutable std::mutex mutex_;  // guards what follows
    std::shared_ptr<const Timeline> now_ = std::make_shared<const Timeline>();
    std::uint64_t fold_ = 0;
};

/// All occurrences of what was asked for.
[[nodiscard]] std::vector<TimeRange> all_occurrences(const ExclusionRequested& asked);

}  // namespace plimsoll::exclusions

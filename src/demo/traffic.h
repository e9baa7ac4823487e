// traffic.h: the company's live counters, pushed by remote write as its Prometheus would.
//
// Pace       one body for each slot, kSampleAfter after the slot began; after a delay as many slots as are due.
// Failing    as Prometheus does: a body that the server could not take is sent again, unchanged, after kAgainAfter until
//            it can; one that it refuses is dropped. What waited longer than kBacklog is left out and shows as a gap.
// Threads    one of its own between start() and stop().
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/clock.h"
#include "demo/caller.h"
#include "demo/home.h"
#include "demo/series.h"

namespace plimsoll::demo {

inline constexpr Duration kBacklog = Duration::minutes(30);
inline constexpr Duration kAgainAfter = Duration::seconds(1);
inline constexpr int kBusyLong = 10;  ///< so many answers in a row that the server is busy are trouble

/// Where traffic goes on in a company that is started again: the first slot that begins after `now` and after `told`, the
/// newest sample that its server has, so that no slot is told twice, whenever the last start ended and wherever the clock
/// was set since.
[[nodiscard]] Timestamp first_slot_after(Timestamp now, std::optional<Timestamp> told);

class Traffic {
public:
    Traffic(Caller server, LiveSeries series, const Home& home, const Clock& clock)
        : server_(std::move(server)), series_(std::move(series)), home_(home), clock_(clock) {}
    ~Traffic() { stop(); }

    /// Pushes what is due up to now, and again what was refused before. Errors: what the server says.
    Result<> push();
    /// Goes on pushing. `trouble` is told when pushing fails, or the server stays busy, and told nothing ("") when it works again.
    void start(std::function<void(const std::string&)> trouble);
    void stop();

private:
    Result<> send_waiting();
    void run(const std::function<void(const std::string&)>& trouble);
    /// False: stop.
    bool wait();

    Caller server_;
    LiveSeries series_;
    const Home& home_;
    const Clock& clock_;
    std::string waiting_;  ///< a body that was not taken
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;  // guarded by mutex_
};

}  // namespace plimsoll::demo

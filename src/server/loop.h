// loop.h: the worker thread: one after another it runs what was posted and what is due.
//
// Threads    post(), wake() and stop() from any thread; everything that runs, runs on the loop's own thread.
// Time       a Duty says when it is next due, from its state; the loop asks again after everything it ran, so a timer is
//            never kept anywhere but in the state that explains it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/units.h"

namespace plimsoll::server {

/// Something that must happen at times of its own.
struct Duty {
    std::string name;
    std::function<Timestamp()> next_due;       ///< wall clock; Timestamp::max(): nothing is due
    std::function<void(Timestamp now)> run;
};

class Loop {
public:
    explicit Loop(const Clock& clock) : clock_(clock) {}
    ~Loop() { stop(); }

    /// Before start() only.
    void add(Duty duty) { duties_.push_back(std::move(duty)); }
    void start();
    /// Runs `task` soon. Bounded: at 100,000 waiting tasks the newest is refused (false).
    bool post(std::function<void()> task);
    /// Asks every duty again when it is due: something changed.
    void wake();
    /// Ends after the task that runs; tasks that wait are dropped.
    void stop();

private:
    void run();
    [[nodiscard]] Duration until_due(Timestamp now) const;

    const Clock& clock_;
    std::vector<Duty> duties_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::deque<std::function<void()>> tasks_;
    bool woken_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace plimsoll::server

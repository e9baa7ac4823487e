// writer.h: the queue of events and the one thread that commits them in groups.
//
// Life       append() gives places and queues -> the thread takes whole appends up to a group -> one transaction ->
//            durable() moves -> waiters, then subscribers, are called on the thread.
// Failure    a commit that fails drops all that waits, tells the waiters, and leaves the writer failed until reopen().
// Threads    every method is safe from any thread; callbacks may call every method but close().
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/metrics.h"
#include "log/appender.h"
#include "log/log.h"
#include "log/reserve.h"

namespace plimsoll::log {

/// Every field of every event that breaks a bound of `Limits` or is not UTF-8, by "/<index>/<field>".
[[nodiscard]] std::vector<FieldError> broken_limits(const std::vector<NewEvent>& events);

class Writer {
public:
    Writer(const Settings& settings, Appender appender, Metrics& metrics);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    Result<Seq> append(std::vector<NewEvent> events);
    void when_durable(Seq seq, std::function<void(Result<>)> done);
    void on_commit(std::function<void(const std::vector<Event>&)> each);
    Result<> reopen();
    /// Must be called before the writer goes; may be called again.
    Result<> close(Duration bound);

    [[nodiscard]] Seq appended() const { return appended_; }
    [[nodiscard]] Seq durable() const { return durable_; }
    [[nodiscard]] bool failed() const { return failed_; }
    [[nodiscard]] bool low_space();

private:
    using Waiters = std::multimap<Seq, std::function<void(Result<>)>>;
    using Subscriber = std::function<void(const std::vector<Event>&)>;

    void run();
    /// Waits for work. Empty: there is none, and the thread shall end or see to the reserve.
    std::vector<Event> next_group(bool& ending);
    Result<> commit(std::vector<Event>& group);
    [[nodiscard]] bool is_full_disk(const Error& error) const;
    void publish(const std::vector<Event>& group);
    void give_up(const Error& error);
    [[nodiscard]] Error refusal() const;  // under mutex_

    const std::size_t queue_limit_;
    const std::size_t queue_bytes_limit_;

    // The writer thread's; reopen()'s while failed_.
    Appender appender_;
    Reserve reserve_;
    std::mutex reopening_;

    // Under mutex_; the atomics are also read without it.
    mutable std::mutex mutex_;
    std::condition_variable work_;
    std::condition_variable ended_;
    std::deque<std::vector<NewEvent>> queue_;
    std::size_t queued_events_ = 0;
    std::size_t queued_bytes_ = 0;
    Seq next_to_commit_ = 1;
    std::atomic<Seq> appended_{0};
    std::atomic<Seq> durable_{0};
    std::atomic<bool> failed_{false};
    std::optional<Error> failure_;
    Waiters waiters_;
    std::vector<std::shared_ptr<Subscriber>> subscribers_;
    bool reserve_wanted_ = false;
    bool closing_ = false;
    bool running_ = true;

    Counter& events_total_;
    Counter& commits_total_;
    Counter& failures_total_;
    Gauge& queue_gauge_;
    Gauge& seq_gauge_;

    std::thread thread_;  // last: starts when all else stands
};

}  // namespace plimsoll::log

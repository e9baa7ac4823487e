// deadline.h: one timer per connection that is cheap to move: a later deadline only stores a time.
//
// Threads    one io_context's thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>

namespace plimsoll::http {

class Deadline {
public:
    using Clock = std::chrono::steady_clock;
    /// `on_expiry` runs once per arm() that expires; never after the Deadline is gone.
    Deadline(const boost::asio::any_io_executor& executor, std::function<void()> on_expiry);
    ~Deadline();
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    void arm(Clock::duration from_now);
    void disarm();
    /// Since the last arm().
    [[nodiscard]] bool expired() const;

private:
    struct State;
    static void wait(const std::shared_ptr<State>& state);
    std::shared_ptr<State> state_;
};

/// A wake-up call for one coroutine: set() before or during wait() ends it.
class Signal {
public:
    explicit Signal(const boost::asio::any_io_executor& executor) : timer_(executor) {}
    void set();
    /// True: set; false: the time passed. Either way it is unset afterwards.
    boost::asio::awaitable<bool> wait(std::chrono::steady_clock::duration at_most);

private:
    boost::asio::steady_timer timer_;
    bool set_ = false;
};

}  // namespace plimsoll::http

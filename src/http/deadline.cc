#include "http/deadline.h"

#include <boost/asio.hpp>

namespace plimsoll::http {

struct Deadline::State {
    State(const boost::asio::any_io_executor& executor, std::function<void()> callback)
        : timer(executor), on_expiry(std::move(callback)) {}
    boost::asio::steady_timer timer;
    std::function<void()> on_expiry;  ///< empty: the Deadline is gone
    Clock::time_point due = Clock::time_point::max();
    std::uint64_t wait = 0;  ///< number of the wait that counts; older ones were replaced
    bool waiting = false;
    bool expired = false;
};

Deadline::Deadline(const boost::asio::any_io_executor& executor, std::function<void()> on_expiry)
    : state_(std::make_shared<State>(executor, std::move(on_expiry))) {}

Deadline::~Deadline() {
    state_->on_expiry = {};
    state_->timer.cancel();
}

void Deadline::arm(Clock::duration from_now) {
    state_->due = Clock::now() + from_now;
    state_->expired = false;
    if (!state_->waiting || state_->due < state_->timer.expiry()) wait(state_);
}

void Deadline::disarm() { state_->due = Clock::time_point::max(); }

bool Deadline::expired() const { return state_->expired; }

void Deadline::wait(const std::shared_ptr<State>& state) {
    const std::uint64_t number = ++state->wait;
    state->waiting = true;
    state->timer.expires_at(state->due);
    state->timer.async_wait([state, number](boost::system::error_code) {
        if (number != state->wait || !state->on_expiry) return;
        state->waiting = false;
        if (state->due == Clock::time_point::max()) return;
        if (Clock::now() < state->due) return wait(state);
        state->due = Clock::time_point::max();
        state->expired = true;
        state->on_expiry();
    });
}

void Signal::set() {
    set_ = true;
    timer_.cancel();
}

boost::asio::awaitable<bool> Signal::wait(std::chrono::steady_clock::duration at_most) {
    if (!set_) {
        timer_.expires_after(at_most);
        co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
    const bool was_set = set_;
    set_ = false;
    co_return was_set;
}

}  // namespace plimsoll::http

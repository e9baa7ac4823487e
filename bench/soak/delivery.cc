#include "delivery.h"

#include "base/scaled_clock.h"

namespace plimsoll::soak {
namespace {

constexpr std::chrono::milliseconds kPause{200};

}  // namespace

Delivery::Delivery(demo::Caller server, const Clock& clock) : server_(std::move(server)), clock_(clock), thread_([this] { run(); }) {}

void Delivery::add(Body body) {
    {
        const std::lock_guard lock(mutex_);
        const Timestamp due = body.due;
        put({std::move(body), true}, due);
    }
    changed_.notify_one();
}

void Delivery::put(Item item, Timestamp due) { queue_.emplace(due, std::move(item)); }

Delivered Delivery::delivered() const {
    const std::lock_guard lock(mutex_);
    return delivered_;
}

std::size_t Delivery::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size() + (sending_ ? 1 : 0);
}

void Delivery::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

/// False: to be sent again.
bool Delivery::send(const Item& item) {
    const auto taken = server_.write(item.body.packed);
    const std::lock_guard lock(mutex_);
    if (taken) {
        ++(item.first ? delivered_.bodies : delivered_.repeated);
        if (item.first) delivered_.samples += item.body.samples;
        return true;
    }
    if (!taken.error().is(demo::errors::refused)) {
        ++delivered_.put_off;
        return false;
    }
    if (delivered_.refused++ == 0) delivered_.refusal = taken.error().sentence();
    return true;
}

void Delivery::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (queue_.empty()) {
            changed_.wait(lock);
            continue;
        }
        const Duration early = queue_.begin()->first - clock_.now();
        if (early > Duration()) {
            changed_.wait_for(lock, machine_time(clock_, early));
            continue;
        }
        auto node = queue_.extract(queue_.begin());
        Item& item = node.mapped();
        sending_ = true;
        lock.unlock();
        const bool done = send(item);
        lock.lock();
        sending_ = false;
        if (!done) {
            queue_.insert(std::move(node));
            changed_.wait_for(lock, kPause, [this] { return stopping_; });
            continue;
        }
        item.first = false;
        if (--item.body.copies > 0) {
            queue_.insert(std::move(node));
        } else if (const auto again = std::exchange(item.body.again, std::nullopt)) {
            item.body.copies = 1;
            node.key() = *again;
            queue_.insert(std::move(node));
        }
    }
}

}  // namespace plimsoll::soak

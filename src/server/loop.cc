#include "server/loop.h"

#include <algorithm>

#include "base/scaled_clock.h"

namespace plimsoll::server {

namespace {
constexpr std::size_t kMostTasks = 100'000;
/// Duties are asked at least so often, so that a wall clock that steps back cannot put one off for long.
constexpr Duration kLongestSleep = Duration::seconds(1);
constexpr Duration kNothingDue = Duration::hours(1);  // of a loop that only does what is posted
}  // namespace

void Loop::start() {
    thread_ = std::thread([this] { run(); });
}

bool Loop::post(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (tasks_.size() >= kMostTasks) return false;
        tasks_.push_back(std::move(task));
    }
    changed_.notify_one();
    return true;
}

void Loop::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    changed_.notify_one();
}

void Loop::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable() && thread_.get_id() != std::this_thread::get_id()) thread_.join();
}

Duration Loop::until_due(Timestamp now) const {
    if (duties_.empty()) return kNothingDue;
    Duration shortest = kLongestSleep;
    for (const Duty& duty : duties_) {
        const Timestamp due = duty.next_due();
        if (due == Timestamp::max()) continue;
        shortest = std::min(shortest, std::max(due - now, Duration()));
    }
    return shortest;
}

void Loop::run() {
    while (true) {
        std::deque<std::function<void()>> tasks;
        const Duration sleep = until_due(clock_.now());
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, machine_time(clock_, sleep),
                              [&] { return stopping_ || woken_ || !tasks_.empty(); });
            if (stopping_) return;
            woken_ = false;
            tasks.swap(tasks_);
        }
        for (const auto& task : tasks) task();
        const Timestamp now = clock_.now();
        for (const Duty& duty : duties_) {
            if (duty.next_due() <= now) duty.run(now);
        }
    }
}

}  // namespace plimsoll::server

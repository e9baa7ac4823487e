#include "server/desks.h"

#include <fmt/format.h>

namespace plimsoll::server {

Desks::Desks(int at_once, int waiting, std::string what) : at_once_(static_cast<std::size_t>(at_once)), waiting_(static_cast<std::size_t>(waiting)), what_(std::move(what)) {
    for (int i = 0; i < at_once; ++i) threads_.emplace_back([this] { run(); });
}

api::AsyncHandler Desks::handler(Work work) {
    return [this, work = std::move(work)](api::Request request, api::Done done) {
        {
            const std::lock_guard lock(mutex_);
            if (!stopping_ && tasks_.size() + working_ < at_once_ + waiting_) {
                tasks_.emplace_back([work, done, request = std::move(request)] { done(work(request)); });
                done = nullptr;
            }
        }
        if (done) done(fail(plimsoll::errors::busy, fmt::format("{} {} are worked on and {} wait", at_once_, what_, waiting_)));
        else changed_.notify_one();
    };
}

void Desks::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void Desks::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        if (stopping_) return;
        std::function<void()> task = std::move(tasks_.front());
        tasks_.pop_front();
        ++working_;
        lock.unlock();
        task();
        task = nullptr;
        lock.lock();
        --working_;
    }
}

}  // namespace plimsoll::server

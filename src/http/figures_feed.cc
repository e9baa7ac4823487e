#include "http/figures_feed.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace plimsoll::http {

std::shared_ptr<void> FiguresFeed::subscribe(std::weak_ptr<FiguresSink> sink) {
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(mutex_);
        id = ++last_id_;
        listeners_[id] = {std::move(sink), std::nullopt};
        heard_ = true;
        look_ = true;
    }
    wake_.notify_one();
    return {nullptr, [feed = weak_from_this(), id](void*) {
                if (const auto alive = feed.lock()) alive->end(id);
            }};
}

void FiguresFeed::end(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    listeners_.erase(id);
    heard_ = !listeners_.empty();
}

void FiguresFeed::moved() {
    if (!heard_.load(std::memory_order_relaxed)) return;
    {
        const std::lock_guard lock(mutex_);
        look_ = true;
    }
    wake_.notify_one();
}

/// Who has not heard of this revision; they have now.
std::vector<std::shared_ptr<FiguresSink>> FiguresFeed::due(std::uint64_t revision) {
    std::vector<std::shared_ptr<FiguresSink>> out;
    const std::lock_guard lock(mutex_);
    for (auto& [id, listener] : listeners_) {
        if (listener.told == revision) continue;
        listener.told = revision;
        if (auto sink = listener.sink.lock()) out.push_back(std::move(sink));
    }
    return out;
}

std::optional<Duration> FiguresFeed::step() {
    const Duration now = clock_.monotonic();
    {
        const std::lock_guard lock(mutex_);
        if (listeners_.empty()) return std::nullopt;
        if (told_at_ && now - *told_at_ < kEvery) return kEvery - (now - *told_at_);
        look_ = false;
    }
    const auto sinks = due(port_.revision());
    if (sinks.empty()) return kEvery;
    const FiguresAt at = port_.at();
    for (const auto& sink : sinks) sink->moved(at);
    const std::lock_guard lock(mutex_);
    told_at_ = now;
    return kEvery;
}

void FiguresFeed::start() {
    thread_ = std::thread([this] { run(); });
}

void FiguresFeed::run() {
    for (;;) {
        const std::optional<Duration> wait = step();
        std::unique_lock lock(mutex_);
        const auto woken = [&] { return stopping_ || (look_ && wait == kEvery) || (!wait && !listeners_.empty()); };
        if (wait) wake_.wait_for(lock, std::chrono::milliseconds(wait->in_ms() + 1), woken);
        else wake_.wait(lock, woken);
        if (stopping_) return;
    }
}

void FiguresFeed::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

}  // namespace plimsoll::http

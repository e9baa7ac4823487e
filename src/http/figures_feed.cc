#include "http/figures_feed.h"

#include <algorithm>
#include <vector>

#include "base/scaled_clock.h"

namespace plimsoll::http {

std::uint64_t FiguresFeed::Listeners::add(std::weak_ptr<FiguresSink> sink) {
    const std::lock_guard lock(mutex_);
    all_[++last_id_] = {std::move(sink), std::nullopt};
    any_ = true;
    return last_id_;
}

void FiguresFeed::Listeners::end(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    all_.erase(id);
    any_ = !all_.empty();
}

std::vector<std::shared_ptr<FiguresSink>> FiguresFeed::Listeners::due(std::uint64_t revision) {
    std::vector<std::shared_ptr<FiguresSink>> out;
    const std::lock_guard lock(mutex_);
    for (auto& [id, listener] : all_) {
        if (listener.told == revision) continue;
        listener.told = revision;
        if (auto sink = listener.sink.lock()) out.push_back(std::move(sink));
    }
    return out;
}

std::shared_ptr<void> FiguresFeed::subscribe(std::weak_ptr<FiguresSink> sink) {
    const std::uint64_t id = listeners_->add(std::move(sink));
    look();
    return {nullptr, [listeners = std::weak_ptr(listeners_), id](void*) {
                if (const auto there = listeners.lock()) there->end(id);
            }};
}

void FiguresFeed::moved() {
    if (listeners_->any()) look();
}

void FiguresFeed::look() {
    {
        const std::lock_guard lock(mutex_);
        look_ = true;
    }
    wake_.notify_one();
}

std::optional<Duration> FiguresFeed::step() {
    const Duration now = clock_.monotonic();
    {
        const std::lock_guard lock(mutex_);
        if (!listeners_->any()) return std::nullopt;
        if (told_at_ && now - *told_at_ < kEvery) return kEvery - (now - *told_at_);
        look_ = false;
    }
    const auto sinks = listeners_->due(port_.revision());
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
        const auto woken = [&] { return stopping_ || (look_ && wait == kEvery) || (!wait && listeners_->any()); };
        if (wait) wake_.wait_for(lock, machine_time(clock_, *wait + Duration::ms(1)), woken);
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

#include "http/event_source.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace plimsoll::http {
namespace {

/// Events kept in memory for those who are nearly up to date, so that a commit costs no read per subscriber.
constexpr std::size_t recent_limit = 1'024;
/// Events handed to one subscriber before the next one's turn.
constexpr std::size_t turn = 256;

struct Subscriber {
    log::Seq next = 1;
    bool full = false;
    std::uint64_t resumes = 0;  ///< so that a resume() while the sink is refusing is not lost
    std::weak_ptr<EventSink> sink;
};

/// What the source, the log's callback and the subscriptions share.
class Feed : public std::enable_shared_from_this<Feed> {
public:
    explicit Feed(log::Log& log) : log_(log), newest_(log.durable()) {}

    void stop() {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        work_.notify_all();
    }

    std::unique_ptr<Subscription> subscribe(log::Seq from, std::weak_ptr<EventSink> sink) {
        const std::lock_guard lock(mutex_);
        const std::uint64_t id = ++last_id_;
        subscribers_[id] = {std::max<log::Seq>(from, 1), false, 0, std::move(sink)};
        newest_ = std::max(newest_, log_.durable());
        work_.notify_all();
        return std::make_unique<Handle>(weak_from_this(), id);
    }

    /// On the log's writer thread.
    void committed(const std::vector<log::Event>& events) {
        if (events.empty()) return;
        const std::lock_guard lock(mutex_);
        newest_ = events.back().seq;
        if (subscribers_.empty()) {
            recent_.clear();
            return;
        }
        const std::size_t skip = events.size() > recent_limit ? events.size() - recent_limit : 0;
        if (skip > 0 || (!recent_.empty() && recent_.back().seq + 1 != events.front().seq)) recent_.clear();
        recent_.insert(recent_.end(), events.begin() + static_cast<std::ptrdiff_t>(skip), events.end());
        while (recent_.size() > recent_limit) recent_.pop_front();
        work_.notify_all();
    }

    /// The source's thread.
    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            std::uint64_t id = 0;
            work_.wait(lock, [&] { return stopping_ || (id = pick()) != 0; });
            if (stopping_) return;
            Subscriber subscriber = subscribers_[id];
            const std::vector<log::Event> recent = recent_from(subscriber.next);
            lock.unlock();
            const bool goes_on = serve(subscriber, recent);
            lock.lock();
            const auto it = subscribers_.find(id);
            if (it == subscribers_.end()) continue;
            if (!goes_on) {
                subscribers_.erase(it);
                continue;
            }
            it->second.next = subscriber.next;
            it->second.full = subscriber.full && it->second.resumes == subscriber.resumes;
        }
    }

private:
    class Handle final : public Subscription {
    public:
        Handle(std::weak_ptr<Feed> source, std::uint64_t id) : source_(std::move(source)), id_(id) {}
        ~Handle() override {
            if (const auto source = source_.lock()) source->end(id_);
        }
        void resume() override {
            if (const auto source = source_.lock()) source->resume(id_);
        }

    private:
        std::weak_ptr<Feed> source_;
        std::uint64_t id_;
    };

    void end(std::uint64_t id) {
        const std::lock_guard lock(mutex_);
        subscribers_.erase(id);
    }

    void resume(std::uint64_t id) {
        const std::lock_guard lock(mutex_);
        if (const auto it = subscribers_.find(id); it != subscribers_.end()) {
            it->second.full = false;
            ++it->second.resumes;
        }
        work_.notify_all();
    }

    [[nodiscard]] bool behind(const Subscriber& s) const { return !s.full && s.next <= newest_; }

    /// The next subscriber in turn that is behind; 0: none. Requires the lock.
    std::uint64_t pick() {
        auto it = subscribers_.upper_bound(served_);
        for (std::size_t i = 0; i < subscribers_.size(); ++i, ++it) {
            if (it == subscribers_.end()) it = subscribers_.begin();
            if (behind(it->second)) return served_ = it->first;
        }
        return 0;
    }

    [[nodiscard]] std::vector<log::Event> recent_from(log::Seq next) const {
        if (recent_.empty() || next < recent_.front().seq) return {};
        const auto skip = std::min<std::size_t>(next - recent_.front().seq, recent_.size());
        const auto first = recent_.begin() + static_cast<std::ptrdiff_t>(skip);
        const auto count = std::min<std::size_t>(turn, static_cast<std::size_t>(recent_.end() - first));
        return {first, first + static_cast<std::ptrdiff_t>(count)};
    }

    /// False: the subscriber is gone or cannot be served.
    bool serve(Subscriber& subscriber, const std::vector<log::Event>& recent) {
        const auto sink = subscriber.sink.lock();
        if (!sink) return false;
        const auto give = [&](const log::Event& event) {
            if (!sink->take(event, log_.durable())) {
                subscriber.full = true;
                return false;
            }
            subscriber.next = event.seq + 1;
            return true;
        };
        if (!recent.empty()) {
            for (const log::Event& event : recent)
                if (!give(event)) break;
            return true;
        }
        const log::Seq before = subscriber.next;
        const Result<> read = log_.read(subscriber.next, turn, give);
        const bool stuck = read && subscriber.next == before && !subscriber.full;
        if (read && !stuck) return true;
        spdlog::warn("http: an event stream ended: {}", read ? "the log has a gap" : read.error().sentence());
        sink->fail(read ? plimsoll::fail(plimsoll::errors::io, "the log has a gap") : read.error(), log_.durable());
        return false;
    }

    log::Log& log_;
    std::mutex mutex_;  // guards all below
    std::condition_variable work_;
    bool stopping_ = false;
    log::Seq newest_;
    std::uint64_t last_id_ = 0;
    std::uint64_t served_ = 0;
    std::map<std::uint64_t, Subscriber> subscribers_;
    std::deque<log::Event> recent_;
};

class LogEvents final : public EventSource {
public:
    explicit LogEvents(log::Log& log) : log_(log), feed_(std::make_shared<Feed>(log)) {
        log_.on_commit([feed = std::weak_ptr(feed_)](const std::vector<log::Event>& events) {
            if (const auto alive = feed.lock()) alive->committed(events);
        });
        thread_ = std::thread([feed = feed_] { feed->run(); });
    }
    ~LogEvents() override {
        feed_->stop();
        thread_.join();
    }
    log::Seq newest() const override { return log_.durable(); }
    std::unique_ptr<Subscription> subscribe(log::Seq from, std::weak_ptr<EventSink> sink) override {
        return feed_->subscribe(from, std::move(sink));
    }

private:
    log::Log& log_;
    std::shared_ptr<Feed> feed_;
    std::thread thread_;
};

}  // namespace

std::shared_ptr<EventSource> log_events(log::Log& log) { return std::make_shared<LogEvents>(log); }

}  // namespace plimsoll::http

// figures_feed.h: tells open event streams that figures moved, at most once a second, and looks only while one listens.
//
// Pace       a sink hears of a revision once; the next one at least a second later. A new sink hears of the present one.
// Cost       without a sink nothing runs and moved() is one load; with one, the port's revision is read once a second and
//            at moved(), and the rest of it only when that changed.
// Threads    moved() and subscribe() from any thread, quick. Sinks are called on the feed's own thread, or step()'s, which may
//            also destroy the last of them. A handle knows the list of listeners, never the feed: whoever ends a
//            subscription, on whatever thread, must not end up as the feed's last owner, for that joins the feed's thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/clock.h"

namespace plimsoll::http {

struct FiguresAt {
    std::uint64_t revision = 0;
    std::optional<Timestamp> as_of;
};

class FiguresSink {
public:
    virtual ~FiguresSink() = default;
    virtual void moved(const FiguresAt& at) = 0;
};

/// What the feed looks at. Both are safe from any thread and outlive it.
struct FiguresPort {
    std::function<std::uint64_t()> revision;  ///< cheap
    std::function<FiguresAt()> at;
};

class FiguresFeed {
public:
    static constexpr Duration kEvery = Duration::seconds(1);

    FiguresFeed(FiguresPort port, const Clock& clock) : port_(std::move(port)), clock_(clock) {}
    ~FiguresFeed() { stop(); }
    FiguresFeed(const FiguresFeed&) = delete;
    FiguresFeed& operator=(const FiguresFeed&) = delete;

    /// For as long as the returned handle lives, which may outlive the feed.
    [[nodiscard]] std::shared_ptr<void> subscribe(std::weak_ptr<FiguresSink> sink);
    /// Something may have changed; look soon.
    void moved();

    /// Tells who is due to be told; returns how long to wait at most, empty: until somebody listens.
    std::optional<Duration> step();
    /// Steps on a thread of its own until stop().
    void start();
    void stop();

private:
    /// Who listens; shared with the handles.
    class Listeners {
    public:
        std::uint64_t add(std::weak_ptr<FiguresSink> sink);
        void end(std::uint64_t id);
        [[nodiscard]] bool any() const { return any_.load(std::memory_order_relaxed); }
        /// Who has not heard of this revision; they have now.
        std::vector<std::shared_ptr<FiguresSink>> due(std::uint64_t revision);

    private:
        struct Listener {
            std::weak_ptr<FiguresSink> sink;
            std::optional<std::uint64_t> told;
        };
        std::atomic<bool> any_{false};
        std::mutex mutex_;  // guards what follows
        std::map<std::uint64_t, Listener> all_;
        std::uint64_t last_id_ = 0;
    };
    void look();
    void run();

    const FiguresPort port_;
    const Clock& clock_;
    const std::shared_ptr<Listeners> listeners_ = std::make_shared<Listeners>();

    std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    std::optional<Duration> told_at_;  ///< monotonic
    bool look_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace plimsoll::http

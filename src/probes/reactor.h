// reactor.h: one thread that waits for sockets, timers, curl's transfers and what other threads post: all that checks need to
// run by the hundreds without a thread each.
//
// Threads    post(), stop() from any; run() on the thread that is to be the reactor's; everything else on that thread only.
// Order      what is posted runs in the order of posting. A handler may watch, cancel and post as it likes.
// Lifetime   a callback that was cancelled, unwatched or abandoned never runs. What was posted and did not run before the end
//            is dropped.
// Why        curl's socket interface over epoll, since its simpler one visits every transfer at every wake.
#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace plimsoll::probes {

/// A file descriptor that closes itself.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool is_open() const { return fd_ >= 0; }

private:
    int fd_;
};

class Reactor {
public:
    using Task = std::function<void()>;
    /// Of after(): when, and which.
    using Timer = std::pair<Duration, std::uint64_t>;

    explicit Reactor(const Clock& clock);
    ~Reactor();
    Reactor(const Reactor&) = delete;
    Reactor& operator=(const Reactor&) = delete;

    void post(Task task);
    void stop();
    /// Until stop(). SIGPIPE is blocked on this thread from then on.
    void run();

    Timer after(Duration wait, Task task);
    void cancel(const Timer& timer) { timers_.erase(timer); }

    /// `ready` is called with what epoll saw whenever `events` (EPOLLIN, EPOLLOUT) hold, and with EPOLLERR if the system watches
    /// no more. A second call for a descriptor replaces the first. Unwatch before closing.
    void watch(int fd, std::uint32_t events, std::function<void(std::uint32_t)> ready);
    void unwatch(int fd);

    /// Runs a prepared transfer; `done` gets curl's verdict. The handle must live until `done` has returned, and may go when it
    /// has, or after abandon(). Errors: busy.
    Result<> begin(CURL* easy, std::function<void(CURLcode)> done);
    void abandon(CURL* easy);

    [[nodiscard]] const Clock& clock() const { return clock_; }

private:
    static int on_socket(CURL* easy, curl_socket_t fd, int what, void* self, void* socket);
    static int on_timer(CURLM* multi, long ms, void* self);
    void curl_wants(int fd, int what);
    bool add(int fd, std::uint32_t events);
    void act(int fd, int what);
    void collect();
    void run_posted();
    void run_timers();
    void wait();

    const Clock& clock_;
    CURLM* const multi_;
    const Descriptor epoll_;
    const Descriptor wake_;
    std::mutex mutex_;  // guards posted_ and stopping_
    std::vector<Task> posted_;
    bool stopping_ = false;
    // the reactor's thread's own
    std::map<Timer, Task> timers_;
    std::uint64_t last_timer_ = 0;
    Timer curl_timer_{};
    std::unordered_map<int, std::function<void(std::uint32_t)>> watched_;
    std::unordered_map<CURL*, std::function<void(CURLcode)>> transfers_;
};

}  // namespace plimsoll::probes

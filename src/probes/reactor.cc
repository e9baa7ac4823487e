#include "probes/reactor.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/invariant.h"
#include "base/scaled_clock.h"

namespace plimsoll::probes {
namespace {

constexpr int kEventsAtOnce = 256;
constexpr Duration kLongestWait = Duration::seconds(60);

/// A peer that closes early must not end the process: OpenSSL writes without MSG_NOSIGNAL.
void block_broken_pipes() {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
}

CURLM* open_multi() {
    static const CURLcode once = curl_global_init(CURL_GLOBAL_ALL);
    INVARIANT(once == CURLE_OK, "curl starts in any process");
    CURLM* multi = curl_multi_init();
    INVARIANT(multi != nullptr, "curl's multi handle is a small allocation");
    return multi;
}

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

Reactor::Reactor(const Clock& clock)
    : clock_(clock), multi_(open_multi()), epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    INVARIANT(epoll_.is_open() && wake_.is_open(), "a process that starts has descriptors left");
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &Reactor::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &Reactor::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    watch(wake_.get(), EPOLLIN, [this](std::uint32_t) {
        std::uint64_t count = 0;
        while (::read(wake_.get(), &count, sizeof count) > 0) {
        }
    });
}

Reactor::~Reactor() {
    while (!transfers_.empty()) abandon(transfers_.begin()->first);
    curl_multi_cleanup(multi_);
}

void Reactor::post(Task task) {
    {
        const std::lock_guard lock(mutex_);
        posted_.push_back(std::move(task));
    }
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);  // full means that it is awake anyway
}

void Reactor::stop() {
    post([] {});
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    post([] {});
}

void Reactor::run() {
    block_broken_pipes();
    for (;;) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) return;
        }
        run_posted();
        run_timers();
        wait();
    }
}

void Reactor::run_posted() {
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(posted_);
    }
    for (const Task& task : tasks) task();
}

void Reactor::run_timers() {
    const Duration now = clock_.monotonic();
    while (!timers_.empty() && timers_.begin()->first.first <= now) {
        const Task task = std::move(timers_.begin()->second);
        timers_.erase(timers_.begin());
        task();
    }
}

void Reactor::wait() {
    Duration longest = kLongestWait;
    if (!timers_.empty()) longest = std::min(longest, std::max(timers_.begin()->first.first - clock_.monotonic(), Duration()));
    {
        const std::lock_guard lock(mutex_);
        if (!posted_.empty()) longest = Duration();
    }
    const int rest = static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(machine_time(clock_, longest)).count());
    std::array<epoll_event, kEventsAtOnce> events;
    const int n = ::epoll_wait(epoll_.get(), events.data(), kEventsAtOnce, rest);
    INVARIANT(n >= 0 || errno == EINTR, "the descriptor is an epoll");
    for (int i = 0; i < n; ++i) {
        const auto found = watched_.find(events[static_cast<std::size_t>(i)].data.fd);
        if (found == watched_.end()) continue;  // an earlier handler of this round unwatched it
        const auto ready = found->second;       // a copy: it may unwatch itself
        ready(events[static_cast<std::size_t>(i)].events);
    }
}

Reactor::Timer Reactor::after(Duration wait, Task task) {
    const Timer timer{clock_.monotonic() + wait, ++last_timer_};
    timers_.emplace(timer, std::move(task));
    return timer;
}

bool Reactor::add(int fd, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event) == 0) return true;
    return errno == ENOENT && ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) == 0;
}

void Reactor::watch(int fd, std::uint32_t events, std::function<void(std::uint32_t)> ready) {
    watched_[fd] = std::move(ready);
    if (add(fd, events)) return;
    // The system watches no more descriptors: whoever waits hears of an error instead of nothing.
    after(Duration(), [this, fd] {
        const auto found = watched_.find(fd);
        if (found == watched_.end()) return;
        const auto told = found->second;
        told(EPOLLERR);
    });
}

void Reactor::unwatch(int fd) {
    if (watched_.erase(fd) > 0) ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
}

Result<> Reactor::begin(CURL* easy, std::function<void(CURLcode)> done) {
    transfers_[easy] = std::move(done);
    if (curl_multi_add_handle(multi_, easy) == CURLM_OK) return {};
    transfers_.erase(easy);
    return fail(errors::busy, "no memory for another connection");
}

void Reactor::abandon(CURL* easy) {
    if (transfers_.erase(easy) > 0) curl_multi_remove_handle(multi_, easy);
}

int Reactor::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
    static_cast<Reactor*>(self)->curl_wants(fd, what);
    return 0;
}

void Reactor::curl_wants(int fd, int what) {
    if (what == CURL_POLL_REMOVE) return unwatch(fd);
    const std::uint32_t events = (what != CURL_POLL_OUT ? EPOLLIN : 0U) | (what != CURL_POLL_IN ? EPOLLOUT : 0U);
    watch(fd, events, [this, fd](std::uint32_t seen) {
        int flags = 0;
        if ((seen & (EPOLLIN | EPOLLHUP)) != 0) flags |= CURL_CSELECT_IN;
        if ((seen & EPOLLOUT) != 0) flags |= CURL_CSELECT_OUT;
        if ((seen & EPOLLERR) != 0) flags |= CURL_CSELECT_ERR;
        act(fd, flags);
    });
}

/// Never acts at once: curl calls this from within its own functions.
int Reactor::on_timer(CURLM*, long ms, void* self) {
    auto& reactor = *static_cast<Reactor*>(self);
    reactor.cancel(reactor.curl_timer_);
    if (ms >= 0) reactor.curl_timer_ = reactor.after(Duration::ms(ms), [&reactor] { reactor.act(CURL_SOCKET_TIMEOUT, 0); });
    return 0;
}

void Reactor::act(int fd, int what) {
    int running = 0;
    curl_multi_socket_action(multi_, fd, what, &running);
    collect();
}

void Reactor::collect() {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL* const easy = message->easy_handle;
        const CURLcode code = message->data.result;
        auto node = transfers_.extract(easy);
        INVARIANT(!node.empty(), "every handle in the multi has its transfer");
        // Called before, since removing the handle closes what it connected.
        node.mapped()(code);
        curl_multi_remove_handle(multi_, easy);
    }
}

}  // namespace plimsoll::probes

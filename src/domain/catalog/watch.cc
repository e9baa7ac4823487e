#include "domain/catalog/watch.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "domain/catalog/folder.h"

namespace plimsoll::catalog {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostWatches = 4096;  // beyond it, the comparison every 10 s finds changes
constexpr std::uint32_t kEvents =
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

bool is_hidden(const fs::path& name) { return name.native().starts_with('.'); }

}  // namespace

struct Watch::Body {
    Body(fs::path f, std::function<void()> c, Duration p) : folder(std::move(f)), changed(std::move(c)), poll_every(p) {}
    ~Body() {
        if (inotify >= 0) ::close(inotify);
        if (stop >= 0) ::close(stop);
    }

    /// Adds every folder; the kernel knows those that are watched already.
    void watch_all() const {
        if (inotify < 0) return;
        std::error_code ec;
        ::inotify_add_watch(inotify, folder.c_str(), kEvents);
        std::size_t watches = 1;
        for (fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, ec), end; !ec && at != end;
             at.increment(ec)) {
            std::error_code status;
            if (at->symlink_status(status).type() != fs::file_type::directory) continue;
            if (is_hidden(at->path().filename()) || at.depth() >= 31) at.disable_recursion_pending();
            else if (++watches <= kMostWatches) ::inotify_add_watch(inotify, at->path().c_str(), kEvents);
        }
    }

    /// Reads what waits; which file it was does not matter.
    [[nodiscard]] bool drain() const {
        alignas(inotify_event) std::array<char, 16 * 1024> buffer;
        bool any = false;
        while (::read(inotify, buffer.data(), buffer.size()) > 0) any = true;
        return any;
    }

    [[nodiscard]] bool stamp_differs() {
        std::string now = folder_stamp(folder);
        const bool differs = now != stamp;
        stamp = std::move(now);
        return differs;
    }

    void run() {
        std::array<pollfd, 2> fds{pollfd{stop, POLLIN, 0}, pollfd{inotify, POLLIN, 0}};
        while (true) {
            const int ready = ::poll(fds.data(), inotify < 0 ? 1 : 2, static_cast<int>(poll_every.in_ms()));
            if ((fds[0].revents & POLLIN) != 0) return;
            if (ready < 0 && errno != EINTR) return;
            const bool told = ready > 0 && drain();
            watch_all();
            // After an event the stamp is renewed too, or the next comparison would tell of the same change again.
            const bool differs = stamp_differs();
            if (told || differs) changed();
        }
    }

    const fs::path folder;
    const std::function<void()> changed;
    const Duration poll_every;
    int inotify = -1;
    int stop = -1;
    std::string stamp;
    std::thread thread;
};

Watch::Watch(std::unique_ptr<Body> body) : body_(std::move(body)) {}

Result<std::unique_ptr<Watch>> Watch::start(fs::path folder, std::function<void()> changed, Duration poll_every) {
    auto body = std::make_unique<Body>(std::move(folder), std::move(changed), poll_every);
    body->stop = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (body->stop < 0) return fail(plimsoll::errors::io, fmt::format("cannot watch the catalogue: {}", std::strerror(errno)));
    body->inotify = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);  // without one, comparing is enough
    body->watch_all();
    body->stamp = folder_stamp(body->folder);
    body->thread = std::thread([b = body.get()] { b->run(); });
    return std::unique_ptr<Watch>(new Watch(std::move(body)));
}

Watch::~Watch() {
    const std::uint64_t one = 1;
    while (::write(body_->stop, &one, sizeof one) < 0 && errno == EINTR) {
    }
    body_->thread.join();
}

}  // namespace plimsoll::catalog

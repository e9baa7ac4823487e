// desk.h: a thread for requests that read the disk: the log, the catalogue's files. I/O threads never wait for a disk.
//
// Bounds     256 requests wait at most, or as many as a desk is made for; further ones are told so (busy). They are served
//            one after another.
// Threads    handlers are called from any thread; their work runs on the loop's.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "api/route.h"
#include "server/loop.h"

namespace plimsoll::server {

class Desk {
public:
    static constexpr int kMostWaiting = 256;

    /// `loop` must outlive every handler's last call.
    explicit Desk(Loop& loop, int most_waiting = kMostWaiting) : loop_(loop), most_waiting_(most_waiting) {}

    using Work = std::function<Result<api::Reply>(const api::Request&)>;
    /// A row's async handler: `work` runs on the loop.
    [[nodiscard]] api::AsyncHandler handler(Work work) const;
    /// For what goes on after a reply began. False: too much waits.
    [[nodiscard]] bool post(std::function<void()> task) const { return loop_.post(std::move(task)); }

private:
    Loop& loop_;
    const int most_waiting_;
    std::shared_ptr<std::atomic<int>> waiting_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace plimsoll::server

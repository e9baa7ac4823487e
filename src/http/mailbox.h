// mailbox.h: work for an I/O thread from any other, which may come after that thread has ended.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <mutex>

namespace plimsoll::http {

/// Threads: every method from any thread.
class Mailbox {
public:
    explicit Mailbox(boost::asio::io_context& context) : context_(&context) {}
    /// Runs `work` on the thread, or drops it when that has ended.
    void post(std::function<void()> work) {
        const std::lock_guard lock(mutex_);
        if (context_) boost::asio::post(*context_, std::move(work));
    }
    /// Before the io_context goes.
    void close() {
        const std::lock_guard lock(mutex_);
        context_ = nullptr;
    }

private:
    std::mutex mutex_;
    boost::asio::io_context* context_;
};

}  // namespace plimsoll::http

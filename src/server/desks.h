// desks.h: several threads for requests that take long, and one bound on those that wait.
//
// Bounds     `at_once` are worked on, `waiting` more wait in the order of their coming; further ones are told so (busy).
// Threads    handlers are called from any thread; their work runs on one of the desks' own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/route.h"

namespace plimsoll::server {

class Desks {
public:
    /// `what` waits, for the refusal: "documents". Starts its threads.
    Desks(int at_once, int waiting, std::string what);
    ~Desks() { stop(); }
    Desks(const Desks&) = delete;
    Desks& operator=(const Desks&) = delete;

    using Work = std::function<Result<api::Reply>(const api::Request&)>;
    /// A row's async handler: `work` runs on one of the threads.
    [[nodiscard]] api::AsyncHandler handler(Work work);
    /// Ends after the tasks that run; those that wait are dropped.
    void stop();

private:
    void run();

    const std::size_t at_once_;
    const std::size_t waiting_;
    const std::string what_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::deque<std::function<void()>> tasks_;
    std::size_t working_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace plimsoll::server

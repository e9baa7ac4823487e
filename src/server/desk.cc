#include "server/desk.h"

namespace plimsoll::server {

namespace {

/// One request that waits, counted for as long as it lives: also when the loop drops it.
class Waiting {
public:
    explicit Waiting(std::shared_ptr<std::atomic<int>> count) : count_(std::move(count)) { ++*count_; }
    ~Waiting() { --*count_; }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

private:
    std::shared_ptr<std::atomic<int>> count_;
};

}  // namespace

api::AsyncHandler Desk::handler(Work work) const {
    return [this, work = std::move(work)](api::Request request, api::Done done) {
        const auto shared = std::make_shared<api::Done>(std::move(done));
        const auto refuse = [&] { (*shared)(fail(plimsoll::errors::busy, "too many requests that read the disk wait")); };
        if (*waiting_ >= most_waiting_) return refuse();
        auto waits = std::make_shared<Waiting>(waiting_);
        const bool taken = loop_.post([work, shared, waits, request = std::move(request)] { (*shared)(work(request)); });
        if (!taken) refuse();
    };
}

}  // namespace plimsoll::server

// delivery.h: takes bodies to the server until it has taken every one, as a Prometheus with a write-ahead log does.
//
// Order      of their due times; one that was not taken (nobody there, busy, disk full) is sent again, unchanged, and the ones
//            behind it wait.
// Threads    one of its own between start and stop(); everything else is safe from any.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"
#include "demo/caller.h"
#include "feed.h"

namespace plimsoll::soak {

struct Delivered {
    std::uint64_t bodies = 0;    ///< taken for the first time
    std::uint64_t samples = 0;   ///< of those
    std::uint64_t repeated = 0;  ///< bodies taken once more
    std::uint64_t put_off = 0;   ///< answers that it cannot be taken now, or none
    std::uint64_t refused = 0;   ///< answers that it never will
    std::string refusal;         ///< the first of those, in the server's words
};

class Delivery {
public:
    Delivery(demo::Caller server, const Clock& clock);
    ~Delivery() { stop(); }

    void add(Body body);
    [[nodiscard]] Delivered delivered() const;
    /// Bodies that were not taken yet.
    [[nodiscard]] std::size_t waiting() const;
    void stop();

private:
    struct Item {
        Body body;
        bool first = true;
    };
    void run();
    void put(Item item, Timestamp due);
    [[nodiscard]] bool send(const Item& item);

    const demo::Caller server_;
    const Clock& clock_;
    mutable std::mutex mutex_;  // guards what follows
    std::multimap<Timestamp, Item> queue_;
    Delivered delivered_;
    bool stopping_ = false;
    bool sending_ = false;
    std::condition_variable changed_;
    std::thread thread_;
};

}  // namespace plimsoll::soak

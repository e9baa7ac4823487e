// engine.h: the pullers of all sources, turned by one thread.
//
// Turn       takes what was applied and what answered, then steps every puller. Tests turn it by hand with a clock of theirs.
// Answers    arrive on the threads of the HTTP client and the ledger, and wait in a mailbox that outlives the engine.
// Threads    apply(), filling(), source() from any; turn() from one.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ingest/pull/puller.h"

namespace plimsoll::ingest::pull {

class Engine {
public:
    explicit Engine(Ports ports);

    void apply(std::vector<Source> sources);
    /// Everything that can be done now; the monotonic time at which to turn again, mail apart.
    Duration turn();
    /// Waits for mail, until a time of the ports' monotonic clock at most. False: stop() was called.
    bool wait(Duration until);
    void stop();
    /// Requests and deliveries that have not ended.
    [[nodiscard]] int outstanding() const;

    [[nodiscard]] std::optional<Filling> filling(const std::string& slo) const;
    [[nodiscard]] std::optional<Source> source(const std::string& name) const;
    [[nodiscard]] const Ports& ports() const { return ports_; }

private:
    struct Mailbox {
        std::mutex mutex;
        std::condition_variable changed;
        std::deque<std::function<void()>> mail;
        std::optional<std::vector<Source>> wanted;
        bool stopping = false;
    };
    void take(std::vector<Source> sources);

    const Ports ports_;
    const std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
    std::map<std::string, std::shared_ptr<Puller>> pullers_;  ///< the turning thread's

    mutable std::mutex shown_mutex_;  // guards what follows
    std::map<std::string, Filling> filling_;
    std::map<std::string, Source> sources_;
};

}  // namespace plimsoll::ingest::pull

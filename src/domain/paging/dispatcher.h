// dispatcher.h: sends what is due: submits commands, waits until they are durable, sends, records the answer.
//
// Order      an attempt is recorded and durable before its first byte leaves; its page is read again just before that.
// Crash      at any point: a page with a started attempt and no end is tried again, with the same key (at least once).
// Threads    step() runs on one thread at a time: own_thread() starts one, or a test calls it. wake() is safe from any
//            thread; answers and durability may come on any thread and only leave a note and wake.
// Lifetime   callbacks may come after its end; the clock must outlive them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "api/route.h"
#include "base/clock.h"
#include "base/http_client.h"
#include "base/metrics.h"
#include "base/random.h"
#include "base/secrets.h"
#include "domain/paging/decide.h"
#include "domain/paging/heartbeat.h"
#include "domain/paging/message_text.h"
#include "domain/paging/sender.h"

namespace plimsoll::paging {

struct Ports {
    api::Engine<State, Command> engine;
    /// Log::when_durable.
    std::function<void(std::uint64_t seq, std::function<void(Result<>)> done)> when_durable;
    /// The channel as the catalogue has it now; empty: it has none of that name.
    std::function<std::optional<catalog::Channel>(const std::string& name)> channel;
    HttpClient& http;
    MailClient& mail;
    const SecretSource& secrets;
    const Clock& clock;
    Random& random;
    Metrics& metrics;
};

struct DispatcherSettings {
    Wording wording;
    std::optional<HeartbeatSettings> heartbeat;
    std::function<std::string()> signed_head;  ///< text of the log's signed head, for the heartbeat; may be empty
};

class Dispatcher {
public:
    Dispatcher(Ports ports, DispatcherSettings settings);
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Does all that is due and returns when to come again at the latest.
    Timestamp step();

    /// Something may be due: call after every commit that holds events of paging or slo.
    void wake();
    /// Steps on a thread of its own until stop().
    void own_thread();
    /// Ends the thread; attempts in flight are taken up again at the next start.
    void stop();

private:
    struct Ready {
        std::string page;
        int attempt = 0;
    };
    /// What callbacks leave for the next step; theirs as long as they live, so that none comes too late.
    struct Inbox {
        void end(EndAttempt end);
        void ready_to_send(Ready ready);

        std::mutex mutex;  // guards what follows
        std::deque<EndAttempt> ends;
        std::deque<Ready> ready;
        bool awake = false;
        bool stopping = false;
        std::condition_variable changed;
    };

    void take_up_once();
    void record_ends();
    bool record(const EndAttempt& end);
    void send_ready();
    void send_one(const Ready& ready);
    std::optional<Message> message_to_send(const Ready& ready, std::optional<EndAttempt>& withdrawn);
    void hand_over(const Ready& ready, const Outgoing& outgoing, std::shared_ptr<const Destination> destination);
    bool run_due(Timestamp now);
    bool run(const Command& command);
    void after_durable(std::uint64_t seq, const std::string& page);
    void refresh_alertmanagers(Timestamp now);
    void refresh(const std::string& name, const std::vector<Alert>& alerts, Timestamp now);
    void count(const EndAttempt& end);

    Ports ports_;
    DispatcherSettings settings_;
    std::optional<Heartbeat> heartbeat_;
    bool taken_up_ = false;
    std::map<std::string, Timestamp> refresh_at_;  // by Alertmanager channel; the step's own

    std::shared_ptr<Inbox> inbox_;
    Timestamp scan_at_ = Timestamp::min();  // when alerts are looked through for refreshes again
    std::thread thread_;
};

}  // namespace plimsoll::paging

#include "egress/curl_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "base/invariant.h"
#include "egress/transfer.h"

namespace plimsoll::egress {

/// The thread, its inbox, and the bulkheads. `mutex_` guards the inbox and the counts; all else is the thread's own.
class CurlClient::Loop {
public:
    explicit Loop(ClientSettings settings) : settings_(std::move(settings)), multi_(open_multi()) {
        thread_ = std::thread([this] { run(); });
    }

    ~Loop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        curl_multi_wakeup(multi_);
        thread_.join();
        curl_multi_cleanup(multi_);
    }

    void add(Job job) {
        {
            const std::lock_guard lock(mutex_);
            // Counted until its end: what is in flight takes no place among those that wait.
            std::size_t& here = counts_[bulkhead(job)];
            const bool full = here >= settings_.max_waiting + settings_.max_in_flight;
            if (!full) ++here;
            inbox_.push_back({std::move(job), full});
        }
        curl_multi_wakeup(multi_);
    }

private:
    struct Arrival {
        Job job;
        bool full;
    };
    struct Bulkhead {
        std::deque<Job> waiting;
        std::size_t in_flight = 0;
    };

    static CURLM* open_multi() {
        static const CURLcode once = curl_global_init(CURL_GLOBAL_ALL);
        INVARIANT(once == CURLE_OK, "curl starts in any process");
        CURLM* multi = curl_multi_init();
        INVARIANT(multi != nullptr, "curl's multi handle is a small allocation");
        return multi;
    }

    void run() {
        while (take_arrivals()) {
            int running = 0;
            curl_multi_perform(multi_, &running);
            collect_finished();
            curl_multi_poll(multi_, nullptr, 0, 1000, nullptr);
        }
        abandon_all();
    }

    /// False: time to stop.
    bool take_arrivals() {
        std::deque<Arrival> arrivals;
        bool stopping = false;
        {
            const std::lock_guard lock(mutex_);
            arrivals.swap(inbox_);
            stopping = stopping_;
        }
        for (Arrival& arrival : arrivals) {
            if (arrival.full)
                refuse(arrival.job, fail(errors::busy, fmt::format("{} messages wait for this receiver", settings_.max_waiting)));
            else
                admit(std::move(arrival.job));
        }
        return !stopping;
    }

    void admit(Job job) {
        const std::string name = bulkhead(job);
        bulkheads_[name].waiting.push_back(std::move(job));
        start_waiting(name);
    }

    void start_waiting(const std::string& name) {
        Bulkhead& here = bulkheads_[name];
        while (!here.waiting.empty() && here.in_flight < settings_.max_in_flight) {
            auto transfer = std::make_unique<Transfer>(std::move(here.waiting.front()), settings_.user_agent, settings_.ca_file);
            here.waiting.pop_front();
            if (auto ready = transfer->prepare(); !ready) {
                left(name);
                transfer->abandon(std::move(ready).error());
                continue;
            }
            ++here.in_flight;
            curl_multi_add_handle(multi_, transfer->handle());
            CURL* handle = transfer->handle();
            transfers_.emplace(handle, std::move(transfer));
        }
        if (here.waiting.empty() && here.in_flight == 0) bulkheads_.erase(name);
    }

    void collect_finished() {
        int left_in_queue = 0;
        while (CURLMsg* message = curl_multi_info_read(multi_, &left_in_queue)) {
            if (message->msg != CURLMSG_DONE) continue;
            end(message->easy_handle, message->data.result);
        }
    }

    void end(CURL* handle, CURLcode code) {
        auto node = transfers_.extract(handle);
        INVARIANT(!node.empty(), "every handle in the multi has its transfer");
        curl_multi_remove_handle(multi_, handle);
        const std::string name = node.mapped()->bulkhead();
        left(name);
        --bulkheads_[name].in_flight;
        node.mapped()->finish(code);
        start_waiting(name);
    }

    void left(const std::string& name) {
        const std::lock_guard lock(mutex_);
        const auto it = counts_.find(name);
        if (--it->second == 0) counts_.erase(it);
    }

    void abandon_all() {
        const Error stopped = fail(errors::unavailable, "the server is stopping");
        for (auto& [handle, transfer] : transfers_) {
            curl_multi_remove_handle(multi_, handle);
            transfer->abandon(stopped);
        }
        transfers_.clear();
        for (auto& [name, here] : bulkheads_)
            for (Job& job : here.waiting) refuse(job, stopped);
        for (Arrival& arrival : inbox_left()) refuse(arrival.job, stopped);
    }

    std::deque<Arrival> inbox_left() {
        const std::lock_guard lock(mutex_);
        return std::exchange(inbox_, {});
    }

    const ClientSettings settings_;
    CURLM* const multi_;

    std::mutex mutex_;
    std::deque<Arrival> inbox_;
    std::map<std::string, std::size_t> counts_;
    bool stopping_ = false;

    std::map<CURL*, std::unique_ptr<Transfer>> transfers_;
    std::map<std::string, Bulkhead> bulkheads_;
    std::thread thread_;
};

CurlClient::CurlClient(ClientSettings settings) : loop_(std::make_unique<Loop>(std::move(settings))) {}
CurlClient::~CurlClient() = default;

void CurlClient::send(HttpRequest request, std::function<void(Result<HttpResponse>)> done) {
    loop_->add(HttpJob{std::move(request), std::move(done)});
}

void CurlClient::send(MailMessage message, std::function<void(Result<std::string>)> done) {
    loop_->add(MailJob{std::move(message), std::move(done)});
}

}  // namespace plimsoll::egress

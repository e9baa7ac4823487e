#include "ingest/scrape/scrapes.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "base/scaled_clock.h"
#include "ingest/scrape/scrape_loop.h"

namespace plimsoll::ingest::scrape {
namespace {

constexpr Duration kLongestPause = Duration::seconds(5);
constexpr Duration kNothingToScrape = Duration::hours(1);  // what is applied wakes it

}  // namespace

/// The thread. `mutex_` guards what it is told; the loop is its own.
class Scrapes::Jobs {
public:
    Jobs(HttpClient& http, Intake& intake, const SecretSource& secrets, const Clock& clock, SourceBook& book, Metrics& metrics)
        : clock_(clock),
          loop_({http,
                 [&intake](Delivery delivery, std::function<void(Result<DeliveryOutcome>)> done) {
                     intake.deliver(std::move(delivery), std::move(done));
                 },
                 secrets, book, metrics, [this] { wake(); }}) {}
    ~Jobs() { stop(); }

    void apply(std::vector<Settings> jobs) {
        {
            const std::lock_guard lock(mutex_);
            wanted_ = std::move(jobs);
        }
        wake();
    }
    void start() {
        const std::lock_guard lock(mutex_);
        if (thread_.joinable()) return;
        stopping_ = false;
        thread_ = std::thread([this] { run(); });
    }
    void stop() {
        std::thread ended;
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            ended = std::move(thread_);
        }
        changed_.notify_all();
        if (ended.joinable()) ended.join();
    }

private:
    void wake() {
        {
            const std::lock_guard lock(mutex_);
            woken_ = true;
        }
        changed_.notify_all();
    }

    void run() {
        while (true) {
            std::optional<std::vector<Settings>> wanted;
            {
                const std::lock_guard lock(mutex_);
                if (stopping_) return;
                woken_ = false;
                wanted = std::exchange(wanted_, std::nullopt);
            }
            if (wanted) loop_.apply(*wanted, clock_.now());
            const Timestamp next = loop_.step(clock_.now());
            const Timestamp now = clock_.now();
            const Duration pause = next <= now                ? Duration()
                                   : next == Timestamp::max() ? kNothingToScrape
                                                              : std::min(next - now, kLongestPause);
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, machine_time(clock_, pause), [this] { return stopping_ || woken_; });
        }
    }

    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<std::vector<Settings>> wanted_;
    bool woken_ = false;
    bool stopping_ = false;
    std::thread thread_;
    ScrapeLoop loop_;  // last: what it is told wakes by what stands above
};

Scrapes::Scrapes(HttpClient& http, Intake& intake, const SecretSource& secrets, const Clock& clock, SourceBook& book, Metrics& metrics)
    : jobs_(std::make_unique<Jobs>(http, intake, secrets, clock, book, metrics)) {}
Scrapes::~Scrapes() = default;
void Scrapes::apply(std::vector<Settings> jobs) { jobs_->apply(std::move(jobs)); }
void Scrapes::start() { jobs_->start(); }
void Scrapes::stop() { jobs_->stop(); }

}  // namespace plimsoll::ingest::scrape

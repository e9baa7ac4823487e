#include "ingest/logs/access_logs.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "ingest/logs/tail.h"

namespace plimsoll::ingest::logs {
namespace {

constexpr std::chrono::seconds kPause(1);
constexpr const char* kKind = "access_log";

}  // namespace

/// The thread and what it is to read. `mutex_` guards the wanted settings and the end; the tails are the thread's own.
class AccessLogs::Tails {
public:
    Tails(Intake& intake, const ledger::Ledger& ledger, const Clock& clock, SourceBook& book, Metrics& metrics)
        : intake_(intake), ledger_(ledger), clock_(clock), book_(book), metrics_(metrics) {}
    ~Tails() { stop(); }

    void apply(std::vector<Settings> logs) {
        {
            const std::lock_guard lock(mutex_);
            wanted_ = std::move(logs);
            changed_ = true;
        }
        wake_.notify_all();
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
        wake_.notify_all();
        if (ended.joinable()) ended.join();
    }

private:
    void run() {
        while (take_wanted()) {
            bool more = false;
            for (auto& [name, tail] : tails_) more = step(*tail) || more;
            if (more) continue;
            std::unique_lock lock(mutex_);
            const auto woken = [this] { return stopping_ || changed_; };
            if (tails_.empty()) wake_.wait(lock, woken);
            else wake_.wait_for(lock, kPause, woken);
        }
    }

    /// False: time to stop.
    bool take_wanted() {
        std::vector<Settings> wanted;
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) return false;
            if (!std::exchange(changed_, false)) return true;
            wanted = wanted_;
        }
        std::map<std::string, std::unique_ptr<Tail>> tails;
        for (const Settings& settings : wanted) {
            const auto known = tails_.find(settings.name);
            if (known != tails_.end() && known->second->settings() == settings) tails[settings.name] = std::move(known->second);
            else open(settings, tails);
        }
        tails_ = std::move(tails);
        return true;
    }

    void open(const Settings& settings, std::map<std::string, std::unique_ptr<Tail>>& tails) {
        auto opened = Tail::open(settings, ports());
        if (opened) tails[settings.name] = std::move(*opened);
        else book_.failed(settings.name, kKind, settings.name, opened.error().report());
    }

    Tail::Ports ports() {
        return {[this](Delivery delivery) { return intake_.deliver_and_wait(std::move(delivery)); },
                [this](const std::string& source) { return intake_.cursor(source); },
                [this](const std::function<void(const std::string&)>& take) {
                    ledger_.each_series([&](const std::string& labels, bool) { take(labels); });
                },
                &book_, &metrics_};
    }

    bool step(Tail& tail) {
        const auto more = tail.step(clock_.now());
        if (more) return *more;
        book_.failed(tail.settings().name, kKind, tail.settings().name,
                     more.error().sentence() + ". " + std::string(more.error().kind().remedy));
        return false;
    }

    Intake& intake_;
    const ledger::Ledger& ledger_;
    const Clock& clock_;
    SourceBook& book_;
    Metrics& metrics_;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Settings> wanted_;
    bool changed_ = false;
    bool stopping_ = false;
    std::thread thread_;

    std::map<std::string, std::unique_ptr<Tail>> tails_;
};

AccessLogs::AccessLogs(Intake& intake, const ledger::Ledger& ledger, const Clock& clock, SourceBook& book, Metrics& metrics)
    : tails_(std::make_unique<Tails>(intake, ledger, clock, book, metrics)) {}
AccessLogs::~AccessLogs() = default;
void AccessLogs::apply(std::vector<Settings> logs) { tails_->apply(std::move(logs)); }
void AccessLogs::start() { tails_->start(); }
void AccessLogs::stop() { tails_->stop(); }

}  // namespace plimsoll::ingest::logs

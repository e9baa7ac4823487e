#include "probes/prober.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "probes/check_run.h"
#include "probes/schedule.h"
#include "probes/series.h"

namespace plimsoll::probes {
namespace {

constexpr std::size_t kMostInFlight = 500;
constexpr std::size_t kMostTries = 20;
constexpr std::size_t kMostWaiting = 20'000;  // checks that the ledger did not take yet
constexpr std::size_t kKept = 20;
constexpr Duration kDeliverEvery = Duration::seconds(1);
constexpr Duration kLongestPause = Duration::seconds(1);  // so that a clock that was set is noticed
constexpr const char* kSource = "probes";

}  // namespace

/// The thread and what it keeps. Handed to the ledger: the reactor alone, which lives as long as anybody posts to it.
class Prober::Engine {
public:
    Engine(ingest::Intake& intake, const SecretSource& secrets, const Clock& clock, ingest::SourceBook& book, Metrics& metrics,
           std::string user_agent)
        : intake_(intake),
          clock_(clock),
          book_(book),
          reactor_(std::make_shared<Reactor>(clock)),
          trust_(clock),
          around_{*reactor_, trust_, secrets, std::move(user_agent)},
          made_(metrics.counter("plimsoll_probe_checks_total", "Checks of probes that were made", {{"result", "success"}})),
          failed_(metrics.counter("plimsoll_probe_checks_total", "Checks of probes that were made", {{"result", "failure"}})),
          missed_(metrics.counter("plimsoll_probe_checks_missed_total", "Checks of probes that could not be made in their interval")),
          lost_(metrics.counter("plimsoll_probe_checks_lost_total",
                                "Checks of probes that were made and that the ledger did not take for too long")),
          in_flight_(metrics.gauge("plimsoll_probe_checks_in_flight", "Checks of probes that are under way")) {}

    ~Engine() {
        stop();
        refuse_tries();
    }

    void apply(std::vector<Probe> probes) {
        reactor_->post([this, probes = std::move(probes)]() mutable { take(std::move(probes)); });
    }

    void start() {
        const std::lock_guard lock(mutex_);
        if (thread_.joinable() || stopped_) return;
        thread_ = std::thread([this] { run(); });
    }

    void stop() {
        std::thread thread;
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
            thread.swap(thread_);
        }
        if (!thread.joinable()) return;
        reactor_->stop();
        thread.join();
    }

    std::vector<CheckResult> results(const std::string& probe) const {
        const std::lock_guard lock(mutex_);
        const auto found = kept_.find(probe);
        if (found == kept_.end()) return {};
        return {found->second.results.begin(), found->second.results.end()};
    }

    std::uint64_t missed(const std::string& probe) const {
        const std::lock_guard lock(mutex_);
        const auto found = kept_.find(probe);
        return found == kept_.end() ? 0 : found->second.missed;
    }

    void try_once(Probe probe, std::function<void(Result<CheckResult>)> done) {
        if (auto wrong = faults(probe); !wrong.empty()) return done(fail(errors::invalid, "the probe cannot run", std::move(wrong)));
        std::optional<Error> refused;
        std::list<Try>::iterator here;
        {
            const std::lock_guard lock(mutex_);
            if (stopped_)
                refused = fail(errors::unavailable, "the server is stopping");
            else if (tries_.size() >= kMostTries)
                refused = fail(errors::busy, fmt::format("{} probes are tried already", kMostTries));
            else
                here = tries_.insert(tries_.end(), Try{std::make_shared<const Probe>(std::move(probe)), std::move(done), nullptr});
        }
        if (refused) return done(*std::move(refused));
        reactor_->post([this, here] { begin_try(here); });
    }

private:
    struct Kept {
        std::deque<CheckResult> results;  ///< newest first
        std::uint64_t missed = 0;
    };
    struct Try {
        std::shared_ptr<const Probe> probe;
        std::function<void(Result<CheckResult>)> done;
        std::unique_ptr<CheckRun> run;
    };
    /// What was made and is not in the ledger yet.
    struct Made {
        CheckResult check;
        std::vector<double> buckets;
    };

    void run() {
        reactor_->after(kDeliverEvery, [this] { deliver_and_repeat(); });
        reactor_->run();
        checks_.clear();
        over_.clear();
        refuse_tries();
        last_delivery();
    }

    void take(std::vector<Probe> probes) {
        probes_.clear();
        std::vector<std::pair<std::string, Duration>> rhythm;
        for (Probe& probe : probes) {
            if (const auto wrong = faults(probe); !wrong.empty()) {
                const std::string words =
                    fmt::format("{} {}{}{}", wrong[0].where, wrong[0].rule, wrong[0].remedy.empty() ? "" : "; ", wrong[0].remedy);
                spdlog::warn("probe {} does not run: {}", probe.name, words);
                book_.failed("probe " + probe.name, "probe", probe.name, "does not run: " + words);
                continue;
            }
            rhythm.emplace_back(probe.name, probe.interval);
            std::string name = probe.name;
            probes_.emplace(std::move(name), std::make_shared<const Probe>(std::move(probe)));
        }
        schedule_.set(rhythm, clock_.now());
        {
            const std::lock_guard lock(mutex_);
            std::erase_if(kept_, [&](const auto& entry) { return !probes_.contains(entry.first); });
        }
        start_due();
    }

    /// Starts what is due as far as there is room, and sees to being called again.
    void start_due() {
        reactor_->cancel(due_timer_);
        const Timestamp now = clock_.now();
        while (checks_.size() < kMostInFlight) {
            const auto due = schedule_.take(now);
            if (!due) break;
            if (due->missed > 0) count_missed(due->name, due->missed);
            const std::uint64_t id = ++last_check_;
            auto run = std::make_unique<CheckRun>(around_, probes_.at(due->name), due->at,
                                                  [this, id](CheckResult result) { ended(id, std::move(result)); });
            CheckRun& check = *checks_.emplace(id, std::move(run)).first->second;
            check.start();
        }
        in_flight_.set(static_cast<double>(checks_.size()));
        const auto next = schedule_.next();
        if (!next || checks_.size() >= kMostInFlight) return;  // an ended check calls again
        const Duration wait = std::clamp(*next - now, Duration::ms(1), kLongestPause);
        due_timer_ = reactor_->after(wait, [this] { start_due(); });
    }

    void count_missed(const std::string& probe, std::uint64_t n) {
        missed_.add(n);
        const std::lock_guard lock(mutex_);
        kept_[probe].missed += n;
    }

    void ended(std::uint64_t id, CheckResult result) {
        // It is the check itself that calls: it frees its place at once, and goes when it has returned.
        if (over_.empty()) reactor_->after(Duration(), [this] { over_.clear(); });
        over_.push_back(std::move(checks_.extract(id).mapped()));
        schedule_.finished(result.probe);
        (result.good ? made_ : failed_).add();
        if (const auto probe = probes_.find(result.probe); probe != probes_.end()) keep(std::move(result), *probe->second);
        start_due();
    }

    void keep(CheckResult result, const Probe& probe) {
        made_checks_.push_back({result, probe.buckets});
        if (made_checks_.size() > kMostWaiting) {
            made_checks_.erase(made_checks_.begin() + static_cast<std::ptrdiff_t>(delivering_));
            lost_.add();
        }
        const std::lock_guard lock(mutex_);
        std::deque<CheckResult>& results = kept_[probe.name].results;
        results.push_front(std::move(result));
        if (results.size() > kKept) results.pop_back();
    }

    void begin_try(std::list<Try>::iterator here) {
        here->run = std::make_unique<CheckRun>(around_, here->probe, clock_.now(), [this, here](CheckResult result) {
            reactor_->after(Duration(), [this, here, result = std::move(result)]() mutable { end_try(here, std::move(result)); });
        });
        here->run->start();
    }

    void end_try(std::list<Try>::iterator here, CheckResult result) {
        std::list<Try> ended;
        {
            const std::lock_guard lock(mutex_);
            ended.splice(ended.end(), tries_, here);
        }
        ended.front().run.reset();
        ended.front().done(std::move(result));
    }

    void refuse_tries() {
        std::list<Try> left;
        {
            const std::lock_guard lock(mutex_);
            left.swap(tries_);
        }
        for (Try& one : left) {
            one.run.reset();
            one.done(fail(errors::unavailable, "the server is stopping"));
        }
    }

    /// All checks up to here have been made and told: whatever is still under way is due at or after it.
    [[nodiscard]] Timestamp complete_up_to() const {
        Timestamp earliest = clock_.now();
        for (const auto& [id, check] : checks_) earliest = std::min(earliest, check->due());
        if (const auto waiting = schedule_.next()) earliest = std::min(earliest, *waiting);
        return earliest - Duration::ms(1);
    }

    /// What a list of sources says of the last check.
    [[nodiscard]] static std::string note_of(const CheckResult& check) {
        for (const StepResult& step : check.steps)
            if (!step.good) return "its last check failed: " + step.failure;
        return {};
    }

    /// Of what was made, all but the first `without`.
    [[nodiscard]] ingest::Delivery delivery(std::size_t without) {
        ingest::Delivery out{kSource, {}, complete_up_to(), std::nullopt};
        told_.clear();
        for (std::size_t i = without; i < made_checks_.size(); ++i) {
            const CheckResult& check = made_checks_[i].check;
            auto samples = samples_of(check, made_checks_[i].buckets);
            ingest::Heard& heard = told_[check.probe].heard;
            told_[check.probe].note = note_of(check);
            heard.samples += samples.size();
            heard.series = samples.size();
            heard.latest = check.at;
            out.samples.insert(out.samples.end(), std::make_move_iterator(samples.begin()), std::make_move_iterator(samples.end()));
        }
        return out;
    }

    void deliver_and_repeat() {
        reactor_->after(kDeliverEvery, [this] { deliver_and_repeat(); });
        if (delivering_ > 0 || made_checks_.empty()) return;
        delivering_ = made_checks_.size();
        intake_.deliver(delivery(0), [this, reactor = reactor_](Result<ingest::DeliveryOutcome> outcome) {
            reactor->post([this, outcome = std::move(outcome)] { delivered(outcome); });
        });
    }

    void delivered(const Result<ingest::DeliveryOutcome>& outcome) {
        const std::size_t taken = std::min(std::exchange(delivering_, 0), made_checks_.size());
        if (!outcome) {
            for (const auto& [probe, told] : told_) book_.failed("probe " + probe, "probe", probe, outcome.error().sentence());
            if (outcome.error().kind().http_status == 503) return;  // nothing was kept: the next round brings it again
        } else {
            for (const auto& [probe, told] : told_) {
                book_.heard("probe " + probe, "probe", probe, told.heard);
                book_.note("probe " + probe, "probe", probe, told.note);
            }
        }
        made_checks_.erase(made_checks_.begin(), made_checks_.begin() + static_cast<std::ptrdiff_t>(taken));
    }

    /// What was made in the last second is not lost to a restart.
    void last_delivery() {
        if (delivering_ == made_checks_.size()) return;
        if (auto outcome = intake_.deliver_and_wait(delivery(delivering_)); !outcome)
            spdlog::warn("the last checks of probes are not counted: {}", outcome.error().sentence());
        made_checks_.clear();
    }

    ingest::Intake& intake_;
    const Clock& clock_;
    ingest::SourceBook& book_;
    const std::shared_ptr<Reactor> reactor_;
    TrustStores trust_;
    const Surroundings around_;
    Counter& made_;
    Counter& failed_;
    Counter& missed_;
    Counter& lost_;
    Gauge& in_flight_;

    mutable std::mutex mutex_;  // guards the next four; a Try's run is the thread's
    std::map<std::string, Kept> kept_;
    std::list<Try> tries_;
    std::thread thread_;
    bool stopped_ = false;

    // the thread's own
    std::map<std::string, std::shared_ptr<const Probe>> probes_;
    Schedule schedule_;
    Reactor::Timer due_timer_{};
    std::unordered_map<std::uint64_t, std::unique_ptr<CheckRun>> checks_;
    std::vector<std::unique_ptr<CheckRun>> over_;
    std::uint64_t last_check_ = 0;
    std::deque<Made> made_checks_;
    std::size_t delivering_ = 0;                 ///< so many of the front are on their way
    struct Told {
        ingest::Heard heard;
        std::string note;
    };
    std::map<std::string, Told> told_;  ///< by probe: what is on its way
};

Prober::Prober(ingest::Intake& intake, const SecretSource& secrets, const Clock& clock, ingest::SourceBook& book, Metrics& metrics,
               std::string user_agent)
    : engine_(std::make_unique<Engine>(intake, secrets, clock, book, metrics, std::move(user_agent))) {}
Prober::~Prober() = default;

void Prober::apply(std::vector<Probe> probes) {
    engine_->apply(std::move(probes));
}
void Prober::start() {
    engine_->start();
}
void Prober::stop() {
    engine_->stop();
}
std::vector<CheckResult> Prober::results(const std::string& probe) const {
    return engine_->results(probe);
}
std::uint64_t Prober::missed(const std::string& probe) const {
    return engine_->missed(probe);
}
void Prober::try_once(Probe probe, std::function<void(Result<CheckResult>)> done) {
    engine_->try_once(std::move(probe), std::move(done));
}

}  // namespace plimsoll::probes

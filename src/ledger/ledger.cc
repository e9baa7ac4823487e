#include "ledger/ledger.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <thread>

#include "ledger/account_reads.h"
#include "ledger/core.h"

namespace plimsoll::ledger {
namespace {

/// How often the writer looks at the clock when nothing arrives.
constexpr std::chrono::seconds kIdle{1};  // so often it is asked whether a checkpoint is due

class WriterThread final : public Ledger {
public:
    WriterThread(std::unique_ptr<Core> core, const Clock& clock)
        : core_(std::move(core)), clock_(&clock), readers_(core_->settings().file), reads_(*core_, readers_),
          checkpointed_(clock.monotonic()), thread_([this] { run(); }) {}

    /// Without close() nothing is checkpointed: the next opening replays.
    ~WriterThread() override { stop(); }

    Result<std::vector<SliId>> bind(std::vector<SliDefinition> slis, Resolve resolve, Duration keep_removed) override {
        return on_writer<std::vector<SliId>>([&] { return core_->bind(slis, resolve, keep_removed); });
    }

    Result<SeriesId> intern(const SeriesIdentity& series, std::vector<Contribution> contributions) override {
        return core_->series().intern(series, std::move(contributions));
    }

    void write(Batch batch, Done done) override {
        std::unique_lock lock(mutex_);
        if (closing_) return lock.unlock(), done(fail(errors::unwritable, "the ledger is closing"));
        if (waiting_ >= core_->settings().queue_limit) {
            lock.unlock();
            return done(fail(errors::busy, "the queue of batches is full"));
        }
        ++waiting_;
        queue_.push_back({{std::move(batch), std::move(done)}, {}});
        lock.unlock();
        wake_.notify_one();
    }

    void on_notice(std::function<void(const Notice&)> listener) override {
        const std::lock_guard lock(listeners_mutex_);
        listeners_.push_back(std::move(listener));
    }

    void each_series(const std::function<void(const std::string&, bool)>& read) const override { reads_.each_series(read); }

    [[nodiscard]] Result<std::optional<std::string>> cursor(const std::string& source) const override { return reads_.cursor(source); }
    [[nodiscard]] std::vector<SourceState> sources() const override { return reads_.sources(); }

    [[nodiscard]] LiveWindows live(SliId sli) const override { return reads_.live(sli); }
    void live_many(std::span<const SliId> slis, const std::function<void(SliId, const LiveWindows&)>& read) const override {
        reads_.live_many(slis, read);
    }
    [[nodiscard]] std::optional<std::uint16_t> window_column(Duration length) const override { return reads_.window_column(length); }
    void glance(std::span<const SliId> slis, const std::function<void(SliId, const Glance&)>& read) const override {
        reads_.glance(slis, read);
    }
    Result<WindowSum> sum(SliId sli, TimeRange range) const override { return reads_.sum(sli, range); }
    Result<std::vector<Running>> running(SliId sli, std::span<const Timestamp> instants) const override {
        return reads_.running(sli, instants);
    }
    [[nodiscard]] std::uint64_t revision() const override { return core_->revision(); }
    Result<Series> slots(SliId sli, TimeRange range, std::size_t most) const override { return reads_.slots(sli, range, most); }
    [[nodiscard]] SliStatus status(SliId sli) const override { return reads_.status(sli); }
    [[nodiscard]] std::vector<SeriesStatus> series(SliId sli, std::size_t limit) const override { return reads_.series(sli, limit); }

    Result<std::int64_t> import_hour(SliId sli, Timestamp hour_start, std::vector<Slot> slots) override {
        std::vector<PastHour> one;
        one.push_back({hour_start, std::move(slots)});
        return import_hours(sli, std::move(one));
    }
    Result<std::int64_t> import_hours(SliId sli, std::vector<PastHour> hours) override {
        return on_writer<std::int64_t>([&]() -> Result<std::int64_t> {
            TRY_ASSIGN(const std::int64_t filled, core_->import_hours(sli, hours));
            if (filled > 0) tell(notice_of_import(sli, hours));
            return filled;
        });
    }

    Result<> checkpoint() override {
        return on_writer<void>([&] { return core_->checkpoint(Core::Extent::everything); });
    }

    /// What waits is written first. After `bound` the redo holds what the checkpoint did not.
    Result<> close(Duration bound) override {
        auto done = std::make_shared<std::promise<Result<>>>();
        std::future<Result<>> result = done->get_future();
        {
            const std::lock_guard lock(mutex_);
            if (closing_) return {};
            closing_ = true;
            queue_.push_back({{}, [this, done] { done->set_value(core_->last_checkpoint()); }});
        }
        wake_.notify_one();
        const bool in_time = result.wait_for(std::chrono::milliseconds(bound.in_ms())) == std::future_status::ready;
        stop();
        if (!in_time && result.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
            return fail(errors::unwritable, "the checkpoint did not end in time; the next start replays");
        return result.get();
    }

private:
    struct Work {
        Incoming incoming;
        std::function<void()> job;  ///< if set, `incoming` is not
    };

    template <class T>
    Result<T> on_writer(std::function<Result<T>()> job) {
        // Shared, because the writer may outlive a caller that gave up: it never does here, but the promise must not.
        auto done = std::make_shared<std::promise<Result<T>>>();
        std::future<Result<T>> result = done->get_future();
        {
            const std::lock_guard lock(mutex_);
            if (closing_) return fail(errors::unwritable, "the ledger is closing");
            queue_.push_back({{}, [job = std::move(job), done] { done->set_value(job()); }});
        }
        wake_.notify_one();
        return result.get();
    }

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            closing_ = true;
            stopping_ = true;
        }
        wake_.notify_one();
        if (thread_.joinable()) thread_.join();
    }

    void run() {
        bool more_to_tidy = false;
        while (true) {
            std::deque<Work> work;
            {
                std::unique_lock lock(mutex_);
                if (!more_to_tidy) wake_.wait_for(lock, kIdle, [&] { return stopping_ || !queue_.empty(); });
                if (stopping_) break;
                work.swap(queue_);
                waiting_ = 0;
            }
            perform(work);
            if (clock_->monotonic() - checkpointed_ >= core_->settings().checkpoint_every) {
                checkpointed_ = clock_->monotonic();
                // One that fails is tried again at the next minute; until then the redo holds everything.
                (void)core_->checkpoint(Core::Extent::usual).has_value();
            }
            more_to_tidy = core_->tidy();
        }
        refuse_rest();
    }

    void perform(std::deque<Work>& work) {
        while (!work.empty()) {
            std::vector<Incoming> group;
            for (; !work.empty() && !work.front().job; work.pop_front()) group.push_back(std::move(work.front().incoming));
            if (!group.empty()) tell(core_->write(std::move(group)));
            for (; !work.empty() && work.front().job; work.pop_front()) work.front().job();
        }
    }

    static Notice notice_of_import(SliId sli, const std::vector<PastHour>& hours) {
        Imported told{sli, {Timestamp::max(), Timestamp::min()}};
        for (const PastHour& hour : hours) {
            told.range.start = std::min(told.range.start, hour.start);
            told.range.end = std::max(told.range.end, hour.start + Duration::hours(1));
        }
        Notice notice;
        notice.imports.push_back(told);
        return notice;
    }

    void tell(const Notice& notice) {
        if (notice.settled.empty() && notice.anomalies.empty() && notice.revisions.empty() && notice.imports.empty()) return;
        const std::lock_guard lock(listeners_mutex_);
        for (const auto& listener : listeners_) listener(notice);
    }

    void refuse_rest() {
        std::deque<Work> work;
        {
            const std::lock_guard lock(mutex_);
            work.swap(queue_);
        }
        for (Work& w : work) {
            if (w.job) w.job();
            else w.incoming.done(fail(errors::unwritable, "the ledger is closing"));
        }
    }

    std::unique_ptr<Core> core_;
    const Clock* clock_;
    mutable ReaderPool readers_;
    AccountReads reads_;
    Duration checkpointed_;

    std::mutex listeners_mutex_;
    std::vector<std::function<void(const Notice&)>> listeners_;

    // Guarded by mutex_.
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Work> queue_;
    std::size_t waiting_ = 0;
    bool closing_ = false;
    bool stopping_ = false;

    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Ledger>> Ledger::open(const Settings& settings, const Clock& clock, Metrics& metrics) {
    TRY_ASSIGN(std::unique_ptr<Core> core, Core::open(settings, clock, metrics));
    return std::unique_ptr<Ledger>(new WriterThread(std::move(core), clock));
}

}  // namespace plimsoll::ledger

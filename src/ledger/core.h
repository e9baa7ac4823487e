// core.h: the ledger without threads: batches in, outcomes and notices out, checkpoints, opening.
//
// Order      write(): one transaction holds the new series and the redo of all waiting batches, their cursors and their
//            keys; only after its commit are they applied to memory and answered. A commit that fails leaves nothing changed.
// Keys       are looked up before that transaction, by the one thread that writes them. Samples of a key that was committed
//            before stand in no redo, so replay need not know of keys.
// Checkpoint one transaction: series and SLI states, the slots changed since the last one, the redo position.
// Truth      the journal tells of hours that are not finalised, blocks of those that are; blocks of an hour are written
//            ahead in slices, and believed once a checkpoint has marked the hour. Late changes of finalised hours enter
//            blocks only inside a checkpoint.
// Crash      opening restores the checkpoint and sends the redo after it through the same apply(), so nothing is lost
//            and nothing counts twice.
// Threads    the writer's; whoever reads account() or counters() from another holds lock() shared.
#pragma once

#include <atomic>
#include <memory>
#include <set>
#include <shared_mutex>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "ledger/account.h"
#include "ledger/block_store.h"
#include "ledger/counters.h"
#include "ledger/series_table.h"
#include "ledger/tables.h"

namespace plimsoll::ledger {

using Done = std::function<void(Result<WriteOutcome>)>;
using Resolve = std::function<std::vector<Contribution>(const std::string&, const std::vector<SliId>&)>;

/// How long a key keeps its samples from counting again.
inline constexpr Duration kKeysLast = Duration::hours(24);

struct Incoming {
    Batch batch;
    Done done;
};

class Core {
public:
    static Result<std::unique_ptr<Core>> open(const Settings& settings, const Clock& clock, Metrics& metrics);

    /// Commits, applies and answers; returns what listeners are told. Consumes the batches.
    Notice write(std::vector<Incoming> group);
    Result<std::vector<SliId>> bind(const std::vector<SliDefinition>& slis, const Resolve& resolve, Duration keep_removed);
    Result<std::int64_t> import_hours(SliId sli, std::span<const PastHour> hours);

    enum class Extent { usual, everything };
    /// `everything` also finalises every hour that can be.
    Result<> checkpoint(Extent extent);
    /// The usual one before an orderly stop, after which the file gives back free pages, 256 at most.
    Result<> last_checkpoint();
    /// A slice of work that can wait: closed hours into blocks, slots that will be needed. True: there is more.
    bool tidy();

    [[nodiscard]] std::shared_mutex& lock() const { return lock_; }
    [[nodiscard]] const Account& account() const { return *account_; }
    /// Of what readers can see: raised under the lock, after each change.
    [[nodiscard]] std::uint64_t revision() const { return revision_.load(std::memory_order_acquire); }
    [[nodiscard]] const Counters& counters() const { return *counters_; }
    [[nodiscard]] SeriesTable& series() { return *series_; }
    [[nodiscard]] const Settings& settings() const { return settings_; }
    /// For tests: the writer's database, between calls.
    [[nodiscard]] sqlite::Db& db() { return tables_.db(); }

private:
    Core(const Settings& settings, const Clock& clock, Metrics& metrics, Tables tables);

    // core.cc
    Result<> persist(const std::vector<RedoRow>& rows, std::span<const Incoming> group, const std::vector<SeriesTable::Entry>& fresh);
    Result<> find_repeated(const Batch& batch, std::set<Key>& taken, WriteOutcome& outcome);
    static std::vector<bool> left_out(const Batch& batch, WriteOutcome& outcome);
    std::vector<RedoRow> rows_of(std::vector<Incoming>& group, std::vector<WriteOutcome>& outcomes, std::vector<std::vector<std::uint32_t>>& places);
    void apply(const RedoRow& row, WriteOutcome* outcome, Notice& notice);
    void adopt(const std::vector<SeriesTable::Entry>& fresh);
    void begin_hours(const RedoRow& row);
    std::optional<Error> refused() const;

    // bindings.cc
    Result<std::vector<SliId>> record(const std::vector<SliDefinition>& slis, Duration keep_removed);
    Result<> erase_removed();
    void relate_groups();
    /// What an hour of history filled.
    struct Filled {
        SlotNumber lowest = kUnmeasured;
        SlotNumber highest = kNoSlot;
        std::int64_t slots = 0;
    };
    [[nodiscard]] bool is_closed(std::uint32_t index, std::int64_t hour) const;
    void begin_history();
    Result<Filled> import_to_blocks(const SliRow& row, std::int64_t hour, const std::vector<Slot>& slots);
    Result<std::int64_t> import_closed(std::uint32_t index, std::span<const PastHour> hours);
    Result<std::int64_t> import_open(std::uint32_t index, std::span<const PastHour> hours);

    // checkpoint.cc
    Result<> checkpoint_now(Extent extent);
    void renew_series(SeriesId id);
    Result<> save(bool all_series);
    Result<> save_series(bool all, std::vector<SeriesId>& saved);
    Result<> save_slots(std::vector<std::pair<std::int64_t, std::uint32_t>>& saved);
    Result<> save_hour(std::int64_t hour, std::uint32_t chunk);
    Result<> put_hours(std::int64_t hour, std::span<const std::uint32_t> rows);
    Result<> trim_redo(const std::vector<Millis>& floor);
    Result<> trim();
    [[nodiscard]] bool closable(std::int64_t hour) const;
    bool slice();
    [[nodiscard]] Millis newest_watermark() const;

    // opening.cc
    Result<> restore();
    Result<> restore_series();
    Result<> replay();
    Result<> rebuild(Counters& counters);

    void changed() { revision_.fetch_add(1, std::memory_order_release); }

    Settings settings_;
    const Clock* clock_;
    Counter* refused_series_;
    Counter* batches_;
    Histogram* checkpoint_seconds_;
    Tables tables_;
    std::unique_ptr<BlockStore> blocks_;
    std::unique_ptr<Account> account_;
    std::unique_ptr<Counters> counters_;
    std::unique_ptr<SeriesTable> series_;
    std::vector<SliRecord> slis_;
    std::int64_t next_sli_ = 1;
    std::uint64_t seq_ = 0;          ///< of the last batch applied
    std::uint64_t restored_to_ = 0;  ///< of the checkpoint that was opened
    std::size_t sources_saved_ = 0;
    bool must_checkpoint_ = false;   ///< the disk does not know the present binding: nothing is written before it does
    std::int64_t finalise_to_ = INT64_MIN;  ///< hours before it are in blocks, and marked by the next checkpoint
    std::vector<std::uint32_t> slice_rows_; ///< still to be written for the hour finalise_to_
    bool slicing_ = false;
    std::size_t rotation_ = 0;              ///< next chunk of series whose history base is renewed
    std::vector<Millis> rotation_start_;    ///< watermarks by source when this round began
    std::vector<Millis> redo_floor_;        ///< and when the last complete round did
    std::atomic<std::uint64_t> revision_{0};
    mutable std::shared_mutex lock_;
};

}  // namespace plimsoll::ledger

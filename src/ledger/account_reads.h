// account_reads.h: sums, slots and statuses for threads other than the writer.
//
// Locking    what is in memory is copied under the core's shared lock; blocks are read after it is released.
#pragma once

#include "ledger/core.h"
#include "ledger/reader_pool.h"

namespace plimsoll::ledger {

class AccountReads {
public:
    AccountReads(Core& core, ReaderPool& readers) : core_(&core), readers_(&readers) {}

    [[nodiscard]] LiveWindows live(SliId sli) const;
    void live_many(std::span<const SliId> slis, const std::function<void(SliId, const LiveWindows&)>& read) const;
    [[nodiscard]] std::optional<std::uint16_t> window_column(Duration length) const;
    void glance(std::span<const SliId> slis, const std::function<void(SliId, const Glance&)>& read) const;
    [[nodiscard]] Result<WindowSum> sum(SliId sli, TimeRange range) const;
    [[nodiscard]] Result<Ledger::Series> slots(SliId sli, TimeRange range, std::size_t most) const;
    [[nodiscard]] SliStatus status(SliId sli) const;
    [[nodiscard]] std::vector<SeriesStatus> series(SliId sli, std::size_t limit) const;
    [[nodiscard]] Result<std::optional<std::string>> cursor(const std::string& source) const;
    [[nodiscard]] std::vector<Ledger::SourceState> sources() const;
    /// By some hundreds under one hold of the lock; `read` is called without it.
    void each_series(const std::function<void(const std::string& labels, bool alive)>& read) const;

    // account_running.cc
    [[nodiscard]] Result<std::vector<Ledger::Running>> running(SliId sli, std::span<const Timestamp> instants) const;

private:
    void fill(const SliRow& row, LiveWindows& live) const;
    [[nodiscard]] WindowSum kept(const SliRow& row, std::size_t index) const;

    Core* core_;
    ReaderPool* readers_;
};

}  // namespace plimsoll::ledger

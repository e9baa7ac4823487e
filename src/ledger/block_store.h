// block_store.h: closed slots on disk, in blocks, at every level; and the sum of any window from two of them.
//
// Shape      table block_row(id, bytes): id holds (level, start, sli), so that the hours being closed are neighbouring
//            rows at the end of the table; view block(level, start, sli, bytes) for people. A block holds the slots of
//            one SLI over one block of time and the cumulative sums of that SLI at its start, counted from an origin
//            that is arbitrary but the same for all blocks and levels of the SLI (it may be negative: history is
//            imported before what is there). The sum of a window is the difference of two cumulative sums.
// Gaps       an hour of an SLI that was never written is missing throughout: the difference across it is zero, and
//            a window over it counts its slots as missing, each with one series live.
// Levels     put_hour() writes the level 0 block and updates the level 1 and level 2 blocks that contain the hour, so
//            every level is complete up to the last written hour. An hour imported from before a level's retention
//            enters the coarser levels only. Blocks are dropped by retain().
// Cost       a window is three primary-key lookups and two decodes whatever its length. Writing the newest hour, or one
//            before all others, touches three blocks; any other hour also shifts the sums of all blocks on the shorter
//            side of it (at most some 500), so history is imported cheapest from new to old.
// Threads    belongs to the ledger's writer thread and its Db; BlockReader gives other threads the same reads over
//            their own read-only connection.
// Durability callers hold the transaction; nothing here begins or commits one. After an error they roll it back.
// Format     docs/format/ledger.md, version 1.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/sqlite.h"
#include "ledger/ledger.h"
#include "ledger/slot.h"

namespace plimsoll::ledger {

/// Page size of a new ledger.db: some thirty hour blocks a page, and the blocks of a day or four days without overflow.
inline constexpr int kBlockPageSize = 16384;

/// Reads shared by the writer and by other threads. One per thread: it holds prepared statements. It caches nothing, so
/// every call sees what is committed (the writer: what it wrote), each in one snapshot of the file.
class BlockReader {
public:
    explicit BlockReader(sqlite::Db& db);
    ~BlockReader();
    BlockReader(BlockReader&&) noexcept;

    /// The sum over a range, from two blocks. Each end is widened to a slot edge of the finest level that still holds it;
    /// `as_of` is the newest slot end of the SLI (levels older than their retention are not consulted). Times outside
    /// 1970 to 3883 are cut. Only written hours count; the caller adds what is still in memory: slots of hours that were
    /// not written are in it as missing, with one series live.
    /// Errors: io; corrupt_block (a block does not decode: the detail names it).
    Result<WindowSum> sum(SliId sli, TimeRange range, Timestamp as_of);

    /// What had been counted at each instant since the first of them: as sum(), but both ends are widened to the past, and
    /// a block is read once however many instants lie in it. Each instant is looked up at the coarsest level that has an
    /// edge there. Requires: instants in rising order. Errors: io; corrupt_block.
    Result<std::vector<Ledger::Running>> running(SliId sli, std::span<const Timestamp> instants, Timestamp as_of);

    /// The slots of a range at the given level, missing ones included, oldest first. At most 100,000. What the level does
    /// not hold any more comes back as missing: the caller picks a level that reaches back far enough.
    /// Errors: io; corrupt_block; invalid (no such level, too many slots).
    Result<std::vector<Slot>> slots(SliId sli, TimeRange range, int level);

    /// From the first to the last written hour at any level; empty when the SLI has no block.
    Result<std::optional<TimeRange>> extent(SliId sli);

protected:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// One SLI's hour.
struct Hour {
    SliId sli = 0;
    Timestamp start;              ///< on the hour
    std::vector<Slot> slots;      ///< 360
};

class BlockStore : public BlockReader {
public:
    explicit BlockStore(sqlite::Db& db);
    /// Creates the tables where they are missing.
    static Result<> create(sqlite::Db& db);

    /// Writes or rewrites one hour of one SLI at all levels and keeps every later cumulative sum right.
    /// Errors: invalid (a slot breaks the rules of slot.h, not 360 slots, not on the hour); corrupt_block; io; disk_full.
    Result<> put_hour(const Hour& hour);
    /// Many hours of the same `start`, in SLI order: the way an hour is closed (neighbouring rows).
    Result<> put_hours(std::span<const Hour> hours);
    /// Drops blocks past their level's retention, at most `limit` rows a call; returns how many.
    Result<std::int64_t> retain(Timestamp newest, std::int64_t limit);
    /// Drops everything of one SLI.
    Result<> erase(SliId sli);
};

}  // namespace plimsoll::ledger

// block_rows.h: the rows that blocks and their extents lie in, and cumulative sums looked up in them.
//
// Shape      block_row(id, bytes): id is BlockKey::row(). block_extent(sli, last, from0, from1, from2): hours since 1970.
//            The view `block` shows block_row as (level, start, sli, bytes) to people.
// Invariant  an SLI with an extent has, at level 2, a block for every written hour; at levels 0 and 1 for every written
//            hour from `from[level]` on. A missing block behind that is therefore a stretch that was never written.
// Snapshot   extent() leaves its statement open, which keeps one read transaction for all that is looked up until
//            release(): two sums taken from two states of the file would not share an origin.
// Threads    one, with its Db.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/sqlite.h"
#include "ledger/block.h"
#include "ledger/block_store.h"

namespace plimsoll::ledger {

/// Which hours of an SLI were written, and from when on each level holds all of them.
struct Extent {
    Timestamp last;                               ///< end of the last written hour
    std::array<Timestamp, kLevelCount> from;      ///< start of an hour; the last level's is the first written hour
    [[nodiscard]] Timestamp first() const { return from[kLevelCount - 1]; }
    friend bool operator==(const Extent&, const Extent&) = default;
};

/// The block of a level that contains an instant.
[[nodiscard]] BlockKey block_at(int level, SliId sli, Timestamp at);
/// Starts of the blocks of a level in [from, to), from on a block's start.
[[nodiscard]] std::int64_t blocks_between(int level, Timestamp from, Timestamp to);

class BlockRows {
public:
    explicit BlockRows(sqlite::Db& db) : db_(&db) {}

    /// Once before anything else, and again at no cost. Errors: io (the tables are missing).
    Result<> prepare();

    /// Empty when the SLI has no block.
    Result<std::optional<Extent>> extent(SliId sli);
    /// Valid until the next call of bytes() or release(); empty when there is no such block.
    Result<std::optional<std::string_view>> bytes(const BlockKey& key);
    /// Ends the snapshot. Nothing that bytes() returned is valid any more.
    void release();

    /// The cumulative sum at an instant on the level's step, from the block before it (`at` is its end) or the block
    /// that contains it; empty when there is no such block.
    enum class Side { containing, before };
    Result<std::optional<Totals>> totals(int level, SliId sli, Timestamp at, Side side);
    /// The cumulative sum at a full hour in [extent.first(), extent.last], whatever lies there.
    Result<Totals> totals_at_hour(SliId sli, const Extent& extent, Timestamp at);

    Result<> put(const BlockKey& key, std::string_view bytes);
    Result<> drop(const BlockKey& key);
    Result<> put_extent(SliId sli, const Extent& extent);
    Result<> drop_extent(SliId sli);
    /// The oldest blocks of a level that start at `until` or before, at most `limit`, in the order of their rows.
    Result<std::vector<BlockKey>> oldest(int level, Timestamp until, std::int64_t limit);

private:
    sqlite::Db* db_;
    bool prepared_ = false;
    sqlite::Statement extent_, bytes_, put_, drop_, put_extent_, drop_extent_, oldest_;
};

/// Calls release() however the reading ends.
class Reading {
public:
    explicit Reading(BlockRows& rows) : rows_(&rows) {}
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading() { rows_->release(); }

private:
    BlockRows* rows_;
};

struct BlockReader::Impl {
    BlockRows rows;
};

}  // namespace plimsoll::ledger

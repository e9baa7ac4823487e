#include "ledger/block_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "ledger/block_rows.h"

namespace plimsoll::ledger {
namespace {

constexpr std::size_t kSlotsOfAnHour = 360;
/// Far above what counters that doubles carry can grow in a slot, and low enough that no day's sum comes near 2^63.
constexpr std::int64_t kMostEvents = std::int64_t{1} << 53;
constexpr std::int64_t kMostSeries = std::int64_t{1} << 32;

const char* broken_rule(const Slot& s) {
    if (s.measured < 0 || s.measured > 1) return "measured is neither 0 nor 1";
    if (s.measured == 0 && (s.valid != 0 || s.bad != 0 || s.reporting != 0)) return "it counts although nothing measured it";
    if (s.bad < 0 || s.bad > s.valid || s.valid > kMostEvents) return "not 0 <= bad <= valid <= 2^53";
    if (s.reporting < 0 || s.reporting > kMostSeries || s.live < 0 || s.live > kMostSeries) return "series below 0 or above 2^32";
    return nullptr;
}

Result<> check(const Hour& hour) {
    const auto refuse = [&](const std::string& why) {
        return fail(plimsoll::errors::invalid, fmt::format("hour {} of SLI {}: {}", text::rfc3339(hour.start), hour.sli, why));
    };
    if (hour.start < Timestamp{} || hour.start >= kLatest || hour.start != hour.start.floor(kHour))
        return refuse("does not start on an hour from 1970 to 3883");
    if (hour.slots.size() != kSlotsOfAnHour) return refuse(fmt::format("{} slots, not 360", hour.slots.size()));
    for (std::size_t i = 0; i < hour.slots.size(); ++i)
        if (const char* rule = broken_rule(hour.slots[i])) return refuse(fmt::format("slot {}: {}", i, rule));
    return {};
}

Totals totals_of(const Hour& hour) {
    Totals totals;
    for (const Slot& slot : hour.slots) totals += {slot, 1};
    return totals;
}

/// Overwrites one hour of a block with the hour's slots, summed to the block's step.
void place(const Hour& hour, int level, std::size_t index, Block& block) {
    const LevelShape shape = shape_of(level);
    Slot* slot = &block.slots[index * shape.slots_per_hour];
    const auto steps = static_cast<std::size_t>(shape.steps);
    for (std::size_t begin = 0; begin < hour.slots.size(); begin += steps, ++slot) {
        *slot = Slot{};
        for (std::size_t i = 0; i < steps; ++i) *slot += hour.slots[begin + i];
    }
    block.written[index] = true;
}

/// One hour of one SLI on its way into all levels.
///
/// Writing it changes what was counted by `change`. All cumulative sums after the hour grow by that, or, since the
/// origin is arbitrary, all those up to its start shrink by it: whichever moves fewer blocks.
class Put {
public:
    Put(BlockRows& rows, const Hour& hour) : rows_(rows), hour_(hour), new_(totals_of(hour)), end_(hour.start + kHour) {}

    Result<> run() {
        TRY(look());
        for (int level = kLevelCount - 1; level >= 0; --level) TRY(write(level));
        if (change_ != Totals{}) TRY(shift_others());
        if (before_ == after_) return {};
        return rows_.put_extent(hour_.sli, after_);
    }

private:
    /// Reads what was there, before anything is written.
    Result<> look() {
        TRY_ASSIGN(before_, rows_.extent(hour_.sli));
        after_ = before_.value_or(Extent{end_, {hour_.start, hour_.start, hour_.start}});
        change_ = new_;
        if (!before_) return {};
        TRY_ASSIGN(until_end_, counted_by(end_));
        if (!beyond()) {
            TRY_ASSIGN(const Totals until_start, counted_by(hour_.start));
            change_ -= until_end_ - until_start;
        }
        after_.last = std::max(before_->last, end_);
        for (int level = 0; level < kLevelCount; ++level) {
            TRY_ASSIGN(const bool reaches, reaches_back(level));
            if (reaches) after_.from[level] = hour_.start;
        }
        move_later_ = later_blocks() <= earlier_blocks();
        return {};
    }

    Result<Totals> counted_by(Timestamp at) {
        return rows_.totals_at_hour(hour_.sli, *before_, std::clamp(at, before_->first(), before_->last));
    }

    /// After all that was written: the way an hour closes.
    [[nodiscard]] bool beyond() const { return !before_ || hour_.start >= before_->last; }

    /// An hour from before those that a level holds makes the level reach back to it, unless that would leave out
    /// written hours between them, or the level would drop it at once.
    Result<bool> reaches_back(int level) {
        if (hour_.start >= before_->from[level]) return false;
        if (level == kLevelCount - 1) return true;
        const BlockKey key = block_at(level, hour_.sli, hour_.start);
        if (key.start + kLevels[level].block <= after_.last - kLevels[level].retention) return false;
        TRY_ASSIGN(const Totals until_held, counted_by(before_->from[level]));
        return until_held.slots == until_end_.slots;
    }

    /// Updates the level's block; makes one where the level holds the hour. A block that is there is kept right even
    /// where the level does not hold it any more: it may not have been dropped yet.
    Result<> write(int level) {
        const BlockKey key = block_at(level, hour_.sli, hour_.start);
        const bool cannot_exist = level == 0 && beyond();
        if (!cannot_exist) {
            TRY_ASSIGN(const auto bytes, rows_.bytes(key));
            if (bytes) {
                TRY_ASSIGN(Block block, decode_block(key, *bytes));
                return update(key, block);
            }
        }
        if (hour_.start < after_.from[level]) return {};
        Block block = Block::empty(level, until_end_);
        return update(key, block);
    }

    /// The sums behind the hour must come out as they were, and moved if the later ones move. A block that lacked the
    /// hour although it was written elsewhere therefore gets the base that fits the hours it has.
    Result<> update(const BlockKey& key, Block& block) {
        const auto index = static_cast<std::size_t>((hour_.start - key.start) / kHour);
        block.base -= new_ - block.hour(key.level, index);
        if (move_later_) block.base += change_;
        place(hour_, key.level, index, block);
        return rows_.put(key, encode_block(key, block));
    }

    /// Of a level: the starts of the blocks behind the hour's own, and of those before it.
    [[nodiscard]] TimeRange later(int level) const {
        const Timestamp own = block_at(level, hour_.sli, hour_.start).start;
        const Timestamp held = block_at(level, hour_.sli, before_->from[level]).start;
        return {std::max(own + kLevels[level].block, held), before_->last};
    }
    [[nodiscard]] TimeRange earlier(int level) const {
        return {block_at(level, hour_.sli, before_->from[level]).start, block_at(level, hour_.sli, hour_.start).start};
    }
    [[nodiscard]] std::int64_t later_blocks() const {
        std::int64_t count = 0;
        for (int level = 0; level < kLevelCount; ++level) count += blocks_between(level, later(level).start, later(level).end);
        return count;
    }
    [[nodiscard]] std::int64_t earlier_blocks() const {
        std::int64_t count = 0;
        for (int level = 0; level < kLevelCount; ++level) count += blocks_between(level, earlier(level).start, earlier(level).end);
        return count;
    }

    Result<> shift_others() {
        if (!before_) return {};
        for (int level = 0; level < kLevelCount; ++level)
            TRY(move_later_ ? shift(level, later(level), change_) : shift(level, earlier(level), Totals{} - change_));
        return {};
    }

    Result<> shift(int level, TimeRange starts, const Totals& by) {
        for (Timestamp start = starts.start; start < starts.end; start = start + kLevels[level].block) {
            const BlockKey key{level, start, hour_.sli};
            TRY_ASSIGN(const auto bytes, rows_.bytes(key));
            if (!bytes) continue;
            TRY_ASSIGN(const std::string moved, rebase(key, *bytes, by));
            TRY(rows_.put(key, moved));
        }
        return {};
    }

    BlockRows& rows_;
    const Hour& hour_;
    Totals new_;
    Timestamp end_;
    std::optional<Extent> before_;
    Extent after_;
    Totals until_end_;  ///< counted by the hour's end, as it was
    Totals change_;
    bool move_later_ = true;
};

/// The SLI lost its oldest block of a level.
Result<> give_up(BlockRows& rows, const BlockKey& key) {
    TRY_ASSIGN(auto extent, rows.extent(key.sli));
    if (!extent) return {};
    Timestamp& from = extent->from[key.level];
    from = std::max(from, key.start + kLevels[key.level].block);
    if (key.level < kLevelCount - 1) return rows.put_extent(key.sli, *extent);
    while (from < extent->last) {
        const BlockKey next = block_at(key.level, key.sli, from);
        TRY_ASSIGN(const auto bytes, rows.bytes(next));
        if (bytes) {
            TRY_ASSIGN(const Block block, decode_block(next, *bytes));
            const auto first = std::find(block.written.begin(), block.written.end(), true);
            from = next.start + kHour * (first - block.written.begin());
            return rows.put_extent(key.sli, *extent);
        }
        from = next.start + kLevels[key.level].block;
    }
    return rows.drop_extent(key.sli);
}

}  // namespace

BlockStore::BlockStore(sqlite::Db& db) : BlockReader(db) {}

Result<> BlockStore::create(sqlite::Db& db) {
    return db.exec(R"(
        CREATE TABLE IF NOT EXISTS block_row(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS block_extent(
            sli INTEGER PRIMARY KEY, last INTEGER NOT NULL,
            from0 INTEGER NOT NULL, from1 INTEGER NOT NULL, from2 INTEGER NOT NULL);
        CREATE VIEW IF NOT EXISTS block AS
            SELECT 3 - (id >> 56) AS level, ((id >> 32) & 16777215) * 3600 AS start, id & 4294967295 AS sli, bytes
            FROM block_row;
    )");
}

Result<> BlockStore::put_hour(const Hour& hour) {
    TRY(check(hour));
    BlockRows& rows = impl_->rows;
    TRY(rows.prepare());
    const Reading reading(rows);
    return Put(rows, hour).run();
}

Result<> BlockStore::put_hours(std::span<const Hour> hours) {
    for (const Hour& hour : hours) TRY(put_hour(hour));
    return {};
}

Result<std::int64_t> BlockStore::retain(Timestamp newest, std::int64_t limit) {
    BlockRows& rows = impl_->rows;
    TRY(rows.prepare());
    const Reading reading(rows);
    std::int64_t dropped = 0;
    for (int level = 0; level < kLevelCount && dropped < limit; ++level) {
        const Timestamp until = std::min(newest, kLatest) - kLevels[level].retention - kLevels[level].block;
        TRY_ASSIGN(const auto keys, rows.oldest(level, until, limit - dropped));
        for (const BlockKey& key : keys) {
            TRY(rows.drop(key));
            TRY(give_up(rows, key));
        }
        dropped += static_cast<std::int64_t>(keys.size());
    }
    return dropped;
}

Result<> BlockStore::erase(SliId sli) {
    BlockRows& rows = impl_->rows;
    TRY(rows.prepare());
    const Reading reading(rows);
    TRY_ASSIGN(const auto extent, rows.extent(sli));
    if (!extent) return {};
    for (int level = 0; level < kLevelCount; ++level) {
        const Duration length = kLevels[level].block;
        for (Timestamp start = extent->from[level].floor(length); start < extent->last; start = start + length)
            TRY(rows.drop({level, start, sli}));
    }
    return rows.drop_extent(sli);
}

}  // namespace plimsoll::ledger

#include <fmt/format.h>

#include <algorithm>

#include "ledger/block_rows.h"

namespace plimsoll::ledger {
namespace {

constexpr std::int64_t kMostSlots = 100'000;

TimeRange within_reach(TimeRange range) {
    const Timestamp start = std::clamp(range.start, Timestamp{}, kLatest);
    return {start, std::clamp(range.end, start, kLatest)};
}

Timestamp up(Timestamp at, Duration step) { return (at + step - Duration::ms(1)).floor(step); }

/// One end of a window: where it was put, by which level, and what was counted until then.
struct Edge {
    Timestamp at;
    int level = 0;
    Totals totals;
};

/// Looks up both ends of windows of one SLI.
struct Edges {
    BlockRows& rows;
    SliId sli;
    const Extent& extent;
    Timestamp newest;

    /// A level that does not hold the instant any more is passed over for a coarser one; the coarsest takes all.
    [[nodiscard]] bool holds(int level, Timestamp edge, Timestamp written) const {
        return level == kLevelCount - 1 || (edge >= newest - kLevels[level].retention && written >= extent.from[level]);
    }

    template <class Round>
    Result<Edge> find(Timestamp at, Round round) {
        for (int level = 0;; ++level) {
            const Timestamp edge = round(at, kLevels[level].step);
            // Before the first and after the last written hour nothing is added, so the nearest of them says it all.
            const Timestamp written = std::clamp(edge, extent.first(), extent.last);
            if (!holds(level, edge, written)) continue;
            TRY_ASSIGN(const Totals totals, look_up(level, written));
            return Edge{edge, level, totals};
        }
    }

    Result<Totals> look_up(int level, Timestamp at) {
        const auto side = at == extent.last ? BlockRows::Side::before : BlockRows::Side::containing;
        TRY_ASSIGN(const auto found, rows.totals(level, sli, at, side));
        if (found) return *found;
        // Its hour was never written: the sums at its edges are equal, and every level knows them.
        return rows.totals_at_hour(sli, extent, at.floor(kHour));
    }
};

/// Slots that were never written are missing with one series live, as slot.h says.
WindowSum window_between(const Edge& start, const Edge& end) {
    const Totals between = end.totals - start.totals;
    WindowSum window;
    window.range = {start.at, end.at};
    window.step = kLevels[std::max(start.level, end.level)].step;
    window.slots = window.range.length() / kStep;
    window.sum = between.sum;
    window.sum.live += window.slots - between.slots;
    return window;
}

/// Copies the part of a block that a range covers.
struct SlotFill {
    TimeRange range;
    int level;
    std::vector<Slot>& slots;

    void copy(Timestamp block_start, const Block& block) {
        const Duration step = kLevels[level].step;
        const LevelShape shape = shape_of(level);
        const Timestamp from = std::max(range.start, block_start);
        const Timestamp to = std::min(range.end, block_start + kLevels[level].block);
        for (Timestamp at = from; at < to; at = at + step) {
            const auto index = static_cast<std::size_t>((at - block_start) / step);
            if (block.written[index / shape.slots_per_hour])
                slots[static_cast<std::size_t>((at - range.start) / step)] = block.slots[index];
        }
    }
};

Result<> fill_slots(BlockRows& rows, SliId sli, const Extent& extent, SlotFill fill) {
    const Timestamp end = std::min(fill.range.end, extent.last);
    Timestamp at = std::max(fill.range.start, extent.first()).floor(kLevels[fill.level].block);
    for (; at < end; at = at + kLevels[fill.level].block) {
        const BlockKey key{fill.level, at, sli};
        TRY_ASSIGN(const auto bytes, rows.bytes(key));
        if (!bytes) continue;
        TRY_ASSIGN(const Block block, decode_block(key, *bytes));
        fill.copy(at, block);
    }
    return {};
}

}  // namespace

BlockReader::BlockReader(sqlite::Db& db) : impl_(new Impl{BlockRows(db)}) {}
BlockReader::~BlockReader() = default;
BlockReader::BlockReader(BlockReader&&) noexcept = default;

Result<WindowSum> BlockReader::sum(SliId sli, TimeRange range, Timestamp as_of) {
    BlockRows& rows = impl_->rows;
    TRY(rows.prepare());
    const Reading reading(rows);
    TRY_ASSIGN(const auto extent, rows.extent(sli));
    range = within_reach(range);
    const auto down = [](Timestamp at, Duration step) { return at.floor(step); };
    if (!extent) return window_between({down(range.start, kStep), 0, {}}, {up(range.end, kStep), 0, {}});
    Edges edges{rows, sli, *extent, std::max(as_of, extent->last)};
    TRY_ASSIGN(const Edge start, edges.find(range.start, down));
    TRY_ASSIGN(const Edge end, edges.find(range.end, up));
    return window_between(start, end);
}

Result<std::vector<Slot>> BlockReader::slots(SliId sli, TimeRange range, int level) {
    if (level < 0 || level >= kLevelCount) return fail(plimsoll::errors::invalid, fmt::format("there is no level {}", level));
    const Level& l = kLevels[level];
    range = within_reach(range);
    range = {range.start.floor(l.step), up(range.end, l.step)};
    const std::int64_t count = range.length() / l.step;
    if (count > kMostSlots) return fail(plimsoll::errors::invalid, fmt::format("{} slots at once; at most 100000", count));
    BlockRows& rows = impl_->rows;
    TRY(rows.prepare());
    const Reading reading(rows);
    TRY_ASSIGN(const auto extent, rows.extent(sli));
    std::vector<Slot> slots(static_cast<std::size_t>(count), Slot{0, 0, 0, 0, l.step / kStep});
    if (extent) TRY(fill_slots(rows, sli, *extent, {range, level, slots}));
    return slots;
}

Result<std::optional<TimeRange>> BlockReader::extent(SliId sli) {
    BlockRows& rows = impl_->rows;
    TRY(rows.prepare());
    const Reading reading(rows);
    TRY_ASSIGN(const auto extent, rows.extent(sli));
    return extent ? std::optional(TimeRange{extent->first(), extent->last}) : std::nullopt;
}

}  // namespace plimsoll::ledger

// block_running.cc: cumulative sums at many instants, each block decoded once.
#include <algorithm>

#include "ledger/block_rows.h"

namespace plimsoll::ledger {
namespace {

Timestamp within_reach(Timestamp at) { return std::clamp(at, Timestamp{}, kLatest); }

struct Found {
    Timestamp at;
    Totals totals;
};

/// Looks up instants in rising order; of each level it remembers the block of the last one.
class Prefixes {
public:
    Prefixes(BlockRows& rows, SliId sli, const Extent& extent, Timestamp newest)
        : rows_(rows), sli_(sli), extent_(extent), newest_(newest) {}

    Result<Found> find(Timestamp at) {
        int level = 0;
        while (!holds(level, at.floor(kLevels[level].step))) ++level;
        const Timestamp edge = at.floor(kLevels[level].step);
        // Every level knows its own edges, up to the last written hour; the coarser one has fewer blocks.
        while (level + 1 < kLevelCount && edge.floor(kLevels[level + 1].step) == edge) ++level;
        TRY_ASSIGN(const Totals totals, look_up(level, written(edge)));
        return Found{edge, totals};
    }

private:
    /// Before the first and after the last written hour nothing is added, so the nearest of them says it all.
    [[nodiscard]] Timestamp written(Timestamp edge) const { return std::clamp(edge, extent_.first(), extent_.last); }
    [[nodiscard]] bool holds(int level, Timestamp edge) const {
        return level == kLevelCount - 1 || (edge >= newest_ - kLevels[level].retention && written(edge) >= extent_.from[level]);
    }

    Result<Totals> look_up(int level, Timestamp at) {
        Kept& kept = kept_[level];
        const BlockKey key = block_at(level, sli_, at == extent_.last ? at - Duration::ms(1) : at);
        if (kept.before.empty() || !(kept.key == key)) TRY(load(kept, key, at));
        return kept.before[static_cast<std::size_t>((at - key.start) / kLevels[level].step)];
    }

    struct Kept {
        BlockKey key;
        std::vector<Totals> before;  ///< each slot, and the end
    };

    Result<> load(Kept& kept, const BlockKey& key, Timestamp at) {
        const LevelShape shape = shape_of(key.level);
        kept.before.clear();
        TRY_ASSIGN(const auto bytes, rows_.bytes(key));
        if (!bytes) {  // no hour of it was ever written: the sums at all its edges are equal
            TRY_ASSIGN(const Totals same, rows_.totals_at_hour(sli_, extent_, at.floor(kHour)));
            kept.before.assign(shape.slots + 1, same);
        } else {
            TRY_ASSIGN(const Block block, decode_block(key, *bytes));
            add_up(kept, block, shape);
        }
        kept.key = key;
        return {};
    }

    static void add_up(Kept& kept, const Block& block, const LevelShape& shape) {
        Totals totals = block.base;
        kept.before.reserve(shape.slots + 1);
        kept.before.push_back(totals);
        for (std::size_t i = 0; i < shape.slots; ++i) {
            if (block.written[i / shape.slots_per_hour]) totals += {block.slots[i], shape.steps};
            kept.before.push_back(totals);
        }
    }

    BlockRows& rows_;
    const SliId sli_;
    const Extent& extent_;
    const Timestamp newest_;
    std::array<Kept, kLevelCount> kept_;
};

/// Slots that were never written are missing with one series live, as slot.h says.
Slot between(const Found& start, const Found& end) {
    const Totals difference = end.totals - start.totals;
    Slot sum = difference.sum;
    sum.live += (end.at - start.at) / kStep - difference.slots;
    return sum;
}

}  // namespace

Result<std::vector<Ledger::Running>> BlockReader::running(SliId sli, std::span<const Timestamp> instants, Timestamp as_of) {
    BlockRows& rows = impl_->rows;
    TRY(rows.prepare());
    const Reading reading(rows);
    TRY_ASSIGN(const auto extent, rows.extent(sli));
    std::vector<Ledger::Running> out;
    out.reserve(instants.size());
    std::optional<Prefixes> prefixes;
    if (extent) prefixes.emplace(rows, sli, *extent, std::max(as_of, extent->last));
    std::optional<Found> first;
    for (const Timestamp instant : instants) {
        Found found{within_reach(instant).floor(kStep), {}};
        if (prefixes) {
            TRY_ASSIGN(found, prefixes->find(within_reach(instant)));
        }
        if (!first) first = found;
        out.push_back({found.at, between(*first, found)});
    }
    return out;
}

}  // namespace plimsoll::ledger

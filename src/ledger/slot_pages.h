// slot_pages.h: slots in memory, slot-major: the rows that windows are advanced from.
//
// Shape      a page is an hour; a chunk of it holds 360 slots of 256 SLIs ("rows"), slot after slot, so that moving
//            many SLIs one slot on reads neighbouring bytes. 12 bytes a slot.
// Raw        a cell holds what was counted, contradictions included, so that a late sample can still put them right.
//            shown() is what the rest of the ledger sees of it.
// Odd        what does not fit a cell (above 2^32 events, below zero, bad above valid) lies beside it, in a map.
// Shown      bad above valid, either below zero, or valid above 2^40 is a contradiction: shown as missing. A missing
//            slot has at least one series live.
// Dirty      changed since the last checkpoint; a dirty chunk is never evicted.
// Threads    the ledger's lock.
#pragma once

#include <array>
#include <bitset>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "ledger/counter_walk.h"

namespace plimsoll::ledger {

inline constexpr std::uint32_t kChunkRows = 256;
inline constexpr std::int64_t kMostInSlot = std::int64_t{1} << 40;

[[nodiscard]] constexpr std::int64_t hour_of(SlotNumber slot) {
    return slot >= 0 ? slot / kSlotsPerHour : -((-slot + kSlotsPerHour - 1) / kSlotsPerHour);
}

/// What was counted in one slot of one SLI. 128 bits, because a hostile sender can pass 64.
struct RawSlot {
    __int128 valid = 0;
    __int128 bad = 0;
    std::int64_t reporting = 0;
    std::int64_t live = 0;
    [[nodiscard]] bool contradictory() const {
        return bad > valid || bad < 0 || valid < 0 || valid > kMostInSlot || reporting < 0;
    }
    [[nodiscard]] Slot shown() const;
    friend bool operator==(const RawSlot&, const RawSlot&) = default;
};

class SlotPages {
public:
    struct Cell {
        std::uint32_t valid = 0;
        std::uint32_t bad = 0;
        std::uint16_t reporting = 0;
        std::uint16_t live : 15 = 0;
        std::uint16_t odd : 1 = 0;
    };
    static constexpr std::int64_t kMostLive = (1 << 15) - 1;
    struct Chunk {
        std::array<Cell, kSlotsPerHour * kChunkRows> cells{};
        std::bitset<kSlotsPerHour * kChunkRows> dirty;
        bool any_dirty = false;
        static std::size_t index(SlotNumber slot, std::uint32_t row) {
            return static_cast<std::size_t>(slot - hour_of(slot) * kSlotsPerHour) * kChunkRows + row % kChunkRows;
        }
    };

    /// nullptr: not in memory.
    [[nodiscard]] Chunk* find(std::int64_t hour, std::uint32_t chunk) const;
    /// A chunk of empty cells. Requires: it is not there.
    Chunk& add(std::int64_t hour, std::uint32_t chunk);
    void evict(std::int64_t hour, std::uint32_t chunk);

    [[nodiscard]] RawSlot get(const Chunk& chunk, SlotNumber slot, std::uint32_t row) const;
    void set(Chunk& chunk, SlotNumber slot, std::uint32_t row, const RawSlot& raw);
    [[nodiscard]] Slot shown(const Chunk& chunk, SlotNumber slot, std::uint32_t row) const {
        const Cell& c = chunk.cells[Chunk::index(slot, row)];
        if (c.odd || c.bad > c.valid) [[unlikely]] return get(chunk, slot, row).shown();
        if (c.reporting == 0) return {0, 0, 0, 0, c.live == 0 ? 1 : c.live};
        return {c.valid, c.bad, 1, c.reporting, c.live};
    }
    /// The common case of get() and set(): a slot opens with the series that are live.
    void add_live(Chunk& chunk, SlotNumber slot, std::uint32_t row, std::int64_t live) {
        Cell& c = chunk.cells[Chunk::index(slot, row)];
        if (!c.odd && live <= kMostLive - c.live) [[likely]] {
            c.live = static_cast<std::uint16_t>(c.live + live) & kMostLive;
            return;
        }
        RawSlot raw = get(chunk, slot, row);
        raw.live += live;
        set(chunk, slot, row, raw);
    }
    static void mark(Chunk& chunk, SlotNumber slot, std::uint32_t row) {
        chunk.dirty.set(Chunk::index(slot, row));
        chunk.any_dirty = true;
    }
    /// Forgets everything of a row, so that it can be given to another SLI.
    void clear_row(std::uint32_t row);

    struct Page {
        std::vector<std::unique_ptr<Chunk>> chunks;
    };
    [[nodiscard]] const std::map<std::int64_t, Page>& pages() const { return pages_; }
    [[nodiscard]] std::vector<std::int64_t> hours() const;

private:
    static std::uint64_t key(SlotNumber slot, std::uint32_t row) {
        return static_cast<std::uint64_t>(slot) << 24 ^ row;
    }
    std::map<std::int64_t, Page> pages_;
    std::unordered_map<std::uint64_t, RawSlot> odd_;
    /// The pages added last, by hour modulo their number: a map would be walked at every sample.
    struct Recent {
        std::int64_t hour = INT64_MIN;
        Page* page = nullptr;
    };
    std::array<Recent, 64> recent_{};
};

}  // namespace plimsoll::ledger

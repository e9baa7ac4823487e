// account_slots.cc: how counts enter slots, and the slots' way between pages, stretches and blocks.
#include <algorithm>

#include "base/invariant.h"
#include "ledger/account.h"

namespace plimsoll::ledger {
namespace {

TimeRange hour_range(std::int64_t hour) {
    return {Timestamp::from_ms(start_of(hour * kSlotsPerHour)), Timestamp::from_ms(start_of((hour + 1) * kSlotsPerHour))};
}

}  // namespace

SlotPages::Chunk* Account::chunk(std::int64_t hour, std::uint32_t row) {
    if (SlotPages::Chunk* found = pages_.find(hour, row / kChunkRows)) return found;
    SlotPages::Chunk& added = pages_.add(hour, row / kChunkRows);
    if (hour < finalised_ && blocks_ != nullptr) {
        const auto loaded = load(hour, row / kChunkRows, added);
        if (!loaded) {
            if (!fault_) fault_ = loaded.error();
            pages_.evict(hour, row / kChunkRows);
            return nullptr;
        }
    }
    return &added;
}

Result<> Account::load(std::int64_t hour, std::uint32_t chunk, SlotPages::Chunk& into) {
    const std::uint32_t end = std::min<std::uint32_t>((chunk + 1) * kChunkRows, static_cast<std::uint32_t>(rows_.size()));
    for (std::uint32_t index = chunk * kChunkRows; index < end; ++index) {
        SliRow& row = rows_[index];
        const SlotNumber from = hour * kSlotsPerHour;
        if (!row.used || (row.since == kUnmeasured && row.first == kUnmeasured)) continue;
        if (stretch_at(row, from) != nullptr) continue;
        TRY_ASSIGN(const std::vector<Slot> slots, blocks_->slots(row.id, hour_range(hour), 0));
        for (SlotNumber i = 0; i < kSlotsPerHour; ++i) {
            const Slot& s = slots[static_cast<std::size_t>(i)];
            const bool before = from + i < row.first;
            if (s.measured == 0 && (before || from + i > row.open)) continue;
            pages_.set(into, from + i, index, {s.valid, s.bad, s.reporting, s.live});
        }
        if (patch_) TRY(patch_(row, hour, into));
    }
    return {};
}

const Stretch* Account::stretch_at(const SliRow& row, SlotNumber slot) const {
    for (const Stretch& s : row.stretches)
        if (s.start <= slot && slot < s.end) return &s;
    return nullptr;
}

/// Makes one hour of a stretch into slots of its own.
void Account::fill_stretch(SliRow& row, SlotNumber slot) {
    const Stretch* found = stretch_at(row, slot);
    if (found == nullptr) return;
    const Stretch stretch = *found;
    const SlotNumber start = hour_of(slot) * kSlotsPerHour;
    const SlotNumber end = start + kSlotsPerHour;
    row.stretches.erase(row.stretches.begin() + (found - row.stretches.data()));
    if (stretch.start < start) row.stretches.push_back({stretch.start, start, stretch.live});
    if (end < stretch.end) row.stretches.push_back({end, stretch.end, stretch.live});
    const std::uint32_t index = index_of(row);
    SlotPages::Chunk* c = chunk(hour_of(slot), index);
    if (c == nullptr) return;
    for (SlotNumber s = start; s < end; ++s) {
        pages_.set(*c, s, index, {0, 0, 0, stretch.live});
        SlotPages::mark(*c, s, index);
    }
}

/// Slots before the first one begin to count: nothing was live in them.
void Account::extend_back(SliRow& row, SlotNumber slot) {
    if (slot >= row.first) return;
    row.first = slot;
}

Slot Account::shown(const SliRow& row, std::uint32_t index, SlotNumber slot) {
    if (!row.stretches.empty())
        if (const Stretch* s = stretch_at(row, slot)) return {0, 0, 0, 0, std::max<std::int64_t>(1, s->live)};
    const SlotPages::Chunk* c = chunk(hour_of(slot), index);
    return c == nullptr ? Slot{} : pages_.shown(*c, slot, index);
}

/// Adds to one slot; returns by how much what others see of it changed.
Slot Account::change(std::uint32_t index, SlotNumber slot, const Increment& i, SlotNumber* lowest, bool* rescan) {
    SliRow& row = rows_[index];
    if (!row.stretches.empty()) fill_stretch(row, slot);
    SlotPages::Chunk* c = chunk(hour_of(slot), index);
    if (c == nullptr) return {};
    const Slot before = pages_.shown(*c, slot, index);
    RawSlot raw = pages_.get(*c, slot, index);
    const bool contradictory = raw.contradictory();
    if (slot >= i.from && slot <= i.to) raw.reporting += i.reporting;
    if (slot >= i.to) raw.live += i.live;
    if (slot == i.to) {
        raw.valid += i.valid;
        raw.bad += i.bad;
    }
    pages_.set(*c, slot, index, raw);
    SlotPages::mark(*c, slot, index);
    if (raw.contradictory() && !contradictory) {
        if (slot == row.open) row.contradicted = true;
        else contradiction(row, slot, raw);
    }
    const Slot after = pages_.shown(*c, slot, index);
    if (after.measured > 0 && slot < row.since) *lowest = std::min(*lowest, slot);
    if (after.measured == 0 && before.measured > 0 && slot == row.since) *rescan = true;
    return after - before;
}

void Account::apply(std::uint32_t index, const Increment& i) {
    SliRow& row = rows_[index];
    const SlotNumber first = std::min(i.from, i.to);
    extend_back(row, first);
    if (i.reporting > 0) row.newest_settled = std::max(row.newest_settled, i.at);
    const SlotNumber last = i.live != 0 ? std::max(row.open, i.to) : i.to;
    SlotNumber lowest = kUnmeasured;
    bool rescan = false;
    SlotNumber newest_start = row.since;  // of the shortest window
    for (const std::uint16_t w : row.windows) newest_start = std::max(newest_start, windows_.column(w).start(row.open));
    const bool in_all = first >= newest_start;
    Slot together;
    for (SlotNumber slot = first; slot <= last; ++slot) {
        const Slot difference = change(index, slot, i, &lowest, &rescan);
        if (in_all) {
            together += difference;
            continue;
        }
        if (slot < row.since) continue;
        windows_.so_far().add(index, difference);
        for (const std::uint16_t w : row.windows)
            if (slot < windows_.column(w).start(row.open)) windows_.column(w).before.add(index, difference);
    }
    if (in_all) windows_.so_far().add(index, together);
    row.live += i.live;
    if (lowest < row.since) lower_since(index, lowest);
    if (rescan) find_since(index);
}

void Account::lower_since(std::uint32_t index, SlotNumber since) {
    SliRow& row = rows_[index];
    const SlotNumber until = std::min(row.since, row.open + 1);
    row.since = since;
    // Slots between count as missing from now on; the journal and the blocks must say so too.
    for (SlotNumber slot = since; slot < until; ++slot) {
        if (stretch_at(row, slot) != nullptr) continue;
        if (SlotPages::Chunk* c = chunk(hour_of(slot), index)) SlotPages::mark(*c, slot, index);
    }
    recompute(index);
}

/// The first measured slot is not measured any more: the next one is the SLI's age.
void Account::find_since(std::uint32_t index) {
    SliRow& row = rows_[index];
    SlotNumber slot = row.since;
    while (slot <= row.open && shown(row, index, slot).measured == 0) {
        if (SlotPages::Chunk* c = stretch_at(row, slot) ? nullptr : chunk(hour_of(slot), index)) SlotPages::mark(*c, slot, index);
        ++slot;
    }
    row.since = slot <= row.open ? slot : kUnmeasured;
    recompute(index);
}

std::int64_t Account::fill_missing(std::uint32_t index, std::int64_t hour, const std::vector<Slot>& slots) {
    SliRow& row = rows_[index];
    std::int64_t filled = 0;
    SlotNumber lowest = kUnmeasured;
    SlotNumber highest = kNoSlot;
    for (SlotNumber i = 0; i < kSlotsPerHour; ++i) {
        const Slot& s = slots[static_cast<std::size_t>(i)];
        const SlotNumber slot = hour * kSlotsPerHour + i;
        if (s.measured == 0 || (row.newest != kNever && slot >= row.open)) continue;
        fill_stretch(row, slot);
        SlotPages::Chunk* c = chunk(hour, index);
        if (c == nullptr) return filled;
        const RawSlot old = pages_.get(*c, slot, index);
        if (old.reporting != 0) continue;
        const std::int64_t reporting = std::max<std::int64_t>(1, s.reporting);
        pages_.set(*c, slot, index, {s.valid, s.bad, reporting, std::max({old.live, s.live, reporting})});
        SlotPages::mark(*c, slot, index);
        lowest = std::min(lowest, slot);
        highest = slot;
        ++filled;
    }
    if (filled > 0) filled_history(index, lowest, highest);
    return filled;
}

void Account::filled_history(std::uint32_t index, SlotNumber lowest, SlotNumber highest) {
    SliRow& row = rows_[index];
    row.first = std::min(row.first, lowest);
    if (row.newest == kNever) row.open = std::max(row.open, highest);
    if (lowest < row.since) {
        // What lies between was never written, which blocks read as missing; only the hour that `since` cut in two was.
        const SlotNumber old = std::exchange(row.since, lowest);
        if (old != kUnmeasured)
            for (SlotNumber slot = std::max(lowest, hour_of(old) * kSlotsPerHour); slot < old; ++slot)
                if (SlotPages::Chunk* c = chunk(hour_of(slot), index)) SlotPages::mark(*c, slot, index);
    }
    for (auto& column : windows_.columns())
        if (column.level > 0) column.cursors[index] = {};
    recompute(index);
    moved(index);
}

}  // namespace plimsoll::ledger

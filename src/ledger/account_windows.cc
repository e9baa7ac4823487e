// account_windows.cc: kept windows over an account's slots, and sums of any range.
#include <algorithm>

#include "ledger/account.h"

namespace plimsoll::ledger {
namespace {

TimeRange range_of(SlotNumber from, SlotNumber to) {
    return {Timestamp::from_ms(start_of(from)), Timestamp::from_ms(start_of(to))};
}

/// Cells of the open hour and this many before it stay in memory: late samples reach 3 h back, and an interval further.
/// Older hours are in memory while slots of them leave a window.
constexpr std::int64_t kHoursKept = 4;
/// How long before they are needed older slots are loaded.
constexpr SlotNumber kAhead = 60;

}  // namespace

void Account::advance_windows(std::uint32_t index, const Slot& opened) {
    SliRow& row = rows_[index];
    windows_.so_far().add(index, opened);
    for (const std::uint16_t window : row.windows) {
        KeptWindows::Column& column = windows_.column(window);
        const SlotNumber left = column.start(row.open - 1);
        if (left != column.start(row.open) && left + column.step > row.since) column.before.add(index, leaving(index, column, left));
    }
}

/// Many SLIs open the same slot: column after column, over neighbouring sums and cells. A column that lets nothing go in this
/// slot is not touched.
void Account::open_together(SlotNumber slot, std::span<const std::uint32_t> rows) {
    opening_.clear();
    SlotPages::Chunk* c = nullptr;
    std::uint32_t of = UINT32_MAX;
    for (const std::uint32_t index : rows) {
        if (of != index / kChunkRows) {
            of = index / kChunkRows;
            c = chunk(hour_of(slot), index);
        }
        if (c == nullptr) return;
        SliRow& row = rows_[index];
        row.open = slot;
        if (row.live > 0) pages_.add_live(*c, slot, index, row.live);
        SlotPages::mark(*c, slot, index);
        moved(index);
        if (slot < row.since) continue;
        opening_.push_back({index, row.since});
        windows_.so_far().add(index, pages_.shown(*c, slot, index));
    }
    for (KeptWindows::Column& column : windows_.columns()) {
        const SlotNumber left = column.start(slot - 1);
        if (left == column.start(slot)) continue;
        const SlotPages::Chunk* cells = nullptr;
        std::uint32_t loaded = UINT32_MAX;
        for (const Opening& o : opening_) {
            if (column.kept[o.index] == 0 || left + column.step <= o.since) continue;
            if (column.level > 0) {
                column.before.add(o.index, leaving(o.index, column, left));
                continue;
            }
            if (loaded != o.index / kChunkRows) {
                loaded = o.index / kChunkRows;
                cells = chunk(hour_of(left), o.index);
            }
            if (cells != nullptr) column.before.add(o.index, pages_.shown(*cells, left, o.index));
        }
    }
}

Slot Account::leaving(std::uint32_t index, KeptWindows::Column& column, SlotNumber first) {
    const SliRow& row = rows_[index];
    if (column.level == 0) return shown(row, index, first);
    if (const Stretch* s = stretch_at(row, first)) return {0, 0, 0, 0, std::max<std::int64_t>(1, s->live) * column.step};
    auto& [now, next] = column.cursors[index];
    const std::int64_t hour = hour_of(first);
    if (now.hour != hour && next.hour == hour) std::swap(now, next);
    if (now.hour != hour) {
        const auto filled = fill_cursor(index, column, hour, now);
        if (!filled) {
            if (!fault_) fault_ = filled.error();
            return {};
        }
    }
    return now.slots[static_cast<std::size_t>((first - hour * kSlotsPerHour) / column.step)];
}

Result<> Account::fill_cursor(std::uint32_t index, KeptWindows::Column& column, std::int64_t hour,
                              KeptWindows::Column::Cursor& into) {
    const SliRow& row = rows_[index];
    const TimeRange range = range_of(hour * kSlotsPerHour, (hour + 1) * kSlotsPerHour);
    TRY_ASSIGN(into.slots, blocks_->slots(row.id, range, column.level));
    into.hour = hour;
    // The hour in which the SLI's age begins: what blocks tell of the time before does not count.
    for (std::size_t i = 0; i < into.slots.size(); ++i) {
        const SlotNumber start = hour * kSlotsPerHour + static_cast<SlotNumber>(i) * column.step;
        if (start + column.step <= row.since) into.slots[i] = {};
    }
    return {};
}

void Account::set_windows(std::uint32_t row, const std::vector<Duration>& lengths) {
    std::vector<std::uint16_t> windows;
    for (const Duration length : lengths) windows.push_back(windows_.index_of(length));
    if (windows == rows_[row].windows) return;
    rows_[row].windows = std::move(windows);
    windows_.keep(row, rows_[row].windows);
    recompute(row);
}

void Account::recompute(std::uint32_t index) {
    const SliRow& row = rows_[index];
    for (std::size_t i = 0; i < row.windows.size(); ++i) {
        const auto [from, to] = window_slots(row, i);
        windows_.set(row.windows[i], index, from < to ? total(row, from, to) : Slot{});
    }
}

void Account::recompute_all() {
    for (std::uint32_t index = 0; index < rows_.size(); ++index)
        if (rows_[index].used) recompute(index);
}

Slot Account::window(const SliRow& row, std::size_t index) const { return windows_.sum(row.windows[index], index_of(row)); }

std::pair<SlotNumber, SlotNumber> Account::window_slots(const SliRow& row, std::size_t index) const {
    if (row.open == kNoSlot || row.since == kUnmeasured || row.since > row.open) return {0, 0};
    return {std::max(windows_.column(row.windows[index]).start(row.open), row.since), row.open + 1};
}

Account::Reading Account::read(const SliRow& row, SlotNumber from, SlotNumber to) const {
    Reading reading;
    const std::uint32_t chunk = index_of(row) / kChunkRows;
    SlotNumber told = from;  // by blocks, up to here
    const auto from_memory = [&](std::int64_t hour) {
        const SlotNumber start = std::max(from, hour * kSlotsPerHour);
        const SlotNumber end = std::min(to, (hour + 1) * kSlotsPerHour);
        const SlotPages::Chunk* c = pages_.find(hour, chunk);
        if (const Stretch* s = row.stretches.empty() ? nullptr : stretch_at(row, start); s != nullptr || c == nullptr) {
            reading.in_memory.live += std::max<std::int64_t>(1, s == nullptr ? 0 : s->live) * (end - start);
        } else {
            for (SlotNumber slot = start; slot < end; ++slot) reading.in_memory += pages_.shown(*c, slot, index_of(row));
        }
    };
    // Blocks tell up to here; hours of them that changed since the checkpoint are told by memory all the same.
    const SlotNumber finalised = finalised_ == INT64_MIN ? from : std::clamp(finalised_ * kSlotsPerHour, from, to);
    for (const auto& [hour, page] : pages_.pages()) {
        if (hour >= finalised_ || hour * kSlotsPerHour >= to || (hour + 1) * kSlotsPerHour <= from) continue;
        const SlotPages::Chunk* c = chunk < page.chunks.size() ? page.chunks[chunk].get() : nullptr;
        if (c == nullptr || !c->any_dirty) continue;
        if (told < hour * kSlotsPerHour) reading.in_blocks.emplace_back(told, hour * kSlotsPerHour);
        from_memory(hour);
        told = std::min(to, (hour + 1) * kSlotsPerHour);
    }
    if (told < finalised) reading.in_blocks.emplace_back(told, finalised);
    for (std::int64_t hour = std::max(hour_of(from), finalised_); hour * kSlotsPerHour < to; ++hour) from_memory(hour);
    for (const auto& [start, end] : reading.in_blocks)
        for (const Stretch& s : row.stretches)  // blocks count one live series in what was never written
            reading.in_memory.live += std::max<SlotNumber>(0, std::min(end, s.end) - std::max(start, s.start)) *
                                      std::max<std::int64_t>(0, s.live - 1);
    return reading;
}

std::optional<Slot> Account::slot_in_memory(const SliRow& row, SlotNumber slot) const {
    if (slot < row.since || slot > row.open) return std::nullopt;
    if (const Stretch* s = stretch_at(row, slot)) return Slot{0, 0, 0, 0, std::max<std::int64_t>(1, s->live)};
    const SlotPages::Chunk* c = pages_.find(hour_of(slot), index_of(row) / kChunkRows);
    return c == nullptr ? std::nullopt : std::optional(pages_.shown(*c, slot, index_of(row)));
}

Millis Account::complete(const SliRow& row) const {
    // Time goes on within the open slot without the row being touched; it never shows more than has been opened and settled.
    Millis later = completeness(row);
    if (row.open != kNoSlot) later = std::min(later, start_of(row.open + 1) - 1);
    if (!row.pending.empty()) later = std::min(later, row.pending.front().at - 1);
    return std::max(row.complete, later);
}

Slot Account::total(const SliRow& row, SlotNumber from, SlotNumber to) {
    Reading reading = read(row, from, to);
    for (const auto& [start, end] : reading.in_blocks) {
        auto sum = blocks_->sum(row.id, range_of(start, end), Timestamp::from_ms(start_of(row.open + 1)));
        if (!sum) {
            if (!fault_) fault_ = std::move(sum).error();
            return {};
        }
        reading.in_memory += sum->sum;
    }
    return reading.in_memory;
}

std::optional<Hour> Account::hour(const SliRow& row, std::int64_t hour) const {
    const SlotNumber start = hour * kSlotsPerHour;
    if (row.first == kUnmeasured || start + kSlotsPerHour <= row.first || start > row.open) return std::nullopt;
    const SlotPages::Chunk* c = pages_.find(hour, index_of(row) / kChunkRows);
    if (c == nullptr || stretch_at(row, start) != nullptr) return std::nullopt;
    Hour hour_slots{row.id, Timestamp::from_ms(start_of(start)), std::vector<Slot>(kSlotsPerHour)};
    for (SlotNumber slot = std::max(start, row.since); slot < std::min(start + kSlotsPerHour, row.open + 1); ++slot)
        hour_slots.slots[static_cast<std::size_t>(slot - start)] = pages_.shown(*c, slot, index_of(row));
    return hour_slots;
}

void Account::restore_row(SliRow row, const std::vector<Duration>& lengths) {
    const std::uint32_t index = add_sli(row.id);
    const auto sources = std::exchange(row.sources, {});
    rows_[index] = std::move(row);
    rows_[index].used = true;
    for (const std::uint32_t source : sources) feeds(source, index);
    for (const Duration length : lengths) rows_[index].windows.push_back(windows_.index_of(length));
    windows_.keep(index, rows_[index].windows);
}

Result<> Account::restored() {
    for (std::uint32_t index = 0; index < rows_.size(); ++index) {
        SliRow& row = rows_[index];
        if (!row.used) continue;
        if (row.lasts.size() > 0) row.oldest_last = *std::min_element(row.lasts.begin(), row.lasts.end());
        due_[index] = due(row);
        TRY(find_history(row));
    }
    recompute_all();
    return {};
}

/// An import that the last checkpoint came too early for: blocks tell of it.
Result<> Account::find_history(SliRow& row) {
    TRY_ASSIGN(const auto extent, blocks_->extent(row.id));
    if (!extent) return {};
    const SlotNumber first = slot_at(extent->start.in_ms());
    if (first >= row.since || hour_of(first) == hour_of(row.since) || hour_of(first) >= finalised_) return {};
    for (int level = 0; level < 3; ++level) {
        TRY_ASSIGN(const std::vector<Slot> slots, blocks_->slots(row.id, range_of(first, first + kSlotsPerHour), level));
        const auto measured = std::find_if(slots.begin(), slots.end(), [](const Slot& s) { return s.measured > 0; });
        if (measured == slots.end()) continue;
        row.since = std::min(row.since, first + (measured - slots.begin()) * (kLevels[level].step / kStep));
        row.first = std::min(row.first, row.since);
        break;
    }
    if (row.newest == kNever) row.open = std::max(row.open, slot_at(extent->end.in_ms()) - 1);
    return {};
}

SlotNumber Account::newest_open() const {
    SlotNumber newest = kNoSlot;
    for (const SliRow& row : rows_) newest = std::max(newest, row.open);
    return newest;
}

bool Account::prefetch(std::size_t budget) {
    const SlotNumber newest = newest_open();
    if (newest == kNoSlot) return false;
    const auto chunks = static_cast<std::uint32_t>((rows_.size() + kChunkRows - 1) / kChunkRows);
    for (std::uint32_t c = 0; hour_of(newest + kAhead) != hour_of(newest) && c < chunks; ++c) {  // the hour that opens next
        if (pages_.find(hour_of(newest + kAhead), c) != nullptr) continue;
        if (budget-- == 0) return true;
        chunk(hour_of(newest + kAhead), c * kChunkRows);
    }
    SlotNumber since = kUnmeasured;
    for (const SliRow& row : rows_) since = std::min(since, row.since);
    for (KeptWindows::Column& column : windows_.columns()) {
        const SlotNumber soon = column.start(newest + kAhead);
        const std::int64_t hour = hour_of(soon);
        if (hour == hour_of(column.start(newest)) || hour >= finalised_ || (hour + 1) * kSlotsPerHour <= since) continue;
        if (column.level == 0) {
            for (std::uint32_t c = 0; c < chunks; ++c) {
                if (pages_.find(hour, c) != nullptr) continue;
                if (budget-- == 0) return true;
                chunk(hour, c * kChunkRows);
            }
            continue;
        }
        for (std::uint32_t index = 0; index < rows_.size(); ++index) {
            auto& [now, next] = column.cursors[index];
            if (!rows_[index].used || rows_[index].since >= soon + column.step || next.hour == hour || now.hour == hour) continue;
            if (index % kChunkRows == 0 && budget-- == 0) return true;
            if (const auto filled = fill_cursor(index, column, hour, next); !filled && !fault_) fault_ = filled.error();
        }
    }
    return false;
}

void Account::evict() {
    const SlotNumber newest = newest_open();
    if (newest == kNoSlot) return;
    const auto chunks = static_cast<std::uint32_t>((rows_.size() + kChunkRows - 1) / kChunkRows);
    for (const std::int64_t hour : pages_.hours()) {
        bool needed = hour >= finalised_ || hour >= hour_of(newest) - kHoursKept;
        for (const KeptWindows::Column& column : windows_.columns())
            needed |= column.level == 0 &&
                      (hour == hour_of(column.start(newest)) || hour == hour_of(column.start(newest + kAhead)));
        if (needed) continue;
        for (std::uint32_t c = 0; c < chunks; ++c)
            if (const SlotPages::Chunk* found = pages_.find(hour, c); found != nullptr && !found->any_dirty) pages_.evict(hour, c);
    }
}

}  // namespace plimsoll::ledger

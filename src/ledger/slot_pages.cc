#include "ledger/slot_pages.h"

#include <algorithm>

#include "base/invariant.h"

namespace plimsoll::ledger {
namespace {

bool fits(const RawSlot& r) {
    return r.valid >= 0 && r.valid <= UINT32_MAX && r.bad >= 0 && r.bad <= UINT32_MAX && r.reporting >= 0 &&
           r.reporting <= UINT16_MAX && r.live >= 0 && r.live <= SlotPages::kMostLive;
}

}  // namespace

Slot RawSlot::shown() const {
    if (reporting <= 0 || contradictory()) return {0, 0, 0, 0, std::max<std::int64_t>(1, live)};
    return {static_cast<std::int64_t>(valid), static_cast<std::int64_t>(bad), 1, reporting, std::max(live, reporting)};
}

SlotPages::Chunk* SlotPages::find(std::int64_t hour, std::uint32_t chunk) const {
    const Recent& recent = recent_[static_cast<std::uint64_t>(hour) % recent_.size()];
    const Page* page = recent.page;
    if (recent.hour != hour) {
        const auto it = pages_.find(hour);
        if (it == pages_.end()) return nullptr;
        page = &it->second;
    }
    return chunk < page->chunks.size() ? page->chunks[chunk].get() : nullptr;
}

SlotPages::Chunk& SlotPages::add(std::int64_t hour, std::uint32_t chunk) {
    Page& page = pages_[hour];
    recent_[static_cast<std::uint64_t>(hour) % recent_.size()] = {hour, &page};
    if (page.chunks.size() <= chunk) page.chunks.resize(chunk + 1);
    INVARIANT(!page.chunks[chunk], "a chunk is not loaded over another");
    page.chunks[chunk] = std::make_unique<Chunk>();
    return *page.chunks[chunk];
}

void SlotPages::evict(std::int64_t hour, std::uint32_t chunk) {
    const auto it = pages_.find(hour);
    if (it == pages_.end() || chunk >= it->second.chunks.size() || !it->second.chunks[chunk]) return;
    const Chunk& c = *it->second.chunks[chunk];
    INVARIANT(!c.any_dirty, "what was not saved is not evicted");
    for (std::size_t i = 0; i < c.cells.size(); ++i)
        if (c.cells[i].odd)
            odd_.erase(key(hour * kSlotsPerHour + static_cast<SlotNumber>(i / kChunkRows),
                           chunk * kChunkRows + static_cast<std::uint32_t>(i % kChunkRows)));
    it->second.chunks[chunk].reset();
    if (std::any_of(it->second.chunks.begin(), it->second.chunks.end(), [](const auto& p) { return p != nullptr; })) return;
    Recent& recent = recent_[static_cast<std::uint64_t>(hour) % recent_.size()];
    if (recent.hour == hour) recent = {};
    pages_.erase(it);
}

RawSlot SlotPages::get(const Chunk& chunk, SlotNumber slot, std::uint32_t row) const {
    const Cell& c = chunk.cells[Chunk::index(slot, row)];
    if (!c.odd) return {c.valid, c.bad, c.reporting, c.live};
    const auto it = odd_.find(key(slot, row));
    INVARIANT(it != odd_.end(), "an odd cell has its counts beside it");
    return it->second;
}

void SlotPages::set(Chunk& chunk, SlotNumber slot, std::uint32_t row, const RawSlot& raw) {
    Cell& c = chunk.cells[Chunk::index(slot, row)];
    if (fits(raw)) {
        if (c.odd) odd_.erase(key(slot, row));
        c.valid = static_cast<std::uint32_t>(raw.valid);
        c.bad = static_cast<std::uint32_t>(raw.bad);
        c.reporting = static_cast<std::uint16_t>(raw.reporting);
        c.live = static_cast<std::uint16_t>(raw.live) & SlotPages::kMostLive;
        c.odd = 0;
        return;
    }
    c = Cell{};
    c.odd = 1;
    odd_[key(slot, row)] = raw;
}

void SlotPages::clear_row(std::uint32_t row) {
    for (auto& [hour, page] : pages_) {
        Chunk* chunk = find(hour, row / kChunkRows);
        if (chunk == nullptr) continue;
        for (SlotNumber slot = hour * kSlotsPerHour; slot < (hour + 1) * kSlotsPerHour; ++slot) {
            set(*chunk, slot, row, {});
            chunk->dirty.reset(Chunk::index(slot, row));
        }
    }
}

std::vector<std::int64_t> SlotPages::hours() const {
    std::vector<std::int64_t> hours;
    for (const auto& [hour, page] : pages_) hours.push_back(hour);
    return hours;
}

}  // namespace plimsoll::ledger

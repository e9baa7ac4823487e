// account_parts.cc: a range of an account, taken apart into what blocks tell and what memory tells.
#include <algorithm>

#include "ledger/account.h"

namespace plimsoll::ledger {

std::vector<Account::Part> Account::parts(const SliRow& row, SlotNumber from, SlotNumber to) const {
    std::vector<Part> out;
    SlotNumber told = from;
    const auto from_memory_until = [&](SlotNumber until) {
        while (told < until) {
            const SlotNumber end = std::min(until, (hour_of(told) + 1) * kSlotsPerHour);
            out.push_back(part_in_memory(row, told, end));
            told = end;
        }
    };
    for (const auto& [start, end] : read(row, from, to).in_blocks) {
        from_memory_until(start);
        out.push_back({start, end, true, {}, 0});
        told = end;
    }
    from_memory_until(to);
    return out;
}

/// Requires: slots of one hour.
Account::Part Account::part_in_memory(const SliRow& row, SlotNumber from, SlotNumber to) const {
    Part part{from, to, false, {}, 1};
    const SlotPages::Chunk* c = pages_.find(hour_of(from), index_of(row) / kChunkRows);
    if (const Stretch* s = stretch_at(row, from); s != nullptr || c == nullptr) {
        part.live = std::max<std::int64_t>(1, s == nullptr ? 0 : s->live);
        return part;
    }
    part.slots.reserve(static_cast<std::size_t>(to - from));
    for (SlotNumber slot = from; slot < to; ++slot) part.slots.push_back(pages_.shown(*c, slot, index_of(row)));
    return part;
}

}  // namespace plimsoll::ledger

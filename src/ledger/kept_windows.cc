#include "ledger/kept_windows.h"

#include <algorithm>
#include <iterator>

namespace plimsoll::ledger {
namespace {

/// Blocks of a level go at its retention; two hours more keep the edge that leaves next readable.
int level_for(Duration length) {
    int level = 0;
    while (level + 1 < static_cast<int>(std::size(kLevels)) && kLevels[level].retention < length + Duration::hours(2)) ++level;
    return level;
}

}  // namespace

std::optional<std::uint16_t> KeptWindows::find(Duration length) const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
        if (columns_[i].length == length) return static_cast<std::uint16_t>(i);
    return std::nullopt;
}

std::uint16_t KeptWindows::index_of(Duration length) {
    if (const auto known = find(length)) return *known;
    Column column{.length = length};
    column.slots = std::max<SlotNumber>(1, (length.in_ms() + kStepMillis - 1) / kStepMillis);
    column.level = level_for(length);
    column.step = kLevels[column.level].step / kStep;
    columns_.push_back(std::move(column));
    resize(rows_);
    return static_cast<std::uint16_t>(columns_.size() - 1);
}

void KeptWindows::resize(std::size_t rows) {
    rows_ = rows;
    so_far_.resize(rows);
    for (Column& c : columns_) {
        c.before.resize(rows);
        c.kept.resize(rows);
        if (c.level > 0) c.cursors.resize(rows);
    }
}

void KeptWindows::keep(std::uint32_t row, const std::vector<std::uint16_t>& windows) {
    for (Column& c : columns_) c.kept[row] = 0;
    for (const std::uint16_t w : windows) columns_[w].kept[row] = 1;
}

void KeptWindows::set(std::uint16_t index, std::uint32_t row, const Slot& sum) {
    Sums& before = columns_[index].before;
    before.counts[row] = so_far_.counts[row];
    before.coverage[row] = so_far_.coverage[row];
    before.add(row, Slot{} - sum);
}

void KeptWindows::clear_row(std::uint32_t row) {
    so_far_.clear(row);
    for (Column& c : columns_) {
        c.before.clear(row);
        c.kept[row] = 0;
        if (c.level > 0) c.cursors[row] = {};
    }
}

}  // namespace plimsoll::ledger

// kept_windows.h: the sums of the windows that end with each SLI's open slot.
//
// Shape      one column per distinct length, one sum per SLI row in it, so that many SLIs advance over neighbouring sums.
// Step       a window starts on an edge of the finest level that still holds its start: 10 s up to 7 days, a minute up
//            to 99 days, five minutes beyond. The range is widened to that edge.
// Age        a window never starts before the SLI's first measured slot.
// Threads    with its account.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "ledger/counter_walk.h"

namespace plimsoll::ledger {

class KeptWindows {
public:
    struct Column {
        Duration length;
        SlotNumber slots = 0;
        int level = 0;
        SlotNumber step = 1;  ///< of the level, in slots
        std::vector<Slot> sums;
        std::vector<std::uint8_t> kept;  ///< by row: whether the SLI has this window

        /// First slot of the window that ends with slot `open`, before the SLI's age is looked at.
        [[nodiscard]] SlotNumber start(SlotNumber open) const {
            const SlotNumber start = open - slots + 1;
            if (step == 1) return start;  // asked for every window of every SLI at every slot: a division is worth avoiding
            const SlotNumber rest = start % step;
            return rest < 0 ? start - rest - step : start - rest;
        }
        /// Coarse slots that leave next, by row: an hour of them and the hour after it. Level 0 reads cells instead.
        struct Cursor {
            std::int64_t hour = INT64_MIN;
            std::vector<Slot> slots;
        };
        std::vector<std::array<Cursor, 2>> cursors;
    };

    std::uint16_t index_of(Duration length);
    [[nodiscard]] Column& column(std::uint16_t index) { return columns_[index]; }
    [[nodiscard]] const Column& column(std::uint16_t index) const { return columns_[index]; }
    [[nodiscard]] std::vector<Column>& columns() { return columns_; }
    void resize(std::size_t rows);
    void keep(std::uint32_t row, const std::vector<std::uint16_t>& windows);
    void clear_row(std::uint32_t row);

private:
    std::vector<Column> columns_;
    std::size_t rows_ = 0;
};

}  // namespace plimsoll::ledger

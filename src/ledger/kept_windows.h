// kept_windows.h: the sums of the windows that end with each SLI's open slot.
//
// Shape      a running sum per SLI row, and one column per distinct window length that holds, per row, what the running sum
//            was when that window began. Their difference is the window's sum. So a count that comes changes one sum and not
//            one per window, and a slot that opens changes only what leaves each window.
// Halves     counts and coverage lie apart: whoever judges looks at counts alone, over neighbouring rows.
// Wrapping   running sums begin anywhere and may wrap: differences are taken modulo 2^64, which is exact since no window's
//            sum reaches 2^63.
// Step       a window starts on an edge of the finest level that still holds its start: 10 s up to 7 days, a minute up
//            to 99 days, five minutes beyond. The range is widened to that edge.
// Age        a window never starts before the SLI's first measured slot.
// Threads    with its account.
#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/counter_walk.h"

namespace plimsoll::ledger {

class KeptWindows {
public:
    /// Sums by row, their two halves apart.
    using Counts = RunningCounts;
    struct Coverage {
        std::uint64_t measured = 0;
        std::uint64_t reporting = 0;
        std::uint64_t live = 0;
    };
    struct Sums {
        std::vector<Counts> counts;
        std::vector<Coverage> coverage;
        void resize(std::size_t rows) {
            counts.resize(rows);
            coverage.resize(rows);
        }
        void add(std::size_t row, const Slot& slot) {
            Counts& c = counts[row];
            c.valid += static_cast<std::uint64_t>(slot.valid);
            c.bad += static_cast<std::uint64_t>(slot.bad);
            Coverage& v = coverage[row];
            v.measured += static_cast<std::uint64_t>(slot.measured);
            v.reporting += static_cast<std::uint64_t>(slot.reporting);
            v.live += static_cast<std::uint64_t>(slot.live);
        }
        void clear(std::size_t row) {
            counts[row] = {};
            coverage[row] = {};
        }
    };

    struct Column {
        Duration length;
        SlotNumber slots = 0;
        int level = 0;
        SlotNumber step = 1;  ///< of the level, in slots
        Sums before;                     ///< by row: the running sum where the window begins
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
    /// The same of a length that some SLI keeps or kept.
    [[nodiscard]] std::optional<std::uint16_t> find(Duration length) const;
    [[nodiscard]] Column& column(std::uint16_t index) { return columns_[index]; }
    [[nodiscard]] const Column& column(std::uint16_t index) const { return columns_[index]; }
    [[nodiscard]] std::vector<Column>& columns() { return columns_; }
    [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
    /// The sum of a window of a row. Requires: it is kept.
    [[nodiscard]] Slot sum(std::uint16_t index, std::uint32_t row) const {
        const Sums& before = columns_[index].before;
        const auto difference = [](std::uint64_t now, std::uint64_t then) { return static_cast<std::int64_t>(now - then); };
        const Counts &n = so_far_.counts[row], &b = before.counts[row];
        const Coverage &m = so_far_.coverage[row], &c = before.coverage[row];
        return {difference(n.valid, b.valid), difference(n.bad, b.bad), difference(m.measured, c.measured),
                difference(m.reporting, c.reporting), difference(m.live, c.live)};
    }
    /// Makes the sum of a window what it is; see Account::recompute.
    void set(std::uint16_t index, std::uint32_t row, const Slot& sum);
    /// The running sums.
    [[nodiscard]] Sums& so_far() { return so_far_; }
    [[nodiscard]] const Sums& so_far() const { return so_far_; }
    void resize(std::size_t rows);
    void keep(std::uint32_t row, const std::vector<std::uint16_t>& windows);
    void clear_row(std::uint32_t row);

private:
    std::vector<Column> columns_;
    Sums so_far_;
    std::size_t rows_ = 0;
};

}  // namespace plimsoll::ledger

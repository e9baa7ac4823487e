// slot.h: the atom of the ledger: what one SLI counted in one step of time.
//
// Shape      level 0 slots are 10 s; a slot of a higher level is the sum of the level 0 slots it covers.
// Units      valid and bad are events; measured, reporting and live are sums over level 0 slots, so that rolling up
//            is addition and window sums never change.
// Gaps       measured == 0: nothing measured it. Missing is not zero; zero traffic is not missing.
// Coverage   of a window = sum(reporting) / sum(live). A missing level 0 slot has reporting 0 and live >= 1.
// Invariant  0 <= bad <= valid in every measured, closed slot.
#pragma once

#include <cstdint>
#include <vector>

#include "base/units.h"

namespace plimsoll::ledger {

using SliId = std::uint32_t;
using SeriesId = std::uint32_t;

/// Milliseconds of a level 0 slot.
inline constexpr Duration kStep = Duration::seconds(10);

struct Slot {
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    std::int64_t measured = 0;   ///< level 0 slots in it that something measured: 0 or 1 at level 0
    std::int64_t reporting = 0;  ///< series that measured it, summed over level 0 slots
    std::int64_t live = 0;       ///< series that should have, summed over level 0 slots

    Slot& operator+=(const Slot& o) {
        valid += o.valid;
        bad += o.bad;
        measured += o.measured;
        reporting += o.reporting;
        live += o.live;
        return *this;
    }
    Slot& operator-=(const Slot& o) {
        valid -= o.valid;
        bad -= o.bad;
        measured -= o.measured;
        reporting -= o.reporting;
        live -= o.live;
        return *this;
    }
    friend Slot operator+(Slot a, const Slot& b) { return a += b; }
    friend Slot operator-(Slot a, const Slot& b) { return a -= b; }
    friend bool operator==(const Slot&, const Slot&) = default;
};

/// The sum over a window, and what is needed to judge how far to trust it.
struct WindowSum {
    TimeRange range;          ///< as summed: on slot edges of `step`
    Duration step;            ///< of the coarsest level that was used
    std::int64_t slots = 0;   ///< level 0 slots in the range, measured or missing
    Slot sum;
    [[nodiscard]] std::int64_t missing() const { return slots - sum.measured; }
};

/// A sum of counts since anywhere, modulo 2^64: the difference of two is exact.
struct RunningCounts {
    std::uint64_t valid = 0;
    std::uint64_t bad = 0;
};

/// The counts of kept windows of one SLI, read where they stand: for whoever looks at very many. Lifetime: of the call it is
/// handed to.
class Glance {
public:
    struct Column {
        const RunningCounts* before = nullptr;
        const std::uint8_t* kept = nullptr;
    };
    Glance(const RunningCounts* so_far, const std::vector<Column>& columns, std::uint32_t row)
        : so_far_(so_far), columns_(&columns), row_(row) {}
    [[nodiscard]] bool keeps(std::uint16_t column) const { return column < columns_->size() && (*columns_)[column].kept[row_] != 0; }
    /// Requires: it keeps that column.
    [[nodiscard]] std::int64_t valid(std::uint16_t column) const {
        return static_cast<std::int64_t>(so_far_[row_].valid - (*columns_)[column].before[row_].valid);
    }
    [[nodiscard]] std::int64_t bad(std::uint16_t column) const {
        return static_cast<std::int64_t>(so_far_[row_].bad - (*columns_)[column].before[row_].bad);
    }

private:
    const RunningCounts* so_far_;
    const std::vector<Column>* columns_;
    std::uint32_t row_;
};

/// One resolution at which closed slots are kept.
struct Level {
    Duration step;
    Duration block;      ///< length of one block
    Duration retention;  ///< from the newest slot
};
/// 10 s for 8 days in blocks of an hour, 1 min for 100 days in blocks of a day, 5 min for 800 days in four days.
inline constexpr Level kLevels[] = {
    {Duration::seconds(10), Duration::hours(1), Duration::days(8)},
    {Duration::minutes(1), Duration::days(1), Duration::days(100)},
    {Duration::minutes(5), Duration::days(4), Duration::days(800)},
};

}  // namespace plimsoll::ledger

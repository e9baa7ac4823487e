// slots.h: the raw counts of an SLO, slot by slot: what every figure can be computed from again.
//
// Shape      slot i covers [start + i*step, start + (i+1)*step); all columns have one length, over the range asked for,
//            widened to whole slots.
// Gaps       null: nothing measured the slot. Missing is not zero.
// Bounds     50,000 slots a question.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace plimsoll::slo {

inline constexpr std::int64_t kSlotsMost = 50'000;

using CountColumn = std::vector<std::optional<std::int64_t>>;

struct SloSlots {
    std::string name;
    TimeRange range;
    Duration step;
    Timestamp start;
    CountColumn valid;
    CountColumn bad;
    CountColumn measured;   ///< slots of 10 s in it that something measured
    CountColumn reporting;  ///< series that measured it, summed over slots of 10 s
    CountColumn live;       ///< series that should have, likewise
};
BOOST_DESCRIBE_STRUCT(SloSlots, (), (name, range, step, start, valid, bad, measured, reporting, live))

[[nodiscard]] SloSlots slots_of(std::string name, const ledger::Ledger::Series& series);

/// The same slots added up to a longer step, a multiple of theirs; slots of that step pass through.
[[nodiscard]] ledger::Ledger::Series coarser(const ledger::Ledger::Series& series, Duration step);

/// How many slots of a step it takes to cover a range.
[[nodiscard]] std::int64_t slots_at(TimeRange range, Duration step);

}  // namespace plimsoll::slo

// history_slots.h: the slots of one SLI out of whole series: the ledger's own rules (ledger/counter_walk.h) over a past
// that is complete.
//
// First      a series that begins starts from zero if another of its target and SLI continues at that very time from a
//            value at most two expected intervals before; otherwise its start is unknown and adds nothing.
// Measured   a series reports a slot once; its first point measures nothing.
// Live       from its first sample to its stale marker, or to 1 h after its last sample before a silence.
// Pure       no clock, no disk.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "ingest/history_series.h"
#include "ledger/slot_pages.h"

namespace plimsoll::ingest {

/// One series in one SLI.
struct HistoryMember {
    const HistorySeries* series = nullptr;
    ledger::Contribution contribution;
};

struct HistorySlots {
    using Hour = std::vector<ledger::RawSlot>;  ///< 360 level 0 slots
    std::map<std::int64_t, Hour> hours;         ///< by hours since 1970
    std::uint64_t resets = 0;
    std::uint64_t unknown_starts = 0;
    std::uint64_t implausible = 0;     ///< increases above 2^40, left out
    std::uint64_t contradictions = 0;  ///< slots with bad above valid or below zero: left missing

    /// One hour as Ledger::import_hour takes it; what is not measured has measured 0.
    [[nodiscard]] static std::vector<ledger::Slot> shown(const Hour& hour);
};

[[nodiscard]] HistorySlots slots_of(std::span<const HistoryMember> members);

}  // namespace plimsoll::ingest

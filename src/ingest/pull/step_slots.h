// step_slots.h: steps of the past as slots of the ledger, by the rules that live ones enter it by.
//
// Shape      the step (t-s, t] measures the 10 s slots from t-s to t; what it counted lies in the last of them.
// Groups     that are bound now get theirs; those that ended before count in the roll-up alone.
// Contradictions  a slot with bad above valid is left missing, as it would be live.
// Pure       no clock, no disk.
#pragma once

#include <map>
#include <vector>

#include "ingest/binding.h"
#include "ingest/pull/asked_sli.h"
#include "ledger/ledger.h"

namespace plimsoll::ingest::pull {

struct FilledSlots {
    std::map<ledger::SliId, std::map<Timestamp, std::vector<ledger::Slot>>> hours;  ///< by start; 360 slots each
    std::uint64_t contradictions = 0;
    [[nodiscard]] std::vector<ledger::PastHour> of(ledger::SliId sli) const;  ///< newest first
};

/// Steps in (after, until]. `gauge`: values are samples; else counts, which are rounded series by series.
[[nodiscard]] FilledSlots slots_of_steps(const std::vector<CountedSeries>& series, const BindingSet& binding,
                                         Duration step, bool gauge, Timestamp after, Timestamp until);

}  // namespace plimsoll::ingest::pull

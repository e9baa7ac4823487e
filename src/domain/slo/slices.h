// slices.h: what one slice of time is, by the events that were counted in it, or by what its members came to.
//
// Timeslices       a slice is bad if the share of its good events is below its target; else it is good. Source: OpenSLO.
// RatioTimeslices  a slice is as bad as the share of its bad events, in 10^-9, rounded to the nearest once.
// Empty            nothing was measured, or nothing happened: a gap, good or bad, as the SLO declares.
// Composites       as CompositeRule has it; members that have nothing to say of a slice are left out of it, and the weights
//                  of the others make up for theirs. Shares are added in 10^-18, weights count in 10^-6.
#pragma once

#include <optional>
#include <span>

#include "domain/catalog/model.h"
#include "domain/slo/slice_line.h"
#include "ledger/slot.h"

namespace plimsoll::slo {

inline constexpr std::int64_t kShares = 1'000'000'000;  ///< of a slice

/// Whether slices count as wholes (bad or not) rather than in shares.
[[nodiscard]] bool whole_slices(const catalog::Slo& slo);
/// What one slice counts as: 1, or kShares.
[[nodiscard]] std::int64_t worth_of_slice(const catalog::Slo& slo);

/// By events. Requires: slo.slicing.
[[nodiscard]] SliceOutcome slice_of_events(const catalog::Slo& slo, const ledger::Slot& events);

/// A member over the same stretch of time.
struct MemberCounts {
    std::int64_t valid = 0;
    std::int64_t bad = 0;
    double weight = 1;
    Ratio allowance;            ///< of its own objective
    bool counts_slices = false; ///< its counts are slices, each bad or good
    [[nodiscard]] bool says() const { return valid > 0 && bad >= 0 && bad <= valid; }
};
/// By members. Requires: slo.slicing, slo.composite, a rule other than burn.
[[nodiscard]] SliceOutcome slice_of_members(const catalog::Slo& slo, std::span<const MemberCounts> members);

/// A budget's worth of counts and how many of them are burnt, so that bad / (allowance x valid) is the sum of w e / a.
struct BurntBudget {
    std::int64_t valid = 0;  ///< zero: no member has anything to say
    std::int64_t bad = 0;
};
/// Rule `burn`: burn rates pass through, times their weight. No SLO burns faster than 1 / (1 - objective): what would is
/// brought down to that. Source: OpenSLO, composite SLO, Occurrences.
[[nodiscard]] BurntBudget burn_of_members(const catalog::Slo& slo, std::span<const MemberCounts> members);

}  // namespace plimsoll::slo

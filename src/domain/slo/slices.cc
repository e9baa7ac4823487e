#include "domain/slo/slices.h"

#include <algorithm>
#include <cmath>

#include "base/invariant.h"
#include "domain/slo/counts.h"

namespace plimsoll::slo {
namespace {

using catalog::BudgetingMethod;
using catalog::CompositeRule;
using catalog::EmptySlice;

using Wide = __int128;
constexpr Wide kFine = static_cast<Wide>(1'000'000'000) * 1'000'000'000;  ///< 10^18 to one
constexpr double kWeights = 1e6;

/// The error ratio in 10^-18, to the nearest.
Wide fine_share(std::int64_t bad, std::int64_t valid) { return (static_cast<Wide>(bad) * kFine + valid / 2) / valid; }

std::uint32_t shares_of(Wide fine) {
    const Wide one = kFine / kShares;
    return static_cast<std::uint32_t>(std::min<Wide>((fine + one / 2) / one, kShares));
}

std::int64_t weight_of(const MemberCounts& member) { return std::max<std::int64_t>(1, std::llround(member.weight * kWeights)); }

bool below_target(std::int64_t bad, std::int64_t valid, const Ratio& target) {
    return static_cast<Wide>(valid - bad) * target.denominator() < static_cast<Wide>(target.numerator()) * valid;
}

SliceOutcome empty_slice(const catalog::Slo& slo) {
    switch (slo.slicing->empty) {
        case EmptySlice::gap: return {};
        case EmptySlice::good: return {true, 0};
        case EmptySlice::bad: return {true, static_cast<std::uint32_t>(worth_of_slice(slo))};
    }
    return {};
}

/// The sums that the rules are made of, over the members that say something. Requires: one that does.
struct Together {
    Wide sum = 0;           ///< of e
    Wide least = kFine;     ///< e
    Wide weighted = 0;      ///< of w e, in 10^-24
    Wide weights = 0;       ///< of w, in 10^-6, of members that say something
    Wide all_weights = 0;
};

std::optional<Together> together(std::span<const MemberCounts> members) {
    Together out;
    bool any = false;
    for (const MemberCounts& member : members) {
        out.all_weights += weight_of(member);
        if (!member.says()) continue;
        const Wide share = fine_share(member.bad, member.valid);
        any = true;
        out.sum += share;
        out.least = std::min(out.least, share);
        out.weighted += share * weight_of(member);
        out.weights += weight_of(member);
    }
    if (!any) return std::nullopt;
    return out;
}

/// e of the whole, in 10^-18; above one where the rule adds up to more.
Wide share_by(CompositeRule rule, const Together& t) {
    switch (rule) {
        case CompositeRule::all: return t.sum;
        case CompositeRule::any: return t.least;
        case CompositeRule::weighted: return t.weighted / t.weights;
        // w e summed, times all weights over those that speak: a silent member neither helps nor harms.
        case CompositeRule::shortfall: return t.weighted / t.weights * t.all_weights / static_cast<Wide>(kWeights);
        case CompositeRule::worst:
        case CompositeRule::burn: break;
    }
    INVARIANT(false, "this rule has no share");
    return 0;
}

bool bad_for(const MemberCounts& member, const Ratio& target) {
    return member.counts_slices ? member.bad > 0 : below_target(member.bad, member.valid, target);
}

SliceOutcome worst_of(const catalog::Slo& slo, std::span<const MemberCounts> members) {
    bool any = false;
    bool bad = false;
    for (const MemberCounts& member : members) {
        if (!member.says()) continue;
        any = true;
        bad = bad || bad_for(member, slo.slicing->target);
    }
    return any ? SliceOutcome{true, bad ? 1U : 0U} : empty_slice(slo);
}

}  // namespace

bool whole_slices(const catalog::Slo& slo) {
    return slo.method == BudgetingMethod::timeslices || (slo.composite && slo.composite->rule == CompositeRule::worst);
}

std::int64_t worth_of_slice(const catalog::Slo& slo) { return whole_slices(slo) ? 1 : kShares; }

SliceOutcome slice_of_events(const catalog::Slo& slo, const ledger::Slot& events) {
    if (events.measured == 0 || events.valid == 0) return empty_slice(slo);
    if (events.bad < 0 || events.bad > events.valid) return {};  // it contradicts itself, so it says nothing
    if (whole_slices(slo)) return {true, below_target(events.bad, events.valid, slo.slicing->target) ? 1U : 0U};
    return {true, shares_of(fine_share(events.bad, events.valid))};
}

SliceOutcome slice_of_members(const catalog::Slo& slo, std::span<const MemberCounts> members) {
    if (slo.composite->rule == CompositeRule::worst) return worst_of(slo, members);
    const auto sums = together(members);
    if (!sums) return empty_slice(slo);
    const std::uint32_t share = shares_of(share_by(slo.composite->rule, *sums));
    if (!whole_slices(slo)) return {true, share};
    return {true, below_target(share, kShares, slo.slicing->target) ? 1U : 0U};
}

BurntBudget burn_of_members(const catalog::Slo& slo, std::span<const MemberCounts> members) {
    long double burn = 0;
    long double speaking = 0;
    long double weights = 0;
    for (const MemberCounts& member : members) {
        weights += member.weight;
        if (!member.says()) continue;
        speaking += member.weight;
        burn += static_cast<long double>(member.weight) * static_cast<long double>(member.bad) / static_cast<long double>(member.valid) *
                static_cast<long double>(member.allowance.denominator()) / static_cast<long double>(member.allowance.numerator());
    }
    if (speaking <= 0) return {};
    burn *= weights / speaking;
    const auto budget = static_cast<long double>(scale_of(slo).per_one);
    const auto objective = static_cast<long double>(slo.objective.denominator()) /
                           static_cast<long double>(slo.objective.denominator() - slo.objective.numerator());
    const std::int64_t valid = std::llround(budget * objective);
    return {valid, std::llround(std::min(burn * budget, static_cast<long double>(valid)))};
}

}  // namespace plimsoll::slo

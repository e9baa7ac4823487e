#include "domain/exclusions/effects.h"

#include <algorithm>
#include <cmath>

#include "domain/exclusions/book.h"
#include "domain/slo/budget.h"
#include "domain/slo/windows.h"

namespace plimsoll::exclusions {
namespace {

std::vector<TimeRange> ranges_of(const std::vector<slo::ExcludedRange>& excluded) {
    std::vector<TimeRange> out;
    out.reserve(excluded.size());
    for (const slo::ExcludedRange& e : excluded) out.push_back(e.range);
    return out;
}

/// What lies within `range`, merged.
std::vector<TimeRange> within(const std::vector<TimeRange>& ranges, TimeRange range) {
    std::vector<TimeRange> out;
    for (const TimeRange& r : ranges) {
        const TimeRange cut{std::max(r.start, range.start), std::min(r.end, range.end)};
        if (cut.end <= cut.start) continue;
        if (!out.empty() && cut.start <= out.back().end) out.back().end = std::max(out.back().end, cut.end);
        else out.push_back(cut);
    }
    return out;
}

Result<ledger::Slot> sum_of(const slo::Counts& counts, const catalog::Slo& slo, const std::vector<TimeRange>& ranges) {
    ledger::Slot total{};
    if (ranges.empty()) return total;
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, counts.sums(slo, ranges, slo::Exclusions::counted));
    for (const ledger::WindowSum& one : sums) {
        total.valid += one.sum.valid;
        total.bad += one.sum.bad;
    }
    return total;
}

std::optional<double> share_left(const catalog::Slo& slo, std::int64_t valid, std::int64_t bad) {
    if (valid <= 0 || bad < 0 || bad > valid) return std::nullopt;
    return slo::Budget{valid, bad, slo::allowance_of(slo.objective)}.remaining_share();
}

double change_of(const Effect& e) { return e.budget_with && e.budget_without ? std::fabs(*e.budget_with - *e.budget_without) : 0; }

}  // namespace

Result<Effect> effect_on(const catalog::Slo& slo, const slo::Counts& counts, const Timeline& timeline, const Exclusion& exclusion,
                         const std::vector<TimeRange>& left_out) {
    Effect out;
    out.slo = slo.name;
    const slo::CountScale scale = slo::scale_of(slo);
    out.unit = {scale.noun, scale.per_one};
    const ledger::LiveWindows live = counts.live(slo, slo::Exclusions::left_out);
    const ledger::WindowSum* window = slo::never_fed(live) ? nullptr : slo::find_window(slo, live, slo.period);
    if (window == nullptr) {
        out.why_empty = "nothing was measured yet";
        return out;
    }
    out.period = window->range;
    const std::vector<TimeRange> others = ranges_of(timeline.of(slo, out.period, Timeline::Which::all, exclusion.asked.id));
    TRY_ASSIGN(const ledger::Slot own, sum_of(counts, slo, without(within(left_out, out.period), others)));
    out.valid = own.valid;
    out.bad = own.bad;
    const bool out_already = timeline.counting(exclusion.asked.id) != nullptr;
    const std::int64_t valid_with = window->sum.valid - (out_already ? 0 : own.valid);
    const std::int64_t bad_with = window->sum.bad - (out_already ? 0 : own.bad);
    out.budget_with = share_left(slo, valid_with, bad_with);
    out.budget_without = share_left(slo, valid_with + own.valid, bad_with + own.bad);
    if (!out.budget_without) out.why_empty = "nothing was counted in the period";
    else if (!out.budget_with) out.why_empty = "nothing is left to judge by: it covers all that was counted in the period";
    return out;
}

Result<std::vector<Effect>> effects_of(const std::vector<const catalog::Slo*>& slos, const slo::Counts& counts,
                                       const Timeline& timeline, const Exclusion& exclusion) {
    const std::vector<TimeRange> left_out = still_left_out(exclusion, all_occurrences(exclusion.asked));
    std::vector<Effect> out;
    for (const catalog::Slo* slo : slos) {
        TRY_ASSIGN(Effect effect, effect_on(*slo, counts, timeline, exclusion, left_out));
        out.push_back(std::move(effect));
    }
    std::stable_sort(out.begin(), out.end(), [](const Effect& a, const Effect& b) { return change_of(a) > change_of(b); });
    if (out.size() > kEffectsLimit) out.resize(kEffectsLimit);
    return out;
}

}  // namespace plimsoll::exclusions

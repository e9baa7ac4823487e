#include "domain/backtest/losses.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "domain/attribution/episodes.h"
#include "domain/slo/budget.h"
#include "domain/slo/counts.h"

namespace plimsoll::backtest {

namespace {

using Series = ledger::Ledger::Series;

struct Slots {
    std::size_t first = 0;
    std::size_t end = 0;
};

/// Those that begin within the range.
Slots slots_in(const Series& series, TimeRange range) {
    const auto place = [&](Timestamp at) {
        if (at <= series.start) return std::size_t{0};
        return std::min(series.slots.size(), static_cast<std::size_t>((at - series.start + series.step - Duration::ms(1)) / series.step));
    };
    const std::size_t first = place(range.start);
    return {first, std::max(first, place(range.end))};
}

ledger::Slot sum_of(const Series& series, TimeRange range) {
    ledger::Slot out;
    const Slots slots = slots_in(series, range);
    for (std::size_t i = slots.first; i < slots.end; ++i) out += series.slots[i];
    return out;
}

/// The highest mean burn over kPeakOver of those that end in the range.
double peak_burn(const Series& series, TimeRange range, const Ratio& allowance) {
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(1, attribution::kPeakOver / series.step));
    ledger::Slot trailing;
    double peak = 0;
    const Slots slots = slots_in(series, range);
    const std::size_t begin = slots.first - std::min(slots.first, most);
    for (std::size_t i = begin; i < slots.end; ++i) {
        trailing += series.slots[i];
        if (i - begin >= most) trailing -= series.slots[i - most];
        if (i >= slots.first) peak = std::max(peak, attribution::burn_of(trailing.valid, trailing.bad, allowance));
    }
    return peak;
}

}  // namespace

PeriodBudget period_budget(const catalog::Slo& slo, std::int64_t valid, Duration range) {
    if (valid <= 0 || range <= Duration{}) return {};
    const double periods = static_cast<double>(slo.period.in_ms()) / static_cast<double>(range.in_ms());
    return {slo::allowance_of(slo.objective).as_double() * static_cast<double>(valid) * periods};
}

std::vector<Loss> found_losses(const catalog::Slo& slo, const Series& series, TimeRange range) {
    const Ratio allowance = slo::allowance_of(slo.objective);
    const ledger::Slot all = sum_of(series, range);
    const PeriodBudget budget = period_budget(slo, all.valid, range.length());
    const double valid_of_period = budget.counts / allowance.as_double();
    const attribution::Scale scale{slo::scale_of(slo).per_one, static_cast<std::int64_t>(std::llround(valid_of_period))};
    std::vector<Loss> out;
    for (const attribution::Episode& episode : attribution::episodes_of(series, allowance, scale, range.end)) {
        const double share = budget.share_of(episode.bad);
        if (share * attribution::kMaterial < 1) continue;
        Loss loss;
        loss.id = fmt::format("loss-{}", out.size() + 1);
        loss.start = episode.range.start;
        loss.end = episode.range.end;
        loss.valid = episode.valid;
        loss.bad = episode.bad;
        loss.share = share;
        loss.peak_burn = attribution::burn_of(episode.peak.valid, episode.peak.bad, allowance);
        out.push_back(std::move(loss));
    }
    return out;
}

std::vector<Loss> known_losses(const catalog::Slo& slo, const Series& series, TimeRange range, std::span<const KnownIncident> incidents) {
    const Ratio allowance = slo::allowance_of(slo.objective);
    const PeriodBudget budget = period_budget(slo, sum_of(series, range).valid, range.length());
    std::vector<Loss> out;
    for (std::size_t i = 0; i < incidents.size(); ++i) {
        const KnownIncident& one = incidents[i];
        if (one.start >= range.end || one.end <= range.start) continue;
        Loss loss;
        loss.id = one.id.empty() ? fmt::format("incident-{}", i + 1) : one.id;
        loss.title = one.title;
        loss.known = true;
        loss.start = one.start;
        loss.end = one.end;
        // The step in which it began is counted with it, or a short one would hold nothing.
        const TimeRange counted{one.start.floor(series.step), one.end};
        const ledger::Slot sum = sum_of(series, counted);
        loss.valid = sum.valid;
        loss.bad = sum.bad;
        loss.share = budget.share_of(sum.bad);
        loss.peak_burn = peak_burn(series, counted, allowance);
        out.push_back(std::move(loss));
    }
    std::stable_sort(out.begin(), out.end(), [](const Loss& a, const Loss& b) { return a.start < b.start; });
    return out;
}

}  // namespace plimsoll::backtest

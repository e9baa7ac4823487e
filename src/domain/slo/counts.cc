#include "domain/slo/counts.h"

namespace plimsoll::slo {
namespace {

constexpr std::int64_t kShareOfSlice = 1'000'000'000;
constexpr std::int64_t kRawShare = 1'000'000;
constexpr std::int64_t kHundredths = 100;

/// 10^12 counts are a budget; of a budget so small that its reciprocal would leave no room for counts, fewer.
std::int64_t counts_of_budget(const Ratio& objective) {
    std::int64_t per_one = 1'000'000'000'000;
    const double allowance = 1 - objective.as_double();
    while (per_one > 1 && static_cast<double>(per_one) / allowance > 1e17) per_one /= 1000;
    return per_one;
}

CountScale scale_of_slices(const catalog::Slo& slo) {
    if (slo.method == catalog::BudgetingMethod::timeslices) return {Unit::slices, 1, "slices"};
    return {Unit::slices, kShareOfSlice, "slices"};
}

}  // namespace

CountScale scale_of(const catalog::Slo& slo) {
    using catalog::IndicatorKind;
    if (slo.composite && slo.composite->rule == catalog::CompositeRule::burn) return {Unit::count, counts_of_budget(slo.objective), "budgets"};
    if (slo.composite && slo.composite->rule == catalog::CompositeRule::worst) return {Unit::slices, 1, "slices"};
    if (slo.composite || slo.method != catalog::BudgetingMethod::occurrences) return scale_of_slices(slo);
    switch (slo.indicator.kind) {
        case IndicatorKind::latency: return {Unit::events, slo.indicator.above.empty() ? 1 : kHundredths, "events"};
        case IndicatorKind::raw_ratio: return {Unit::samples, kRawShare, "samples"};
        case IndicatorKind::threshold:
        case IndicatorKind::freshness:
        case IndicatorKind::alert: return {Unit::samples, 1, "samples"};
        case IndicatorKind::ratio:
        case IndicatorKind::correctness:
        case IndicatorKind::composite: return {Unit::events, 1, "events"};
    }
    return {Unit::events, 1, "events"};
}

}  // namespace plimsoll::slo

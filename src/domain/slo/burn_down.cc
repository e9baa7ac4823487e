#include "domain/slo/burn_down.h"

#include <algorithm>

#include "domain/slo/budget.h"
#include "domain/slo/measures.h"

namespace plimsoll::slo {
namespace {

/// At least one slot, whole slots, and at most `points` steps in the range.
Duration step_for(const TimeRange& range, std::size_t points) {
    const std::int64_t slots = std::max<std::int64_t>(1, (range.length() + ledger::kStep - Duration::ms(1)) / ledger::kStep);
    const auto most = static_cast<std::int64_t>(points);
    return ledger::kStep * ((slots + most - 1) / most);
}

/// What one point shows: the time since the point before, and the period up to it.
BurnDownPoint point_of(const catalog::Slo& slo, Timestamp at, Timestamp since, const ledger::WindowSum& lately,
                       const ledger::WindowSum& period) {
    BurnDownPoint out;
    out.at = at;
    if (at <= since) return out;
    out.valid = lately.sum.valid;
    out.bad = lately.sum.bad;
    out.coverage = coverage_of(lately, since);
    if (lately.sum.measured > 0) out.remaining = budget_of(known(period, since), slo.objective).remaining_share();
    return out;
}

}  // namespace

Result<BurnDown> burn_down(const catalog::Slo& slo, TimeRange range, Timestamp since, std::size_t points,
                           const SumsOf& sums) {
    BurnDown out;
    out.range = range;
    out.step = step_for(range, std::clamp<std::size_t>(points, 1, kBurnDownPoints));
    if (slo.slicing) out.step = slo.slicing->length * ((out.step + slo.slicing->length - Duration::ms(1)) / slo.slicing->length);
    std::vector<Timestamp> ends;
    for (Timestamp at = range.end; at > range.start; at = at - out.step) ends.push_back(at);
    std::reverse(ends.begin(), ends.end());
    std::vector<TimeRange> asked;
    for (const Timestamp at : ends) asked.push_back({std::max(since, at - out.step), at});
    for (const Timestamp at : ends) asked.push_back({std::max(since, period_until(slo, at).start), at});
    TRY_ASSIGN(const std::vector<ledger::WindowSum> told, sums(asked));
    for (std::size_t i = 0; i < ends.size(); ++i) {
        out.points.push_back(point_of(slo, ends[i], since, told[i], told[ends.size() + i]));
    }
    return out;
}

}  // namespace plimsoll::slo

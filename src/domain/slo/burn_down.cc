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

Result<BurnDownPoint> point_at(const catalog::Slo& slo, Timestamp at, Duration step, Timestamp since, const SumOf& sum) {
    BurnDownPoint out;
    out.at = at;
    if (at <= since) return out;
    TRY_ASSIGN(const ledger::WindowSum lately, sum({at - step, at}));
    out.valid = lately.sum.valid;
    out.bad = lately.sum.bad;
    out.coverage = coverage_of(lately, since);
    if (lately.sum.measured == 0) return out;
    TRY_ASSIGN(const ledger::WindowSum period, sum({std::max(since, at - slo.period), at}));
    out.remaining = budget_of(known(period, since), slo.objective).remaining_share();
    return out;
}

}  // namespace

Result<BurnDown> burn_down(const catalog::Slo& slo, TimeRange range, Timestamp since, std::size_t points,
                           const SumOf& sum) {
    BurnDown out;
    out.range = range;
    out.step = step_for(range, std::clamp<std::size_t>(points, 1, kBurnDownPoints));
    for (Timestamp at = range.end; at > range.start; at = at - out.step) {
        TRY_ASSIGN(BurnDownPoint point, point_at(slo, at, out.step, since, sum));
        out.points.push_back(std::move(point));
    }
    std::reverse(out.points.begin(), out.points.end());
    return out;
}

}  // namespace plimsoll::slo

// measures.h: how well the pager keeps its own promise, from the pages that the state still holds.
#pragma once

#include <string>
#include <vector>

#include "base/measure.h"
#include "domain/paging/state.h"

namespace plimsoll::paging {

/// Pages intended within `window` that were delivered, over all that ended; tests are left out. Empty: none ended.
[[nodiscard]] Measure delivered_share(const State& state, TimeRange window, Timestamp as_of);
/// Pages intended within `window` that were dead-lettered, tests left out.
[[nodiscard]] Measure dead_letters(const State& state, TimeRange window, Timestamp as_of);
/// Seconds from intent to receipt of the pages delivered within `window`: the quantile by nearest rank. Empty: none.
[[nodiscard]] Measure receipt_time(const State& state, TimeRange window, Timestamp as_of, int percentile);

/// All of them over the last 30 days: delivered share, dead letters, receipt time's median and p90.
[[nodiscard]] std::vector<Measure> measures(const State& state, Timestamp as_of);

}  // namespace plimsoll::paging

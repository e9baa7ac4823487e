// backtest.h: an SLO, and what is tried of it, through the past as the ledger has it.
//
// How        one tape of counts; each variant is replayed over it by the judge's own code (slo/replay.h) and scored against
//            what harmed users (losses.h, score.h).
// Truth      incidents that were given; else the episodes of the counts (attribution/episodes.h) that spent a hundredth of the
//            budget, found with the SLO as it is, so that all variants answer to the same.
// Threads    any; `counts` is read by one thread.
#pragma once

#include <functional>

#include "domain/backtest/views.h"
#include "domain/slo/counts.h"

namespace plimsoll::backtest {

struct Past {
    const catalog::Catalog& catalog;
    const slo::Counts& counts;
    /// Told of steps, all variants and the sweep together; false: stop. May be left out.
    std::function<bool(std::int64_t done, std::int64_t of)> progress{};
};

/// Errors: invalid (check(), or a range that is empty); those of the counts; cancelled.
[[nodiscard]] Result<Backtest> backtest(const Past& past, const catalog::Slo& slo, const BacktestRequest& request);

}  // namespace plimsoll::backtest

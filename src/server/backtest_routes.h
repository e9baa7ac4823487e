// backtest_routes.h: POST /api/v1/slos/backtest: an SLO, or a draft of one, through the past as the ledger has it.
//
// Draft      its text takes the place of the objects that it defines, as in a preview (slo_preview.h); its counts are those of
//            the same indicator. Nothing is applied, nothing is kept.
// Bounds     1 MiB of text; those of domain/backtest/question.h.
// Threads    one at a time (a desk's of its own): a page that asks at every key must not wait behind a report.
#pragma once

#include "domain/backtest/views.h"
#include "server/preview.h"

namespace plimsoll::server {

/// `ports.desk`: where it runs.
[[nodiscard]] api::Route backtest_route(const PreviewPorts& ports);

/// Errors: not_found (no such SLO); invalid (the request, the text); io.
[[nodiscard]] Result<backtest::Backtest> run_backtest(const PreviewPorts& ports, const backtest::BacktestRequest& request);

}  // namespace plimsoll::server

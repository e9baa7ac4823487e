// report.h: a backtest as one HTML page that stands alone: no script, no address, charts as SVG; both colour schemes; prints well.
#pragma once

#include <span>
#include <string>

#include "domain/backtest/views.h"

namespace plimsoll::backtest {

/// `made`: by whom and when, in words ("plimsoll 0.6.0, 2026-11-21 10:00 UTC").
[[nodiscard]] std::string html_report(std::span<const Backtest> backtests, const std::string& made);

}  // namespace plimsoll::backtest

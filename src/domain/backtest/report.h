// report.h: a backtest as one HTML page that stands alone: no script, no address, charts as SVG; both colour schemes; prints well.
//
// Hostile    every name, title and caveat is somebody else's text: all of it is escaped.
// Wide       tables and charts scroll by themselves on a narrow screen; the page does not.
// Size       some 100 bytes a point of a course, 300 an alert: a backtest of one variant takes about 100 kB.
#pragma once

#include <span>
#include <string>

#include "domain/backtest/views.h"

namespace plimsoll::backtest {

/// `made`: by whom and when, in words ("plimsoll 0.6.0, 2026-11-21 10:00 UTC").
[[nodiscard]] std::string html_report(std::span<const Backtest> backtests, const std::string& made);

}  // namespace plimsoll::backtest

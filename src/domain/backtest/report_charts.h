// report_charts.h: the pictures of a report, as SVG that takes its colours from the page's style sheet.
//
// Marks      a page is a filled triangle, a ticket an empty one, a loss a band: shape tells them apart, not colour alone. Each has
//            a title that a browser shows on hover and a reader reads aloud.
#pragma once

#include <string>

#include "domain/backtest/views.h"

namespace plimsoll::backtest {

/// `&`, `<`, `>`, quotes as entities; control characters gone.
[[nodiscard]] std::string html(std::string_view hostile);

/// The budget's course of one variant, with what fired and what harmed users.
[[nodiscard]] std::string course_chart(const Backtest& backtest, const VariantResult& variant);
/// Time to detect against pages a month, of a sweep; empty: there was none.
[[nodiscard]] std::string front_chart(const Backtest& backtest);

}  // namespace plimsoll::backtest

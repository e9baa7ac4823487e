// words.h: how a backtest is told to people, the same in the terminal and in the report.
#pragma once

#include <string>

#include "domain/backtest/views.h"

namespace plimsoll::backtest {

/// "99.9 % of events over 30 d rolling": of a variant.
[[nodiscard]] std::string promise_words(const Backtest& backtest, const VariantResult& variant);
/// "1h and 5m above 14.4x", "1h at least 10x, for 2m": when a rule fires.
[[nodiscard]] std::string rule_words(const catalog::BurnRule& rule);
/// Those of several rules, joined by "; ".
[[nodiscard]] std::string rule_words(const std::vector<catalog::BurnRule>& rules);
/// "answers INC-7", "costly: 3.1 % of the budget, and nothing known explains it", "cheap: 0.2 % of the budget"; of staleness
/// "no samples came".
[[nodiscard]] std::string worth_words(const BacktestAlert& alert);
/// "answers", "costly", "cheap".
[[nodiscard]] const char* word_of(Worth worth);
/// "2026-11-21 10:00", UTC, to the minute.
[[nodiscard]] std::string minute_words(Timestamp at);
/// "–" where there is none.
[[nodiscard]] std::string share_words(const std::optional<double>& share, int digits = 1);
[[nodiscard]] std::string length_words(const std::optional<Duration>& length);
/// 7.0 -> "7", 0.25 -> "0.25": two digits at most.
[[nodiscard]] std::string rate_words(double rate);
/// How long an alert was open, up to the end of the range if it still is.
[[nodiscard]] Duration open_for(const BacktestAlert& alert, Timestamp end);
/// Incidents were given, or what losses are otherwise.
[[nodiscard]] std::string truth_words(const Backtest& backtest);

}  // namespace plimsoll::backtest

// backtest_print.h: a backtest for people in a terminal: tables, the course of the budget in braille, the front of settings.
#pragma once

#include <string>

#include "cli/terminal.h"
#include "domain/backtest/views.h"

namespace plimsoll::cli {

/// Everything about one SLO, several lines. `width` of the terminal is kept to where there is a narrower way of saying it.
[[nodiscard]] std::string backtest_text(const backtest::Backtest& backtest, const Terminal& terminal);

}  // namespace plimsoll::cli

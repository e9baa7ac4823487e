#include "base/json_codec.h"
#include "domain/backtest/views.h"

PLIMSOLL_JSON(plimsoll::backtest::BacktestRequest)
PLIMSOLL_JSON(plimsoll::backtest::Backtest)

#include "domain/backtest/backtest.h"

#include "domain/slo/replay.h"

namespace plimsoll::backtest {

Result<Backtest> backtest(const Past& past, const catalog::Slo& slo, const BacktestRequest& request) {
    (void)past;
    TRY(check(request));
    Backtest out;
    out.slo = slo.name;
    out.service = slo.service;
    return out;
}

}  // namespace plimsoll::backtest

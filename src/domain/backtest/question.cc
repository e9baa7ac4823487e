#include "domain/backtest/question.h"

namespace plimsoll::backtest {

Result<catalog::Slo> slo_of(const catalog::Slo& slo, const Variant& variant, std::size_t index) { return (void)variant, (void)index, slo; }
Result<> check(const BacktestRequest& request) { return (void)request, Result<>{}; }

}  // namespace plimsoll::backtest

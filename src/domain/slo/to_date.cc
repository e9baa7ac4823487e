#include "domain/slo/to_date.h"

#include <algorithm>

#include "domain/slo/calendar.h"

namespace plimsoll::slo {

std::optional<ToDate> to_date(const catalog::Slo& slo, const Known& period) {
    if (!slo.calendar) return std::nullopt;
    const Timestamp now = std::max(period.range.start, period.range.end - Duration::ms(1));
    const TimeRange window = calendar_window(*slo.calendar, now);
    return ToDate{window, period.range.length(), std::max(Duration(), window.end - period.range.end)};
}

Duration minutes_of(const catalog::Slo& slo, const std::optional<ToDate>& date) { return date ? date->passed : slo.period; }

std::optional<double> left_of_whole(const Budget& budget, const ToDate& date) {
    const auto share = budget.remaining_share();
    if (!share || date.whole() <= Duration()) return std::nullopt;
    return 1 - (1 - *share) * date.passed.in_seconds() / date.whole().in_seconds();
}

Projection projected_end(const Known& period, const Known& lately, const ToDate& date, const Ratio& objective, std::int64_t per_one) {
    const double allowance = allowance_of(objective).as_double();
    const double more = date.left.in_seconds() / std::max(lately.range.length(), ledger::kStep).in_seconds();
    const double to_come = static_cast<double>(lately.valid) * more;
    const double allowed = allowance * (static_cast<double>(period.valid) + to_come);
    const auto left_at = [&](double error_ratio) { return 1 - (static_cast<double>(period.bad) + error_ratio * to_come) / allowed; };
    const WilsonInterval ratio = wilson(lately.bad, lately.valid, per_one);
    return {left_at(static_cast<double>(lately.bad) / static_cast<double>(lately.valid)), left_at(ratio.high), left_at(ratio.low)};
}

}  // namespace plimsoll::slo

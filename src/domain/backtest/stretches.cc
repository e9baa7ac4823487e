#include "domain/backtest/stretches.h"

#include <algorithm>

#include "domain/slo/budget.h"
#include "domain/slo/calendar.h"

namespace plimsoll::backtest {

namespace {

/// remaining <= line: bad / (a V) >= 1 - line.
class Under {
public:
    Under(const Ratio& allowance, double line) : allowance_(allowance.as_double()), spent_(1 - line) {}
    [[nodiscard]] bool operator()(std::int64_t valid, std::int64_t bad) const {
        return static_cast<double>(bad) >= spent_ * allowance_ * static_cast<double>(valid) * (1 - 1e-12);
    }

private:
    double allowance_;
    double spent_;
};

/// The start of the period's window that ends at an instant; the calendar is asked once a window.
class PeriodStart {
public:
    explicit PeriodStart(const catalog::Slo& slo) : slo_(slo) {}
    Timestamp operator()(Timestamp end) {
        if (!slo_.calendar) return end - slo_.period;
        const Timestamp last = end - Duration::ms(1);
        if (!window_.contains(last)) window_ = slo::calendar_window(*slo_.calendar, last);
        return window_.start;
    }

private:
    const catalog::Slo& slo_;
    TimeRange window_;
};

}  // namespace

Stretches stretches_under(const catalog::Slo& slo, const slo::Tape& tape, TimeRange range, const Line& line) {
    const Ratio allowance = slo::allowance_of(slo.objective);
    const Under under(allowance, line.at);
    const Under still(allowance, line.at + line.hysteresis);
    PeriodStart start(slo);
    const Duration settled = slo.period / 30;
    Stretches out;
    bool in = false;
    for (Timestamp end = range.start + tape.step(); end <= range.end; end = end + tape.step()) {
        const Timestamp begin = std::max(start(end), tape.since());
        const ledger::WindowSum sum = tape.sum({begin, end});
        if (sum.sum.valid > 0 && end - begin >= settled) {
            const bool now = in ? still(sum.sum.valid, sum.sum.bad) : under(sum.sum.valid, sum.sum.bad);
            if (now && !in) ++out.count;
            in = now;
        }
        if (in) out.length = out.length + tape.step();
    }
    return out;
}

}  // namespace plimsoll::backtest

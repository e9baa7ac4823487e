#include "domain/backtest/stretches.h"

#include <algorithm>

#include "domain/slo/budget.h"
#include "domain/slo/calendar.h"
#include "domain/slo/errors.h"
#include "domain/slo/windows_at.h"

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

/// The period's window that ends at an instant; the calendar is asked once a window.
class Periods {
public:
    explicit Periods(const catalog::Slo& slo) : slo_(slo), at_(slo) {}
    TimeRange operator()(Timestamp end) {
        if (!slo_.calendar) return at_.period(slo_, end);
        const Timestamp last = end - Duration::ms(1);
        if (!window_.contains(last)) window_ = slo::calendar_window(*slo_.calendar, last);
        return {std::min(window_.start, at_.end(end)), at_.end(end)};
    }

private:
    const catalog::Slo& slo_;
    slo::WindowsAt at_;
    TimeRange window_;
};

/// Told of the window at the end of each step, oldest first.
class Watch {
public:
    Watch(const catalog::Slo& slo, const Line& line, Duration step)
        : under_(slo::allowance_of(slo.objective), line.at), still_(slo::allowance_of(slo.objective), line.at + line.hysteresis), settled_(slo.period / 30), step_(step) {}
    /// `window`: since the first measured slot at the earliest.
    void take(TimeRange window, const ledger::WindowSum& sum) {
        if (sum.sum.valid > 0 && window.length() >= settled_) {
            const bool now = in_ ? still_(sum.sum.valid, sum.sum.bad) : under_(sum.sum.valid, sum.sum.bad);
            if (now && !in_) ++out_.count;
            in_ = now;
        }
        if (in_) out_.length = out_.length + step_;
    }
    [[nodiscard]] const Stretches& out() const { return out_; }

private:
    Under under_;
    Under still_;
    Duration settled_;
    Duration step_;
    Stretches out_;
    bool in_ = false;
};

TimeRange grown(TimeRange window, Timestamp since) { return {std::clamp(since, window.start, window.end), window.end}; }

constexpr std::size_t kAtOnce = 256;  ///< windows that are asked for

}  // namespace

Stretches stretches_under(const catalog::Slo& slo, const slo::Tape& tape, TimeRange range, const Line& line) {
    Watch watch(slo, line, tape.step());
    Periods periods(slo);
    for (Timestamp end = range.start + tape.step(); end <= range.end; end = end + tape.step()) {
        const TimeRange window = grown(periods(end), tape.since());
        watch.take(window, tape.sum(window));
    }
    return watch.out();
}

Result<std::vector<Stretches>> stretches_under(const catalog::Slo& slo, const CountedSteps& past, TimeRange range, std::span<const Line> lines) {
    std::vector<Watch> watches;
    for (const Line& line : lines) watches.emplace_back(slo, line, past.step);
    Periods periods(slo);
    std::vector<TimeRange> windows;
    for (Timestamp end = range.start + past.step; end <= range.end;) {
        windows.clear();
        for (; end <= range.end && windows.size() < kAtOnce; end = end + past.step) windows.push_back(grown(periods(end), past.since));
        TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, past.counts.sums(slo, windows, slo::Exclusions::left_out));
        for (std::size_t i = 0; i < windows.size(); ++i) {
            for (Watch& watch : watches) watch.take(windows[i], sums[i]);
        }
        if (past.go_on && !past.go_on()) return fail(slo::errors::cancelled);
    }
    std::vector<Stretches> out;
    for (const Watch& watch : watches) out.push_back(watch.out());
    return out;
}

}  // namespace plimsoll::backtest

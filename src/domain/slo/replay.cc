#include "domain/slo/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "domain/slo/exact.h"
#include "domain/slo/replay_player.h"
#include "domain/slo/standing.h"
#include "domain/slo/surely.h"
#include "domain/slo/windows.h"

namespace plimsoll::slo {
namespace {

/// A calendar's window at an instant is the one that holds what comes next, as live.
Timestamp period_start(const catalog::Slo& slo, Timestamp at) { return period_until(slo, at + Duration::ms(1)).start; }

/// Steps of a tape.
class TapedPast {
public:
    TapedPast(const catalog::Slo& slo, const Tape& tape) : slo_(slo), tape_(tape), counted_(tape.counted()), windows_(slo) {
        if (windows_.slice() > tape.step()) {
            steps_of_slice_ = windows_.slice() / tape.step();
            into_slice_ = (tape.start() - tape.start().floor(windows_.slice())) / tape.step();
        }
        for (const Duration length : rolling_windows_of(slo)) rolling_.push_back(steps_of(length));
        for (const catalog::BurnRule& rule : slo.rules) {
            const std::int64_t whole = steps_of(rule.long_window);
            rules_.push_back({Threshold::of(rule.factor, slo.objective, rule.at_or_above).error_ratio.approximate(),
                              rule.short_window > Duration() ? steps_of(rule.short_window) : whole, whole});
        }
        find_silence();
    }

    [[nodiscard]] Timestamp start() const { return tape_.start(); }
    [[nodiscard]] Duration step() const { return tape_.step(); }
    [[nodiscard]] std::int64_t steps() const { return tape_.steps(); }
    [[nodiscard]] Timestamp since() const { return tape_.since(); }
    [[nodiscard]] static Result<> reach(std::int64_t) { return {}; }

    /// Requires: asked in rising order.
    bool silent(std::int64_t n) {
        while (n >= silent_until_) {
            ++silence_;
            find_silence();
        }
        return n >= silent_from_;
    }

    /// The short windows come first: when all is well one of them settles a rule.
    [[nodiscard]] bool calm(std::int64_t n) const {
        const std::int64_t end = end_of(n);
        return std::all_of(rules_.begin(), rules_.end(), [&](const Rule& rule) { return below(end, rule.short_steps, rule.error_ratio) || below(end, rule.long_steps, rule.error_ratio); });
    }

    void rolling(std::int64_t n, ledger::LiveWindows& live) const {
        const std::int64_t end = end_of(n);
        const Timestamp at = tape_.start() + tape_.step() * end;
        for (std::size_t i = 0; i < rolling_.size(); ++i) {
            live.windows[i] = tape_.between(std::max<std::int64_t>(0, end - rolling_[i]), end, {at - tape_.step() * rolling_[i], at});
        }
    }
    void period(std::int64_t n, ledger::LiveWindows& live) const {
        if (!slo_.calendar) return;
        const Timestamp at = tape_.start() + tape_.step() * (n + 1);
        const Timestamp from = period_start(slo_, at);
        live.windows.back() = tape_.sum({from, std::max(from, windows_.end(at))});
    }
    [[nodiscard]] Result<std::vector<ledger::WindowSum>> sums(std::span<const TimeRange> ranges) const {
        std::vector<ledger::WindowSum> out;
        for (const TimeRange& range : ranges) out.push_back(tape_.sum(range));
        return out;
    }

private:
    struct Rule {
        double error_ratio = 0;
        std::int64_t short_steps = 0;
        std::int64_t long_steps = 0;
    };
    [[nodiscard]] std::int64_t steps_of(Duration window) const { return std::max<std::int64_t>(1, windows_.length(window) / tape_.step()); }
    /// Where the windows of a step end: of slices longer than a step, with the last that closed.
    [[nodiscard]] std::int64_t end_of(std::int64_t n) const {
        if (steps_of_slice_ == 1) return n + 1;
        return std::max<std::int64_t>(0, (n + 1 + into_slice_) / steps_of_slice_ * steps_of_slice_ - into_slice_);
    }
    [[nodiscard]] bool below(std::int64_t end, std::int64_t length, double error_ratio) const {
        const Tape::Counted& from = counted_[static_cast<std::size_t>(std::max<std::int64_t>(0, end - length))];
        const Tape::Counted& to = counted_[static_cast<std::size_t>(end)];
        return surely_not_above(to.valid - from.valid, to.bad - from.bad, error_ratio);
    }
    void find_silence() {
        const std::span<const TimeRange> all = tape_.silences();
        silent_from_ = silent_until_ = std::numeric_limits<std::int64_t>::max();
        if (silence_ >= all.size()) return;
        silent_from_ = (all[silence_].start - tape_.start()) / tape_.step();
        silent_until_ = (all[silence_].end - tape_.start()) / tape_.step();
    }

    const catalog::Slo& slo_;
    const Tape& tape_;
    std::span<const Tape::Counted> counted_;
    WindowsAt windows_;
    std::int64_t steps_of_slice_ = 1;
    std::int64_t into_slice_ = 0;  ///< steps of the slice in which the tape begins that lie before it
    std::vector<std::int64_t> rolling_;  ///< lengths of windows, in steps
    std::vector<Rule> rules_;
    std::size_t silence_ = 0;
    std::int64_t silent_from_ = 0;
    std::int64_t silent_until_ = 0;
};

/// Steps that are asked for, some hundred at a time.
class AskedPast {
public:
    AskedPast(const catalog::Slo& slo, const Counts& counts, Duration step, TimeRange range, Timestamp since)
        : slo_(&slo), counts_(&counts), windows_(slo), lengths_(rolling_windows_of(slo)), step_(step), start_(range.start), steps_(range.length() / step), since_(since) {}

    [[nodiscard]] Timestamp start() const { return start_; }
    [[nodiscard]] Duration step() const { return step_; }
    [[nodiscard]] std::int64_t steps() const { return steps_; }
    [[nodiscard]] Timestamp since() const { return since_; }

    Result<> reach(std::int64_t n) {
        if (n >= first_ && n < until_) return {};
        first_ = n;
        until_ = std::min(steps_, n + kAtOnce);
        std::vector<TimeRange> asked;
        std::vector<TimeRange> own;
        for (std::int64_t i = first_; i < until_; ++i) {
            const Timestamp at = start_ + step_ * (i + 1);
            const Timestamp end = windows_.end(at);
            for (const Duration length : lengths_) asked.push_back({end - windows_.length(length), end});
            const Timestamp from = period_start(*slo_, at);
            asked.push_back(slo_->calendar ? TimeRange{from, std::max(from, end)} : TimeRange{end, end});
            const Timestamp begun = windows_.slice() > step_ ? (at - step_).floor(windows_.slice()) : at - step_;
            own.push_back({begun, begun + std::max(step_, windows_.slice())});
        }
        TRY_ASSIGN(told_, counts_->sums(*slo_, asked, Exclusions::left_out));
        // What is excluded is not silent for that.
        TRY_ASSIGN(own_, counts_->sums(*slo_, own, Exclusions::counted));
        return {};
    }
    [[nodiscard]] bool silent(std::int64_t n) const { return own_[static_cast<std::size_t>(n - first_)].sum.measured == 0; }
    [[nodiscard]] static bool calm(std::int64_t) { return false; }
    void rolling(std::int64_t n, ledger::LiveWindows& live) const { std::copy_n(of(n).begin(), lengths_.size(), live.windows.begin()); }
    void period(std::int64_t n, ledger::LiveWindows& live) const {
        if (slo_->calendar) live.windows.back() = of(n)[lengths_.size()];
    }
    [[nodiscard]] Result<std::vector<ledger::WindowSum>> sums(std::span<const TimeRange> ranges) const {
        return counts_->sums(*slo_, ranges, Exclusions::left_out);
    }

private:
    static constexpr std::int64_t kAtOnce = 256;
    /// Windows, and the calendar's.
    [[nodiscard]] std::span<const ledger::WindowSum> of(std::int64_t n) const {
        const std::size_t columns = lengths_.size() + 1;
        return std::span(told_).subspan(static_cast<std::size_t>(n - first_) * columns, columns);
    }

    const catalog::Slo* slo_;
    const Counts* counts_;
    WindowsAt windows_;
    std::vector<Duration> lengths_;
    Duration step_;
    Timestamp start_;
    std::int64_t steps_ = 0;
    Timestamp since_;
    std::int64_t first_ = 0;
    std::int64_t until_ = 0;
    std::vector<ledger::WindowSum> told_;
    std::vector<ledger::WindowSum> own_;  ///< of each step, with nothing left out
};

Duration longest_window(const catalog::Slo& slo) {
    Duration out;
    for (const catalog::BurnRule& rule : slo.rules) out = std::max({out, rule.long_window, rule.short_window});
    return out;
}

}  // namespace

Duration run_up_of(const catalog::Slo& slo) {
    Duration delays;
    for (const catalog::BurnRule& rule : slo.rules) delays = std::max(delays, rule.entry_delay + rule.clear_delay);
    return longest_window(slo) + delays + slo.stale_after;
}

Duration lead_of(const catalog::Slo& slo) {
    // A calendar's window is at most 31 of 30 days and an hour long.
    const Duration period = slo.calendar ? slo.period + slo.period / 25 + Duration::hours(2) : slo.period;
    return std::max(period, longest_window(slo) + run_up_of(slo));
}

bool tapes(const catalog::Slo& slo) {
    const Kind kind = kind_of(slo);
    return kind == Kind::events || kind == Kind::slices;
}

Result<Replay> replay(const catalog::Slo& slo, const Tape& tape, const ReplayPlan& plan) {
    if (tape.empty()) return Replay{};
    return ReplayPlayer<TapedPast>(slo, plan, TapedPast(slo, tape)).play();
}

Result<Replay> replay(const catalog::Slo& slo, const Counts& counts, Duration step, const ReplayPlan& plan) {
    if (tapes(slo)) {
        TRY_ASSIGN(const Tape tape, Tape::of(counts, slo, {plan.range.start - lead_of(slo), plan.range.end}, step, Exclusions::left_out));
        return replay(slo, tape, plan);
    }
    if (step < ledger::kStep || step.in_ms() % ledger::kStep.in_ms() != 0) {
        return fail(plimsoll::errors::invalid, "counts cannot be read in such steps", {{"/step", "is a whole number of 10 s", "for example 1m"}});
    }
    const ledger::LiveWindows live = counts.live(slo, Exclusions::left_out);
    if (never_fed(live)) return Replay{};
    const Timestamp end = WindowsAt(slo).end(live.as_of.floor(ledger::kStep) + ledger::kStep);
    const TimeRange all{std::max(plan.range.start - run_up_of(slo) - step, live.since).floor(step), std::min(plan.range.end, end).floor(step)};
    if (all.start >= all.end) return Replay{};
    if (const std::int64_t steps = all.length() / step; steps > Tape::kMostSteps) {
        return fail(plimsoll::errors::invalid, fmt::format("{} steps at once; at most {}", steps, Tape::kMostSteps),
                    {{"/step", fmt::format("the range has {} of them, at most {} are read at once", steps, Tape::kMostSteps), "a longer step, or a shorter range"}});
    }
    return ReplayPlayer<AskedPast>(slo, plan, AskedPast(slo, counts, step, all, live.since)).play();
}

}  // namespace plimsoll::slo

#include "domain/slo/chart.h"

#include <algorithm>

#include "domain/slo/alert_words.h"
#include "domain/slo/budget.h"

namespace plimsoll::slo {
namespace {

using ledger::kStep;
using Running = ledger::Ledger::Running;

/// How far back every kept window, and so every edge, lies on slots of 10 s, and on whole minutes. Less than the retention of
/// the levels, as the ledger's own windows have it.
constexpr Duration kFineReach = Duration::days(7);
constexpr Duration kMinuteReach = Duration::days(99);

Timestamp up(Timestamp at, Duration step) { return (at + step - Duration::ms(1)).floor(step); }

/// The step that every edge of steps of about this length, so far back, lies on.
Duration unit_of(Duration about, Duration back) {
    if (about >= Duration::minutes(5) || back > kMinuteReach) return Duration::minutes(5);
    return about >= Duration::minutes(1) || back > kFineReach ? Duration::minutes(1) : kStep;
}

ChartGrid grid_of(TimeRange range, Timestamp end, Duration step) {
    ChartGrid out{range.start.floor(step), step, {}};
    const Timestamp last = std::min(up(range.end, step), end);
    for (Timestamp at = out.start + step; at < last; at = at + step) out.at.push_back(at);
    out.at.push_back(last);
    return out;
}

/// Every instant that a chart needs, once, in rising order.
std::vector<Timestamp> edges_of(const ChartGrid& grid, const std::vector<Duration>& lengths) {
    std::vector<Timestamp> out;
    out.reserve(1 + grid.at.size() * (1 + lengths.size()));
    out.push_back(grid.start);
    out.insert(out.end(), grid.at.begin(), grid.at.end());
    for (const Duration length : lengths) {
        const auto middle = static_cast<std::ptrdiff_t>(out.size());
        for (const Timestamp at : grid.at) out.push_back(at - length);
        std::inplace_merge(out.begin(), out.begin() + middle, out.end());
    }
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

/// What had been counted, at instants asked for in rising order.
class Cursor {
public:
    Cursor(const std::vector<Timestamp>& edges, const std::vector<Running>& running) : edges_(&edges), running_(&running) {}
    const Running& at(Timestamp instant) {
        while ((*edges_)[next_] < instant) ++next_;
        return (*running_)[next_];
    }

private:
    const std::vector<Timestamp>* edges_;
    const std::vector<Running>* running_;
    std::size_t next_ = 0;
};

ledger::WindowSum between(const Running& start, const Running& end) {
    ledger::WindowSum out;
    out.range = {start.at, end.at};
    out.step = kStep;
    out.slots = out.range.length() / kStep;
    out.sum = end.sum - start.sum;
    return out;
}

struct Drawing {
    const Account& account;
    const ChartGrid& grid;
    const std::vector<Timestamp>& edges;
    const std::vector<Running>& running;
    bool ends_now;  ///< the last point is the present: its windows are the kept ones

    /// The window of each point, oldest first, as what is known of it.
    template <class Take>
    void windows(Duration length, const Take& take) const {
        Cursor starts(edges, running);
        Cursor ends(edges, running);
        for (const Timestamp at : grid.at) {
            const ledger::WindowSum* kept = nullptr;
            if (ends_now && at == grid.at.back()) kept = find_window(account.slo, account.live, length);
            const Running& start = starts.at(at - length);
            const Running& end = ends.at(at);
            take(known(kept != nullptr ? *kept : between(start, end), account.live.since));
        }
    }

    void steps(SloChart& out) const {
        Cursor ends(edges, running);
        const Running* before = &ends.at(grid.start);
        Timestamp start = grid.start;
        for (const Timestamp at : grid.at) {
            const Running& end = ends.at(at);
            const ledger::WindowSum step = between(*before, end);
            out.at.push_back(at.in_ms());
            out.valid.push_back(step.sum.valid);
            out.bad.push_back(step.sum.bad);
            out.coverage.push_back(coverage_of(step, account.live.since));
            if (at > account.live.since && step.sum.measured == 0) gap(out, {std::max(start, account.live.since), at});
            before = &end;
            start = at;
        }
        std::erase_if(out.gaps, [](const TimeRange& gap) { return gap.length() < kGapLeast; });
    }
    static void gap(SloChart& out, TimeRange more) {
        if (!out.gaps.empty() && out.gaps.back().end == more.start) out.gaps.back().end = more.end;
        else out.gaps.push_back(more);
    }

    void remaining(SloChart& out) const {
        const Ratio allowance = allowance_of(account.slo.objective);
        std::size_t i = 0;
        windows(account.slo.period, [&](const Known& window) {
            const bool now = ends_now && i + 1 == grid.at.size();  // whose step may be no longer than a scrape
            const bool in_gap = !now && out.coverage[i].value_or(0) == 0;
            ++i;
            const bool says_something = !in_gap && window.sound();
            const Budget budget{says_something ? window.valid : 0, says_something ? window.bad : 0, allowance};
            out.remaining.push_back(budget.remaining_share());
        });
    }

    [[nodiscard]] Column burn(Duration length) const {
        Column out;
        if (length <= Duration()) return out;
        out.reserve(grid.at.size());
        const Ratio allowance = allowance_of(account.slo.objective);
        windows(length, [&](const Known& window) { out.push_back(burn_at(window, allowance)); });
        return out;
    }
};

std::vector<Duration> lengths_of(const catalog::Slo& slo) {
    std::vector<Duration> out{slo.period};
    for (const catalog::BurnRule& rule : slo.rules) {
        out.push_back(rule.long_window);
        if (rule.short_window > Duration()) out.push_back(rule.short_window);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void add_marks(const SloRecord& record, const TimeRange& range, SloChart& out) {
    const auto add = [&](Timestamp at, MarkKind kind, std::string text, const AlertFired& fired, std::uint64_t seq) {
        if (range.start <= at && at <= range.end) out.marks.push_back({at, kind, std::move(text), fired.alert, seq});
    };
    const auto fired = [&](const AlertFired& alert, std::uint64_t seq) {
        add(alert.as_of, MarkKind::alert_fired, (alert.kind == AlertKind::stale ? "stale" : alert.rule) + " fired", alert, seq);
    };
    for (const ClosedAlert& closed : record.recent) {
        fired(closed.fired, closed.fired_seq);
        const std::string rule = closed.fired.kind == AlertKind::stale ? "stale" : closed.fired.rule;
        add(closed.resolved_as_of, MarkKind::alert_resolved, rule + " resolved: " + ending_words(closed.why), closed.fired, closed.resolved_seq);
    }
    for (const OpenAlert* open : open_alerts(record)) fired(open->fired, open->fired_seq);
    std::stable_sort(out.marks.begin(), out.marks.end(), [](const ChartMark& a, const ChartMark& b) {
        return std::pair(a.at, a.seq) < std::pair(b.at, b.seq);
    });
}

}  // namespace

ChartGrid chart_grid(TimeRange range, Timestamp end, std::size_t points) {
    range.end = std::min(range.end, end);
    const auto most = static_cast<std::int64_t>(std::max<std::size_t>(points, 1));
    const Duration back = end - range.start;
    const Duration about = Duration::ms((range.length().in_ms() + most - 1) / most);
    const Duration unit = unit_of(about, back);
    if (most == 1) return {range.start.floor(unit), range.length(), {range.end}};
    Duration step = unit * std::max<std::int64_t>(1, (about + unit - Duration::ms(1)) / unit);
    // A range that begins or ends within a step has up to two steps more.
    while ((up(range.end, step) - range.start.floor(step)) / step > most) step = step + unit * std::max<std::int64_t>(1, step / unit / 32);
    return grid_of(range, end, step);
}

Result<SloChart> chart_of(const Account& account, const ChartGrid& grid, const RunningOf& running) {
    SloChart out;
    out.name = account.slo.name;
    out.range = grid.range();
    out.step = grid.step;
    out.period = account.slo.period;
    out.as_of = account.live.as_of;
    out.since = account.live.since;
    const std::vector<Timestamp> edges = edges_of(grid, lengths_of(account.slo));
    TRY_ASSIGN(const std::vector<Running> counted, running(edges));
    const Timestamp now = account.live.as_of.floor(kStep) + kStep;
    const Drawing drawing{account, grid, edges, counted, grid.at.back() == now};
    drawing.steps(out);
    drawing.remaining(out);
    for (const catalog::BurnRule& rule : account.slo.rules) {
        out.rules.push_back({rule.name, rule.severity == catalog::Severity::page ? "page" : "ticket", rule.factor, rule.long_window,
                             rule.short_window, drawing.burn(rule.long_window), drawing.burn(rule.short_window)});
    }
    if (account.record != nullptr) add_marks(*account.record, out.range, out);
    return out;
}

}  // namespace plimsoll::slo

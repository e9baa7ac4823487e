#include "domain/slo/chart.h"

#include <algorithm>
#include <utility>

#include "domain/slo/alert_words.h"
#include "domain/slo/budget.h"

namespace plimsoll::slo {
namespace {

using ledger::kStep;

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

/// Which sums a chart needs, in columns: the steps between points, then one window of every point for each length.
class Sums {
public:
    Sums(const catalog::Slo& slo, const ChartGrid& grid) : points_(grid.at.size()), lengths_(lengths_of(slo)) {
        Timestamp before = grid.start;
        for (const Timestamp at : grid.at) asked_.push_back({std::exchange(before, at), at});
        for (const Timestamp at : grid.at) asked_.push_back(period_until(slo, at));
        for (const Duration length : lengths_) {
            const Duration least = slo.slicing ? std::max(length, slo.slicing->length) : length;
            for (const Timestamp at : grid.at) asked_.push_back({at - least, at});
        }
    }
    Result<> read(const SumsOf& sums) {
        TRY_ASSIGN(told_, sums(asked_));
        return {};
    }
    [[nodiscard]] std::span<const ledger::WindowSum> steps() const { return column(0); }
    [[nodiscard]] std::span<const ledger::WindowSum> periods() const { return column(1); }
    /// Requires: the length of a rule's window.
    [[nodiscard]] std::span<const ledger::WindowSum> windows(Duration length) const {
        return column(2 + static_cast<std::size_t>(std::lower_bound(lengths_.begin(), lengths_.end(), length) - lengths_.begin()));
    }

private:
    static std::vector<Duration> lengths_of(const catalog::Slo& slo) {
        std::vector<Duration> out;
        for (const catalog::BurnRule& rule : slo.rules) {
            out.push_back(rule.long_window);
            if (rule.short_window > Duration()) out.push_back(rule.short_window);
        }
        std::sort(out.begin(), out.end());
        out.erase(std::unique(out.begin(), out.end()), out.end());
        return out;
    }
    [[nodiscard]] std::span<const ledger::WindowSum> column(std::size_t index) const {
        return std::span(told_).subspan(index * points_, points_);
    }
    std::size_t points_;
    std::vector<Duration> lengths_;
    std::vector<TimeRange> asked_;
    std::vector<ledger::WindowSum> told_;
};

struct Drawing {
    const Account& account;
    const ChartGrid& grid;
    const Sums& sums;
    bool ends_now;  ///< the last point is the present: its windows are the kept ones

    /// What is known of the window that ends with a point; `kept`: the same window as it stands now.
    [[nodiscard]] Known window(std::span<const ledger::WindowSum> column, std::size_t i, const ledger::WindowSum* kept) const {
        const bool now = ends_now && i + 1 == grid.at.size();
        return known(now && kept != nullptr ? *kept : column[i], account.live.since);
    }

    void steps(SloChart& out) const {
        Timestamp start = grid.start;
        for (std::size_t i = 0; i < grid.at.size(); ++i) {
            const Timestamp at = grid.at[i];
            const ledger::WindowSum& step = sums.steps()[i];
            out.at.push_back(at.in_ms());
            out.valid.push_back(step.sum.valid);
            out.bad.push_back(step.sum.bad);
            out.coverage.push_back(coverage_of(step, account.live.since));
            if (at > account.live.since && step.sum.measured == 0) gap(out, {std::max(start, account.live.since), at});
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
        const ledger::WindowSum* kept = find_window(account.slo, account.live, account.slo.period);
        for (std::size_t i = 0; i < grid.at.size(); ++i) {
            const Known period = window(sums.periods(), i, kept);
            const bool now = ends_now && i + 1 == grid.at.size();  // whose step may be no longer than a scrape
            const bool in_gap = !now && out.coverage[i].value_or(0) == 0;
            const bool says_something = !in_gap && period.sound();
            const Budget budget{says_something ? period.valid : 0, says_something ? period.bad : 0, allowance};
            out.remaining.push_back(budget.remaining_share());
        }
    }

    [[nodiscard]] Column burn(Duration length) const {
        Column out;
        if (length <= Duration()) return out;
        out.reserve(grid.at.size());
        const Ratio allowance = allowance_of(account.slo.objective);
        const ledger::WindowSum* kept = find_rolling(account.slo, account.live, length);
        const std::span<const ledger::WindowSum> column = sums.windows(length);
        for (std::size_t i = 0; i < grid.at.size(); ++i) out.push_back(burn_at(window(column, i, kept), allowance));
        return out;
    }
};

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

void sort_marks(SloChart& chart) {
    std::stable_sort(chart.marks.begin(), chart.marks.end(), [](const ChartMark& a, const ChartMark& b) {
        return std::pair(a.at, a.seq) < std::pair(b.at, b.seq);
    });
}

}  // namespace

ChartGrid chart_grid(TimeRange range, Timestamp end, std::size_t points, Duration whole) {
    range.end = std::min(range.end, end);
    const auto most = static_cast<std::int64_t>(std::max<std::size_t>(points, 1));
    const Duration back = end - range.start;
    const Duration about = Duration::ms((range.length().in_ms() + most - 1) / most);
    const Duration unit = whole > Duration() ? whole : unit_of(about, back);
    if (most == 1) {
        const Timestamp last = std::min(up(range.end, unit), end);
        return {range.start.floor(unit), last - range.start.floor(unit), {last}};
    }
    Duration step = unit * std::max<std::int64_t>(1, (about + unit - Duration::ms(1)) / unit);
    // A range that begins or ends within a step has up to two steps more.
    while ((up(range.end, step) - range.start.floor(step)) / step > most) step = step + unit * std::max<std::int64_t>(1, step / unit / 32);
    return grid_of(range, end, step);
}

void add_definition_marks(const std::vector<VersionRecord>& versions, SloChart& chart) {
    for (const VersionRecord& version : versions) {
        const Timestamp at = version.event.as_of;
        if (at < chart.range.start || at > chart.range.end || version.event.what == DefinitionChange::created) continue;
        chart.marks.push_back({at, MarkKind::definition_changed, change_words(version.event), {}, version.seq});
    }
    sort_marks(chart);
}

void add_notes(ChartNotes notes, SloChart& chart) {
    for (ChartMark& mark : notes.marks) chart.marks.push_back(std::move(mark));
    sort_marks(chart);
    chart.exclusions = std::move(notes.exclusions);
}

Result<SloChart> chart_of(const Account& account, const ChartGrid& grid, const SumsOf& sums_of) {
    SloChart out;
    out.name = account.slo.name;
    out.range = grid.range();
    out.step = grid.step;
    out.period = account.slo.period;
    out.as_of = account.live.as_of;
    out.since = account.live.since;
    Sums sums(account.slo, grid);
    TRY(sums.read(sums_of));
    const Timestamp now = account.live.as_of.floor(kStep) + kStep;
    const Drawing drawing{account, grid, sums, grid.at.back() == now};
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

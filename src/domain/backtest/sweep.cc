#include "domain/backtest/sweep.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/slo/errors.h"

namespace plimsoll::backtest {

namespace {

const std::vector<Duration>& long_windows() {
    static const std::vector<Duration> windows{Duration::minutes(5), Duration::minutes(15), Duration::minutes(30), Duration::hours(1), Duration::hours(2),
                                               Duration::hours(6),   Duration::hours(12),   Duration::days(1),     Duration::days(3)};
    return windows;
}
constexpr double kShares[] = {0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2};
constexpr std::int64_t kShortIs = 12;

/// To four digits, as a person would write it.
double rounded(double factor) {
    const double scale = factor >= 100 ? 1 : factor >= 10 ? 10 : 100;
    return static_cast<double>(static_cast<std::int64_t>(factor * scale + 0.5)) / scale;
}

Duration length_of(const Loss& loss, TimeRange range) { return std::min(loss.end, range.end) - std::max(loss.start, range.start); }

std::optional<Duration> detect_mean(const std::vector<Detection>& detections, const Sweeping& s) {
    if (detections.empty()) return std::nullopt;
    Duration sum;
    for (std::size_t i = 0; i < detections.size(); ++i) {
        const Duration whole = length_of(s.losses[i], s.range);
        sum = sum + std::min(detections[i].detected_after.value_or(whole), whole);
    }
    return sum / static_cast<std::int64_t>(detections.size());
}

Result<FrontPoint> point_of(const Sweeping& s, std::vector<catalog::BurnRule> rules) {
    catalog::Slo tried = s.slo;
    tried.rules = std::move(rules);
    tried.stale_after = Duration{};
    TRY_ASSIGN(const slo::Replay replay, s.reel.replay(tried, {s.range, 0, [&s](std::int64_t, std::int64_t) { return !s.progress || s.progress(0); }}));
    TRY_ASSIGN(const Scored scored, score({tried, s.reel, s.range, s.losses, s.budget}, replay.alerts));
    FrontPoint out;
    out.rules = tried.rules;
    const catalog::BurnRule& first = out.rules.front();
    out.budget_at_firing = first.factor * static_cast<double>(first.long_window.in_ms()) / static_cast<double>(s.slo.period.in_ms());
    out.pages_per_month = scored.score.pages_per_month;
    const double useless = static_cast<double>(scored.score.pages - scored.score.pages_that_answer);
    if (scored.score.pages > 0) out.useless_pages_per_month = out.pages_per_month * useless / static_cast<double>(scored.score.pages);
    out.recall = scored.score.recall;
    out.detect_mean = detect_mean(scored.detections, s);
    return out;
}

/// Whether `a` makes `b` pointless: as good in both and better in one or, where both are as good, the surer of the two.
bool beats(const FrontPoint& a, const FrontPoint& b) {
    const Duration soon_a = a.detect_mean.value_or(Duration{});
    const Duration soon_b = b.detect_mean.value_or(Duration{});
    if (soon_a > soon_b || a.pages_per_month > b.pages_per_month) return false;
    if (soon_a < soon_b || a.pages_per_month < b.pages_per_month) return true;
    return a.budget_at_firing > b.budget_at_firing;
}

}  // namespace

std::vector<catalog::BurnRule> settings_of(const catalog::Slo& slo, Duration step) {
    const Ratio allowance = Objective::of(slo.objective)->allowance();
    const double ceiling = 1 / allowance.as_double();
    const Duration least = std::max(step * 2, slo.slicing ? slo.slicing->length * 2 : Duration{});
    std::vector<catalog::BurnRule> out;
    for (const Duration window : long_windows()) {
        const Duration short_window = std::max(least, Duration::ms((window / kShortIs).in_ms() / step.in_ms() * step.in_ms()));
        if (short_window >= window || window > slo.period) continue;
        for (const double share : kShares) {
            const double factor = rounded(share * static_cast<double>(slo.period.in_ms()) / static_cast<double>(window.in_ms()));
            if (factor < 1 || factor >= ceiling) continue;
            catalog::BurnRule rule;
            rule.name = fmt::format("page-{}-{}", text::duration(window), text::duration(short_window));
            rule.long_window = window;
            rule.short_window = short_window;
            rule.factor = factor;
            out.push_back(std::move(rule));
        }
    }
    return out;
}

Result<std::vector<FrontPoint>> sweep(const Sweeping& s) {
    std::vector<FrontPoint> out;
    const std::int64_t steps = s.range.length() / s.reel.step();
    for (catalog::BurnRule& rule : settings_of(s.slo, s.reel.step())) {
        TRY_ASSIGN(FrontPoint point, point_of(s, {std::move(rule)}));
        out.push_back(std::move(point));
        if (s.progress && !s.progress(steps)) return fail(slo::errors::cancelled);
    }
    std::vector<catalog::BurnRule> paging;
    std::copy_if(s.slo.rules.begin(), s.slo.rules.end(), std::back_inserter(paging), [](const catalog::BurnRule& r) { return r.severity == catalog::Severity::page; });
    if (!paging.empty()) {
        TRY_ASSIGN(FrontPoint point, point_of(s, std::move(paging)));
        point.as_it_is = true;
        out.push_back(std::move(point));
    }
    std::stable_sort(out.begin(), out.end(), [](const FrontPoint& a, const FrontPoint& b) {
        if (a.pages_per_month != b.pages_per_month) return a.pages_per_month < b.pages_per_month;
        return a.detect_mean.value_or(Duration{}) < b.detect_mean.value_or(Duration{});
    });
    mark_front(out);
    return out;
}

void mark_front(std::vector<FrontPoint>& points) {
    for (FrontPoint& point : points) {
        point.on_front = std::none_of(points.begin(), points.end(), [&](const FrontPoint& other) { return beats(other, point); });
    }
}

}  // namespace plimsoll::backtest

#include "domain/backtest/score.h"

#include <algorithm>

namespace plimsoll::backtest {

namespace {

constexpr double kMonth = 30 * 86'400'000.0;  // ms

bool is_page(const slo::ReplayedAlert& alert) { return alert.fired.severity == "page"; }

/// The shortest window of the rule that fired: what happened before it did not hold the alert.
Duration held_by(const slo::ReplayedAlert& alert) {
    Duration out;
    for (const slo::BurnEvidence& evidence : alert.fired.evidence) out = out > Duration{} ? std::min(out, evidence.window) : evidence.window;
    return out;
}

Duration frozen_for(const slo::ReplayedAlert& alert) {
    Duration out;
    for (const TimeRange& range : alert.frozen) out = out + range.length();
    return out;
}

class Scorer {
public:
    explicit Scorer(const Scoring& s) : s_(s) {
        for (const Loss& loss : s.losses) {
            out_.detections.push_back({});
            out_.detections.back().loss = loss.id;
        }
    }

    Result<Scored> run(std::span<const slo::ReplayedAlert> alerts) {
        for (const slo::ReplayedAlert& alert : alerts) TRY(take(alert));
        TRY(add_spent());
        count();
        return std::move(out_);
    }

private:
    Result<> take(const slo::ReplayedAlert& alert) {
        BacktestAlert told;
        told.rule = alert.fired.rule;
        told.severity = alert.fired.severity;
        told.fired_at = alert.fired.as_of;
        if (alert.resolved) told.resolved_at = alert.resolved->as_of;
        told.began_open = alert.began_open;
        told.frozen = frozen_for(alert);
        told.budget_remaining = alert.fired.budget_remaining;
        told.evidence = alert.fired.evidence;
        const Timestamp end = told.resolved_at.value_or(s_.range.end);
        TimeRange span{told.fired_at - held_by(alert), end};
        if (alert.fired.kind == slo::AlertKind::burn) answer(told, span, is_page(alert));
        TRY_ASSIGN(const ledger::WindowSum sum, s_.reel.sum(s_.slo, span));
        told.bad = sum.sum.bad;
        told.cost = s_.budget.share_of(told.bad);
        if (!told.answers.empty()) told.worth = Worth::answers;
        else if (told.cost >= kWorthwhile) told.worth = Worth::costly;
        out_.alerts.push_back(std::move(told));
        return {};
    }

    /// Finds the losses that it answers; `span` grows to the begin of the first.
    void answer(BacktestAlert& told, TimeRange& span, bool page) {
        const TimeRange held = span;
        std::optional<Timestamp> last_end;
        for (std::size_t i = 0; i < s_.losses.size(); ++i) {
            const Loss& loss = s_.losses[i];
            if (loss.start >= held.end || loss.end <= held.start) continue;
            const Duration after = std::max(Duration{}, told.fired_at - loss.start);
            if (told.answers.empty()) told.detected_after = after;
            told.answers.push_back(loss.id);
            span.start = std::min(span.start, loss.start);
            last_end = std::max(last_end.value_or(loss.end), loss.end);
            detect(out_.detections[i], told.fired_at, after, page);
        }
        if (last_end && told.resolved_at && *told.resolved_at >= *last_end) told.reset_after = *told.resolved_at - *last_end;
    }

    static void detect(Detection& detection, Timestamp fired_at, Duration after, bool page) {
        std::optional<Timestamp>& first = page ? detection.paged_at : detection.ticket_at;
        if (first && *first <= fired_at) return;
        first = fired_at;
        if (page) detection.detected_after = after;
    }

    /// What each loss had spent by its page.
    Result<> add_spent() {
        for (std::size_t i = 0; i < s_.losses.size(); ++i) {
            Detection& detection = out_.detections[i];
            if (!detection.paged_at) continue;
            const Timestamp start = s_.losses[i].start.floor(s_.reel.step());
            TRY_ASSIGN(const ledger::WindowSum sum, s_.reel.sum(s_.slo, {start, std::max(start, *detection.paged_at)}));
            detection.spent_by_then = s_.budget.share_of(sum.sum.bad);
        }
        return {};
    }

    void count() {
        Score& score = out_.score;
        std::vector<Duration> resets;
        for (const BacktestAlert& alert : out_.alerts) {
            const bool page = alert.severity == "page";
            if (alert.began_open) continue;  // it was sent before
            ++(page ? score.pages : score.tickets);
            if (!page) continue;
            if (alert.worth == Worth::answers) ++score.pages_that_answer;
            if (alert.worth == Worth::cheap) ++score.cheap_pages;
            if (alert.reset_after) resets.push_back(*alert.reset_after);
        }
        std::vector<Duration> detected;
        for (const Detection& detection : out_.detections) {
            if (detection.detected_after) detected.push_back(*detection.detected_after);
        }
        score.pages_per_month = static_cast<double>(score.pages) * kMonth / static_cast<double>(s_.range.length().in_ms());
        score.losses = s_.losses.size();
        score.losses_without_page = s_.losses.size() - detected.size();
        if (score.pages > 0) score.precision = static_cast<double>(score.pages_that_answer) / static_cast<double>(score.pages);
        if (score.losses > 0) score.recall = static_cast<double>(detected.size()) / static_cast<double>(score.losses);
        if (!detected.empty()) score.detect_worst = *std::max_element(detected.begin(), detected.end());
        score.detect_median = median_of(std::move(detected));
        score.reset_median = median_of(std::move(resets));
    }

    const Scoring& s_;
    Scored out_;
};

}  // namespace

Result<Scored> score(const Scoring& scoring, std::span<const slo::ReplayedAlert> alerts) { return Scorer(scoring).run(alerts); }

std::optional<Duration> median_of(std::vector<Duration> values) {
    if (values.empty()) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace plimsoll::backtest

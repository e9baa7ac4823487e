#include "domain/slo/judge.h"

#include <algorithm>

#include "base/invariant.h"
#include "base/text.h"
#include "domain/slo/budget.h"

namespace plimsoll::slo {
namespace {

U128 product(std::int64_t a, std::int64_t b) { return static_cast<U128>(a) * static_cast<U128>(b); }

BurnEvidence evidence_of(Duration length, const Known& window, const Ratio& objective) {
    return {length, window.valid, window.bad, window.missing(), burn_of(window, objective)};
}

/// One window of a rule: its verdict, and the counts behind it.
Verdict judge_window(const catalog::Slo& slo, const ledger::LiveWindows& live, Duration length,
                     const Threshold& threshold, JudgedRule& out) {
    const ledger::WindowSum* window = find_window(slo, live, length);
    if (window == nullptr) return Verdict::unknown;
    const Known counts = known(*window, live.since);
    out.evidence.push_back(evidence_of(length, counts, slo.objective));
    return verdict_of(counts, threshold);
}

JudgedRule judge_rule(const catalog::Slo& slo, const ledger::LiveWindows& live, const catalog::BurnRule& rule) {
    JudgedRule out{rule, condition_of(slo, rule), Verdict::unknown, {}};
    const Threshold threshold = Threshold::of(rule.factor, slo.objective, rule.at_or_above);
    out.verdict = judge_window(slo, live, rule.long_window, threshold, out);
    if (rule.short_window > Duration()) {
        out.verdict = both(out.verdict, judge_window(slo, live, rule.short_window, threshold, out));
    }
    return out;
}

/// Whether the low bound surely does not exceed the threshold, in doubles. Five roundings cost less than 1e-15 each.
/// B m / (V n) is at most B / V, so that one multiplication settles nearly every window.
bool surely_not_above(const ledger::WindowSum& window, Timestamp since, double error_ratio) {
    constexpr double kMargin = 1 - 1e-12;
    const auto bad = static_cast<double>(window.sum.bad);
    const double limit = error_ratio * static_cast<double>(window.sum.valid) * kMargin;
    if (bad < limit || window.sum.bad <= 0) return true;
    if (window.sum.measured >= window.slots) return false;
    const Known counts = known(window, since);
    return bad * static_cast<double>(counts.measured) < limit * static_cast<double>(counts.slots);
}

}  // namespace

Verdict verdict_of(const Known& window, const Threshold& threshold) {
    if (!window.sound()) return Verdict::unknown;
    if (window.valid == 0) return window.missing() == 0 ? Verdict::below : Verdict::unknown;
    const U128 whole = product(window.valid, window.slots);
    const U128 low = product(window.bad, window.measured);
    if (threshold.exceeded_by(low, whole)) return Verdict::above;
    const U128 high = low + product(window.missing(), window.valid);
    return threshold.exceeded_by(high, whole) ? Verdict::unknown : Verdict::below;
}

Verdict both(Verdict a, Verdict b) {
    if (a == Verdict::below || b == Verdict::below) return Verdict::below;
    return a == Verdict::above && b == Verdict::above ? Verdict::above : Verdict::unknown;
}

Judgement judge(const catalog::Slo& slo, const ledger::LiveWindows& live) {
    INVARIANT(!never_fed(live), "an SLO without a sample has nothing to be judged by");
    Judgement out;
    out.as_of = live.as_of;
    if (const ledger::WindowSum* period = find_window(slo, live, slo.period)) {
        const Known counts = known(*period, live.since);
        out.budget_remaining = budget_of(counts, slo.objective).remaining_share();
        out.period = evidence_of(slo.period, counts, slo.objective);
    }
    for (const catalog::BurnRule& rule : slo.rules) out.rules.push_back(judge_rule(slo, live, rule));
    return out;
}

std::string condition_of(const catalog::Slo& slo, const catalog::BurnRule& rule) {
    std::string out = "burn over " + text::duration(rule.long_window);
    if (rule.short_window > Duration()) out += " and " + text::duration(rule.short_window);
    out += rule.at_or_above ? " >= " : " > ";
    out += text::number(rule.factor) + " at objective " + std::to_string(slo.objective.numerator()) + "/" +
           std::to_string(slo.objective.denominator());
    return out + ", indicator " + slo.sli_version;
}

Judge::Judge(std::shared_ptr<const catalog::Catalog> catalog) : catalog_(std::move(catalog)) {
    slos_.reserve(catalog_->slos.size());
    by_name_.reserve(catalog_->slos.size());
    for (const auto& [name, slo] : catalog_->slos) add(slo);
}

void Judge::add(const catalog::Slo& slo) {
    const std::vector<Duration> windows = windows_of(slo);
    const auto place = [&](Duration length) {
        return static_cast<std::uint16_t>(std::lower_bound(windows.begin(), windows.end(), length) - windows.begin());
    };
    by_name_.emplace(slo.name, slos_.size());
    slos_.push_back({&slo, static_cast<std::uint32_t>(rules_.size()), static_cast<std::uint32_t>(slo.rules.size()),
                     static_cast<std::uint32_t>(windows.size())});
    for (const catalog::BurnRule& rule : slo.rules) {
        thresholds_.push_back(Threshold::of(rule.factor, slo.objective, rule.at_or_above));
        const std::uint16_t long_at = place(rule.long_window);
        const bool pair = rule.short_window > Duration();
        rules_.push_back({thresholds_.back().error_ratio.approximate(), long_at,
                          pair ? place(rule.short_window) : long_at, Phase::idle, rule.entry_delay > Duration()});
    }
}

std::optional<std::size_t> Judge::index_of(const std::string& name) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return std::nullopt;
    return found->second;
}

void Judge::set_phase(std::size_t index, std::size_t rule, Phase phase) {
    rules_[slos_[index].first_rule + rule].phase = phase;
}

Phase Judge::phase(std::size_t index, std::size_t rule) const {
    return rules_[slos_[index].first_rule + rule].phase;
}

bool Judge::quiet(std::size_t index, const ledger::LiveWindows& live, Timestamp now) const {
    const Entry& entry = slos_[index];
    if (live.as_of == Timestamp::min() || live.windows.size() != entry.windows) return true;
    const bool history = now - live.as_of > kHistoryAfter;
    for (std::uint32_t i = 0; i < entry.rules; ++i) {
        if (!quiet_rule(entry.first_rule + i, live, history)) return false;
    }
    return true;
}

bool Judge::quiet_rule(std::uint32_t at, const ledger::LiveWindows& live, bool history) const {
    const Rule& rule = rules_[at];
    switch (rule.phase) {
        case Phase::idle:
            return surely_not_above(live.windows[rule.short_at], live.since, rule.error_ratio) ||
                   surely_not_above(live.windows[rule.long_at], live.since, rule.error_ratio) ||
                   (history && !rule.has_entry_delay) || exact(at, live) != Verdict::above;
        case Phase::firing: return !history && exact(at, live) == Verdict::above;
        case Phase::frozen: return history || exact(at, live) == Verdict::unknown;
        case Phase::timed: return false;
    }
    return false;
}

Verdict Judge::exact(std::uint32_t at, const ledger::LiveWindows& live) const {
    const Rule& rule = rules_[at];
    const Verdict over_short = verdict_of(known(live.windows[rule.short_at], live.since), thresholds_[at]);
    if (rule.short_at == rule.long_at) return over_short;
    return both(verdict_of(known(live.windows[rule.long_at], live.since), thresholds_[at]), over_short);
}

}  // namespace plimsoll::slo

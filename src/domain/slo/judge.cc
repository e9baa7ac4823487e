#include "domain/slo/judge.h"

#include <algorithm>
#include <map>

#include "base/invariant.h"
#include "base/text.h"
#include "domain/slo/budget.h"
#include "domain/slo/counts.h"
#include "domain/slo/measures.h"
#include "domain/slo/surely.h"

namespace plimsoll::slo {
namespace {

U128 product(std::int64_t a, std::int64_t b) { return static_cast<U128>(a) * static_cast<U128>(b); }

BurnEvidence evidence_of(const catalog::Slo& slo, Duration length, const Known& window) {
    BurnEvidence out{length, window.valid, window.bad, window.missing(), burn_of(window, slo.objective)};
    const CountScale scale = scale_of(slo);
    if (scale.per_one != 1) out.per_one = scale.per_one;
    if (scale.noun != "events") out.noun = scale.noun;
    return out;
}

/// One rule over its windows: what is thought of each, and the counts behind it.
struct RuleJudging {
    const catalog::Slo& slo;
    const ledger::LiveWindows& live;
    const catalog::BurnRule& rule;
    Threshold threshold = Threshold::of(rule.factor, slo.objective, rule.at_or_above);
    Guard guard = guard_of(slo, rule);
    std::vector<BurnEvidence> evidence;

    Opinion over(Duration length, Span span) {
        const ledger::WindowSum* window = find_rolling(slo, live, length);
        if (window == nullptr) return {Verdict::unknown, Doubt::missing_data};
        const Known counts = known(*window, live.since);
        evidence.push_back(evidence_of(slo, length, counts));
        if (guard.interval && counts.sound() && counts.valid > 0) {
            const double low = wilson(counts.bad, counts.valid, guard.per_one).low;
            evidence.back().burn_low = low / allowance_of(slo.objective).as_double();
        }
        return opinion_of(counts, threshold, guard, span);
    }
};

JudgedRule judge_rule(const catalog::Slo& slo, const ledger::LiveWindows& live, const catalog::BurnRule& rule) {
    RuleJudging judging{slo, live, rule};
    Opinion opinion = judging.over(rule.long_window, Span::long_window);
    if (rule.short_window > Duration()) opinion = both(opinion, judging.over(rule.short_window, Span::short_window));
    return {rule, condition_of(slo, rule), opinion, std::move(judging.evidence)};
}

/// Whether the burn is above with all missing slots good, and by more than chance among so many events.
bool beyond_chance(const Known& window, const Threshold& threshold, const Guard& guard) {
    if (window.bad < kLeastBad * guard.per_one) return false;
    return threshold.surely_exceeded_by(product(window.bad, window.measured), product(window.valid, window.slots), window.valid,
                                        guard.per_one);
}

/// Whether the low bound surely does not exceed the threshold, in doubles.
/// B m / (V n) is at most B / V, so that one multiplication settles nearly every window.
bool surely_not_above(const ledger::WindowSum& window, Timestamp since, double error_ratio) {
    const auto bad = static_cast<double>(window.sum.bad);
    const double limit = error_ratio * static_cast<double>(window.sum.valid) * kSureMargin;
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

Guard guard_of(const catalog::Slo& slo, const catalog::BurnRule& rule) {
    const std::int64_t per_one = scale_of(slo).per_one;
    const std::int64_t most = INT64_MAX / per_one;  // so many events were never seen
    return {rule.guarded || slo.low_traffic.interval, std::min(slo.low_traffic.least_events, most) * per_one, per_one};
}

Opinion opinion_of(const Known& window, const Threshold& threshold, const Guard& guard, Span span) {
    const bool nothing_bad = window.bad == 0 && window.missing() == 0;
    if (span == Span::long_window && window.sound() && window.valid < guard.least && !nothing_bad) {
        return {Verdict::unknown, Doubt::too_little_traffic};
    }
    const Verdict verdict = verdict_of(window, threshold);
    if (verdict == Verdict::unknown) return {verdict, Doubt::missing_data};
    if (verdict == Verdict::above && guard.interval && !beyond_chance(window, threshold, guard)) {
        return {Verdict::unknown, Doubt::chance};
    }
    return {verdict, Doubt::none};
}

Opinion both(Opinion over_long, Opinion over_short) {
    if (over_long.doubt == Doubt::too_little_traffic) return over_long;
    if (over_long.verdict == Verdict::below || over_short.verdict == Verdict::below) return {Verdict::below, Doubt::none};
    if (over_long.verdict == Verdict::above && over_short.verdict == Verdict::above) return over_long;
    return {Verdict::unknown, std::max(over_long.doubt, over_short.doubt)};
}

std::string words_of(Doubt doubt) {
    switch (doubt) {
        case Doubt::none: return "";
        case Doubt::chance: return "it could be chance";
        case Doubt::missing_data: return "data is missing";
        case Doubt::too_little_traffic: return "too little traffic";
    }
    return "";
}

Judgement judge(const catalog::Slo& slo, const ledger::LiveWindows& live) {
    INVARIANT(!never_fed(live), "an SLO without a sample has nothing to be judged by");
    Judgement out;
    out.as_of = live.as_of;
    if (const ledger::WindowSum* period = find_window(slo, live, slo.period)) {
        const Known counts = known(*period, live.since);
        out.budget_remaining = budget_of(counts, slo.objective).remaining_share();
        out.period = evidence_of(slo, slo.period, counts);
    }
    for (const catalog::BurnRule& rule : slo.rules) out.rules.push_back(judge_rule(slo, live, rule));
    return out;
}

namespace {

bool spent_for_sure(const catalog::Slo& slo, const Known& period) {
    return verdict_of(period, Threshold::of(1, slo.objective, true)) == Verdict::above;
}

/// Why no rule can tell; empty if one can, or if there is none.
std::string no_rule_can_tell(const catalog::Slo& slo, const ledger::LiveWindows& live) {
    Doubt doubt = Doubt::none;
    for (const catalog::BurnRule& rule : slo.rules) {
        const Opinion opinion = judge_rule(slo, live, rule).opinion;
        if (opinion.verdict != Verdict::unknown) return "";
        doubt = std::max(doubt, opinion.doubt);
    }
    return words_of(doubt);
}

}  // namespace

std::string cannot_tell(const catalog::Slo& slo, const ledger::LiveWindows& live) {
    const ledger::WindowSum* period = find_window(slo, live, slo.period);
    if (period == nullptr) return "";
    const Known counts = known(*period, live.since);
    if (counts.missing() == 0 && slo.low_traffic.least_events == 0 && !slo.low_traffic.interval) return "";
    if (spent_for_sure(slo, counts)) return "";
    const auto coverage = coverage_of(*period, live.since);
    if (coverage && *coverage < slo.coverage_floor) {
        return "only " + text::percent(*coverage) + " of the period was measured, under the floor of " + text::percent(slo.coverage_floor);
    }
    return no_rule_can_tell(slo, live);
}

std::string condition_of(const catalog::Slo& slo, const catalog::BurnRule& rule) {
    std::string out = "burn over " + text::duration(rule.long_window);
    if (rule.short_window > Duration()) out += " and " + text::duration(rule.short_window);
    out += rule.at_or_above ? " >= " : " > ";
    out += text::number(rule.factor) + " at objective " + std::to_string(slo.objective.numerator()) + "/" +
           std::to_string(slo.objective.denominator());
    out += ", indicator " + slo.sli_version;
    if (rule.guarded || slo.low_traffic.interval) out += ", beyond chance";
    if (slo.low_traffic.least_events > 0) out += ", of at least " + std::to_string(slo.low_traffic.least_events) + " events";
    return out;
}

Judge::Judge(std::shared_ptr<const catalog::Catalog> catalog) : catalog_(std::move(catalog)) {
    slos_.reserve(catalog_->slos.size());
    by_name_.reserve(catalog_->slos.size());
    for (const auto& [name, slo] : catalog_->slos) add(slo);
}

void Judge::add(const catalog::Slo& slo) {
    const std::vector<Duration> windows = rolling_windows_of(slo);
    const auto place = [&](Duration length) {
        return static_cast<std::uint16_t>(std::lower_bound(windows.begin(), windows.end(), length) - windows.begin());
    };
    by_name_.emplace(slo.name, slos_.size());
    slos_.push_back({&slo, static_cast<std::uint32_t>(rules_.size()), static_cast<std::uint32_t>(slo.rules.size()),
                     static_cast<std::uint32_t>(windows.size())});
    for (const catalog::BurnRule& rule : slo.rules) {
        thresholds_.push_back(Threshold::of(rule.factor, slo.objective, rule.at_or_above));
        guards_.push_back(guard_of(slo, rule));
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

void Judge::find_columns(const ledger::Ledger& ledger) {
    std::map<Duration, std::uint16_t> known;
    const auto column = [&](Duration length) {
        const auto [at, fresh] = known.emplace(length, kNoColumn);
        if (fresh) at->second = ledger.window_column(length).value_or(kNoColumn);
        return at->second;
    };
    for (const Entry& entry : slos_) {
        for (std::uint32_t i = 0; i < entry.rules; ++i) {
            const catalog::BurnRule& rule = entry.slo->rules[i];
            Rule& compiled = rules_[entry.first_rule + i];
            compiled.long_column = column(rule.long_window);
            compiled.short_column = rule.short_window > Duration() ? column(rule.short_window) : compiled.long_column;
        }
    }
}

bool Judge::at_ease(std::size_t index, const ledger::Glance& glance) const {
    const Entry& entry = slos_[index];
    for (std::uint32_t i = entry.first_rule; i < entry.first_rule + entry.rules; ++i) {
        const Rule& rule = rules_[i];
        const auto below = [&](std::uint16_t column) {
            return glance.keeps(column) && surely_not_above(glance.valid(column), glance.bad(column), rule.error_ratio);
        };
        if (!below(rule.short_column) && !below(rule.long_column)) return false;
    }
    return true;
}

bool Judge::quiet(std::size_t index, const ledger::LiveWindows& live, Timestamp now) const {
    const Entry& entry = slos_[index];
    if (live.as_of == Timestamp::min() || live.windows.size() < entry.windows) return true;
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
                   (history && !rule.has_entry_delay) || exact(at, live).verdict != Verdict::above;
        case Phase::firing: return !history && exact(at, live).stands();
        case Phase::frozen: {
            if (history) return true;
            const Opinion now = exact(at, live);
            return now.verdict == Verdict::unknown && !now.stands();
        }
        case Phase::timed: return false;
    }
    return false;
}

Opinion Judge::exact(std::uint32_t at, const ledger::LiveWindows& live) const {
    const Rule& rule = rules_[at];
    const auto over = [&](std::uint16_t window, Span span) {
        return opinion_of(known(live.windows[window], live.since), thresholds_[at], guards_[at], span);
    };
    const Opinion over_long = over(rule.long_at, Span::long_window);
    return rule.short_at == rule.long_at ? over_long : both(over_long, over(rule.short_at, Span::short_window));
}

}  // namespace plimsoll::slo

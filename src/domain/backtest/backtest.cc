#include "domain/backtest/backtest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "domain/backtest/stretches.h"
#include "domain/backtest/sweep.h"
#include "domain/policy/terms.h"
#include "domain/slo/budget.h"
#include "domain/slo/definition.h"
#include "domain/slo/figures.h"
#include "domain/slo/windows_at.h"

namespace plimsoll::backtest {

namespace {

constexpr Duration kAsked = Duration::days(90);
constexpr Duration kMinutesKept = Duration::days(100);

std::string percent(const Ratio& objective) {
    const auto exact = Objective::of(objective);
    return exact ? text::percent(*exact) : "";
}

/// "99.95 %, 7 d rolling, 2 rules, x 0.1": what a variant changes, as its name.
std::string name_of(const catalog::Slo& slo, const Variant& variant) {
    if (!variant.name.empty()) return variant.name;
    std::vector<std::string> parts;
    if (variant.objective) parts.push_back(percent(slo.objective));
    if (variant.window) parts.push_back(slo::window_words(slo));
    if (variant.rules) {
        for (const catalog::BurnRule& rule : slo.rules) parts.push_back(rule.name + " x " + text::number(rule.factor));
    }
    if (!variant.leave_out.empty()) parts.push_back(fmt::format("less {} range{}", variant.leave_out.size(), variant.leave_out.size() == 1 ? "" : "s"));
    if (variant.traffic != 1) parts.push_back(text::number(variant.traffic) + " x traffic");
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
    return out.empty() ? "the same" : out;
}

/// What one variant is replayed with.
struct Tried {
    std::string name;
    catalog::Slo slo;
    Reel reel;
    double traffic = 1;
};

class Making {
public:
    Making(const Past& past, const catalog::Slo& slo, const BacktestRequest& request) : past_(past), slo_(slo), request_(request) {}

    Result<Backtest> make() {
        out_.slo = slo_.name;
        out_.service = slo_.service;
        const slo::CountScale scale = slo::scale_of(slo_);
        out_.unit = {scale.noun, scale.per_one};
        TRY_ASSIGN(std::vector<Tried> tried, variants());
        if (!find_range()) return std::move(out_);
        Duration reach;
        for (const Tried& one : tried) reach = std::max(reach, slo::lead_of(one.slo));
        TRY_ASSIGN(const Reel reel, Reel::of(past_.counts, slo_, out_.range, out_.step, reach));
        TRY(look_at(reel));
        count_work(tried.size());
        for (std::size_t i = 0; i < tried.size(); ++i) {
            tried[i].reel = reel;
            if (i > 0) {
                TRY_ASSIGN(tried[i].reel, reel.with(counted_otherwise(request_.variants[i - 1], tried[i].name), i - 1));
            }
            TRY_ASSIGN(VariantResult result, play(tried[i]));
            out_.variants.push_back(std::move(result));
        }
        if (request_.sweep) {
            TRY_ASSIGN(out_.front, sweep({slo_, reel, out_.range, out_.losses, budget_, [this](std::int64_t steps) { return told(steps); }}));
        }
        add_caveats(reel);
        return std::move(out_);
    }

private:
    /// The SLO as it is, then what was asked for.
    Result<std::vector<Tried>> variants() {
        std::vector<Tried> out{{"as it is", slo_, {}, 1}};
        std::vector<FieldError> broken;
        for (std::size_t i = 0; i < request_.variants.size(); ++i) {
            auto changed = slo_of(slo_, request_.variants[i], i);
            if (!changed) {
                broken.insert(broken.end(), changed.error().fields().begin(), changed.error().fields().end());
                continue;
            }
            std::string name = name_of(*changed, request_.variants[i]);
            out.push_back({std::move(name), std::move(*changed), {}, request_.variants[i].traffic});
        }
        if (!broken.empty()) return fail(plimsoll::errors::invalid, "the backtest cannot be made", std::move(broken));
        return out;
    }

    /// False: nothing is counted there.
    bool find_range() {
        const ledger::LiveWindows live = past_.counts.live(slo_, slo::Exclusions::left_out);
        if (slo::never_fed(live)) {
            out_.why_empty = "Nothing is counted yet under these queries: counts start when it applies, or with an import";
            return false;
        }
        const Timestamp counted_to = live.as_of.floor(ledger::kStep) + ledger::kStep;
        since_ = live.since;
        const Timestamp closed_to = slo_.slicing ? live.as_of.floor(ledger::kStep).floor(slo_.slicing->length) : counted_to;
        const Timestamp asked_to = std::min(request_.to.value_or(closed_to), closed_to);
        const Timestamp asked_from = std::max(request_.from.value_or(asked_to - kAsked), live.since);
        out_.step = request_.step.value_or(counted_to - asked_from > kMinutesKept ? Duration::minutes(5) : Duration::minutes(1));
        const Duration grain = out_.step;
        out_.range = {(asked_from + grain - Duration::ms(1)).floor(grain), asked_to.floor(grain)};
        if (out_.range.start < out_.range.end) return true;
        out_.why_empty = fmt::format("Nothing is counted there: counts reach from {} to {}", text::rfc3339(live.since), text::rfc3339(counted_to));
        out_.range = {};
        return false;
    }

    /// What of a variant changes counts; what changes less than somebody may have thought is said.
    Variant counted_otherwise(Variant variant, const std::string& name) {
        if (slo_.slicing && variant.traffic != 1 && slo::tapes(slo_)) {
            variant.traffic = 1;  // a slice is as good or bad with ten times the good events and ten times the bad ones
            out_.caveats.push_back(fmt::format("\"{}\" counts slices of time: traffic changes neither their number nor which are bad.", text::printable(name)));
        }
        const auto nothing = std::count_if(variant.leave_out.begin(), variant.leave_out.end(),
                                           [&](const TimeRange& one) { return one.start.floor(out_.step) == one.end.floor(out_.step); });
        if (nothing > 0) {
            out_.caveats.push_back(fmt::format("Of what \"{}\" leaves out, {} {} within one step of {}: nothing is left out there.", text::printable(name),
                                               nothing == 1 ? "one range" : fmt::format("{} ranges", nothing), nothing == 1 ? "lies" : "lie", text::duration_words(out_.step)));
        }
        return variant;
    }

    Result<> look_at(const Reel& reel) {
        TRY_ASSIGN(const ledger::Ledger::Series series, reel.series(slo_, out_.range));
        TRY_ASSIGN(const ledger::WindowSum sum, reel.sum(slo_, out_.range));
        if (sum.slots > 0) out_.coverage = static_cast<double>(sum.sum.measured) / static_cast<double>(sum.slots);
        budget_ = period_budget(slo_, sum.sum.valid, out_.range.length());
        out_.losses_are_known = !request_.incidents.empty();
        out_.losses = out_.losses_are_known ? known_losses(slo_, series, out_.range, request_.incidents) : found_losses(slo_, series, out_.range);
        if (out_.losses.size() > kMostLosses) {
            out_.caveats.push_back(fmt::format("There are {} losses; the {} largest are looked at.", out_.losses.size(), kMostLosses));
            std::nth_element(out_.losses.begin(), out_.losses.begin() + kMostLosses, out_.losses.end(), [](const Loss& a, const Loss& b) { return a.share > b.share; });
            out_.losses.resize(kMostLosses);
            std::sort(out_.losses.begin(), out_.losses.end(), [](const Loss& a, const Loss& b) { return a.start < b.start; });
        }
        return {};
    }

    void count_work(std::size_t variants) {
        const std::int64_t steps = out_.range.length() / out_.step;
        work_ = steps * static_cast<std::int64_t>(variants);
        if (request_.sweep) work_ += steps * static_cast<std::int64_t>(settings_of(slo_, out_.step).size());
    }

    /// False: stop.
    bool told(std::int64_t steps) {
        done_ += steps;
        return !past_.progress || past_.progress(std::min(done_, work_), work_);
    }

    Result<VariantResult> play(const Tried& tried) {
        VariantResult out;
        out.name = tried.name;
        out.objective = percent(tried.slo.objective);
        out.window = slo::window_words(tried.slo);
        out.period = tried.slo.period;
        out.traffic = tried.traffic;
        out.rules = tried.slo.rules;
        std::int64_t last = 0;
        slo::ReplayPlan plan{out_.range, request_.points, [&](std::int64_t done, std::int64_t) { return told(done - std::exchange(last, done)); }};
        TRY_ASSIGN(const slo::Replay replay, tried.reel.replay(tried.slo, plan));
        out_.judged += replay.judged;
        TRY_ASSIGN(const ledger::WindowSum sum, tried.reel.sum(tried.slo, out_.range));
        out.valid = sum.sum.valid;
        out.bad = sum.sum.bad;
        if (sum.sum.valid > 0) out.sli = 1 - static_cast<double>(sum.sum.bad) / static_cast<double>(sum.sum.valid);
        const PeriodBudget budget = period_budget(tried.slo, sum.sum.valid, out_.range.length());
        TRY_ASSIGN(Scored scored, score({tried.slo, tried.reel, out_.range, out_.losses, budget}, replay.alerts));
        out.score = std::move(scored.score);
        TRY(add_stretches(tried, out.score));
        out.detections = std::move(scored.detections);
        if (scored.alerts.size() > kMostAlerts) {
            out.alerts_left_out = scored.alerts.size() - kMostAlerts;
            scored.alerts.resize(kMostAlerts);
        }
        out.alerts = std::move(scored.alerts);
        for (const slo::BudgetPoint& point : replay.course) out.course.push_back({point.at, point.remaining, point.burn_1h});
        TRY_ASSIGN(out.budget_remaining, left_at_end(tried));
        return out;
    }

    Result<> add_stretches(const Tried& tried, Score& score) {
        const catalog::ErrorBudgetPolicy policy = policy::policy_for(past_.catalog, tried.slo.service);
        const std::array<Line, 2> lines{{{0, policy.hysteresis}, {policy.freeze, policy.hysteresis}}};
        std::vector<Stretches> under;
        if (tried.reel.tape() != nullptr) {
            for (const Line& line : lines) under.push_back(stretches_under(tried.slo, *tried.reel.tape(), out_.range, line));
        } else {
            TRY_ASSIGN(under, stretches_under(tried.slo, {past_.counts, out_.step, since_, [this] { return told(0); }}, out_.range, lines));
        }
        score.breaches = under[0].count;
        score.in_breach = under[0].length;
        score.freezes = under[1].count;
        score.in_freeze = under[1].length;
        return {};
    }

    Result<std::optional<double>> left_at_end(const Tried& tried) const {
        const TimeRange period = slo::WindowsAt(tried.slo).period(tried.slo, out_.range.end);
        ledger::WindowSum sum;
        if (tried.reel.tape() != nullptr) {
            sum = tried.reel.tape()->sum(period);
        } else {
            TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, past_.counts.sums(tried.slo, {&period, 1}, slo::Exclusions::left_out));
            sum = sums.front();
        }
        if (sum.sum.valid <= 0) return std::optional<double>();
        return slo::Budget{sum.sum.valid, sum.sum.bad, slo::allowance_of(tried.slo.objective)}.remaining_share();
    }

    void add_caveats(const Reel& reel) {
        if (out_.step > ledger::kStep) {
            out_.caveats.push_back(fmt::format("Counts are read in steps of {}: live, alerts are judged every {} and fire up to {} sooner.", text::duration_words(out_.step),
                                               text::duration_words(ledger::kStep), text::duration_words(out_.step - ledger::kStep)));
        }
        if (reel.tape() != nullptr && reel.tape()->coarse_until() > out_.range.start) {
            out_.caveats.push_back(fmt::format("Up to {} the ledger no longer keeps steps of {}: until then counts stand at the end of coarser ones, and alerts fire that much later.",
                                               text::rfc3339(reel.tape()->coarse_until()), text::duration_words(out_.step)));
        }
        if (out_.coverage && *out_.coverage < slo_.coverage_floor) {
            out_.caveats.push_back(fmt::format("Only {} of the range was measured, under the floor of {}.", text::percent(*out_.coverage), text::percent(slo_.coverage_floor)));
        }
        if (slo::WindowsAt(slo_).period(slo_, out_.range.end).start < since_) {
            out_.caveats.push_back(fmt::format("Counts begin {} before the end of the range, which is less than the SLO's window of {}: the budget at its end is that of what there is.",
                                               text::duration_words(out_.range.end - since_), text::duration_words(slo_.period)));
        }
        for (const VariantResult& variant : out_.variants) add_unreachable(variant);
    }

    void add_unreachable(const VariantResult& variant) {
        const auto objective = Objective::parse_percent(variant.objective.substr(0, variant.objective.find(' ')));
        if (!objective) return;
        const double ceiling = 1 / objective->allowance().as_double();
        for (const catalog::BurnRule& rule : variant.rules) {
            if (rule.factor < ceiling || (rule.factor == ceiling && rule.at_or_above)) continue;
            out_.caveats.push_back(fmt::format("Rule {} of \"{}\" can never fire: with every event bad the burn rate is {}, and it asks for more than {}.",
                                               text::printable(rule.name), text::printable(variant.name), text::number(std::round(ceiling * 100) / 100), text::number(rule.factor)));
        }
    }

    const Past& past_;
    const catalog::Slo& slo_;
    const BacktestRequest& request_;
    Backtest out_;
    PeriodBudget budget_;
    Timestamp since_;  ///< the first measured slot of all
    std::int64_t done_ = 0;
    std::int64_t work_ = 0;
};

}  // namespace

Result<Backtest> backtest(const Past& past, const catalog::Slo& slo, const BacktestRequest& request) {
    TRY(check(request));
    return Making(past, slo, request).make();
}

}  // namespace plimsoll::backtest

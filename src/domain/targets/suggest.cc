#include "domain/targets/suggest.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/backtest/backtest.h"
#include "domain/slo/definition.h"
#include "domain/slo/replay.h"
#include "domain/slo/windows.h"
#include "domain/targets/baseline.h"
#include "domain/targets/basis.h"
#include "domain/targets/decide.h"
#include "domain/targets/levels.h"
#include "domain/targets/noticed.h"

namespace plimsoll::targets {
namespace {

constexpr std::uint32_t kFewPoints = 2;  ///< of a course that nobody looks at

std::string percent_text(const Objective& objective) {
    const std::string text = text::percent(objective);
    return text.substr(0, text.find(' '));
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) out += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return out;
}

class Making {
public:
    Making(const History& history, const catalog::Slo& slo, const Question& question) : history_(history), slo_(slo), question_(question) {}

    Result<TargetSuggestion> make() {
        TRY_ASSIGN(const Objective present, Objective::of(slo_.objective));
        const slo::CountScale scale = slo::scale_of(slo_);
        out_.slo = slo_.name;
        out_.service = slo_.service;
        out_.objective = text::percent(present);
        out_.window = slo::window_words(slo_);
        out_.period = slo_.period;
        out_.noun = scale.noun;
        TRY_ASSIGN(const backtest::Backtest as_it_is, replay({}));
        out_.why_empty = as_it_is.why_empty;
        out_.baseline.range = as_it_is.range;
        out_.baseline.zone = question_.zone;
        if (out_.why_empty.empty()) {
            TRY(read_tape(as_it_is, scale.per_one, present));
            TRY(add_levels(present));
            add_suggestion(scale.per_one);
        }
        TRY(add_upstreams(present));
        return std::move(out_);
    }

private:
    Result<backtest::Backtest> replay(const std::vector<Objective>& levels) const {
        backtest::BacktestRequest request;
        request.slo = slo_.name;
        request.from = question_.from;
        request.to = question_.to;
        request.points = kFewPoints;
        for (const Objective& level : levels) {
            backtest::Variant variant;
            variant.name = text::percent(level);
            variant.objective = percent_text(level);
            request.variants.push_back(std::move(variant));
        }
        return backtest::backtest({history_.catalog, history_.counts}, slo_, request);
    }

    Result<> read_tape(const backtest::Backtest& past, std::int64_t per_one, const Objective& present) {
        if (!slo::tapes(slo_)) {
            out_.baseline.sli = past.variants.front().sli;
            out_.baseline.valid = past.variants.front().valid;
            out_.baseline.bad = past.variants.front().bad;
            out_.baseline.coverage = past.coverage;
            out_.caveats.emplace_back("It is made of others' burn, or of its worst group: its windows are no sums of steps, so days, hours and other windows are not told");
            out_.noticed_why = "Nothing follows: its windows are no sums of steps.";
            return {};
        }
        TRY_ASSIGN(const slo::Tape tape, slo::Tape::of(history_.counts, slo_, past.range, past.step, slo::Exclusions::left_out));
        const Duration window = window_within(past.range);
        out_.baseline = baseline_of(tape, past.range, question_.zone, window, per_one);
        if (!question_.notice) {
            out_.noticed_why = "Say from which error ratio on, over how long, users notice (\"2% over 5m\"): then it follows which objectives are too loose.";
            return {};
        }
        const Noticed noticed = loosest_noticed(tape, past.range, window, *question_.notice, all_levels(present, question_.levels));
        if (noticed.loosest) out_.loosest_noticed = text::percent(*noticed.loosest);
        out_.noticed_why = noticed.why;
        return {};
    }

    /// The SLO's period; of a history that is nearly as long, the longest window that fits: thirty days that lack three minutes
    /// still tell what thirty days bring.
    Duration window_within(TimeRange range) {
        const Duration hour = Duration::hours(1);
        const auto fits = [&](Duration window) { return (range.start + window + hour - Duration::ms(1)).floor(hour) <= range.end; };
        if (fits(slo_.period) || range.length() * 10 < slo_.period * 9) return slo_.period;
        const Duration window = hour * ((range.length() - hour) / hour);
        out_.caveats.push_back(fmt::format("The history is a little shorter than one window: worst, median and noticed windows are those of {}", text::duration_words(window)));
        return window;
    }

    Result<> add_levels(const Objective& present) {
        std::vector<Objective> levels = levels_for(out_.baseline, present, question_.levels);
        std::vector<Objective> others = levels;
        std::erase_if(others, [&](const Objective& o) { return o.ratio() == present.ratio(); });
        TRY_ASSIGN(const backtest::Backtest tried, replay(others));
        auto other = tried.variants.begin() + 1;
        for (const Objective& objective : levels) {
            const bool as_it_is = objective.ratio() == present.ratio();
            Level level = level_of(as_it_is ? tried.variants.front() : *other++, objective, tried.range.length(), question_.most_pages);
            level.as_it_is = as_it_is;
            out_.levels.push_back(std::move(level));
        }
        out_.caveats.insert(out_.caveats.end(), tried.caveats.begin(), tried.caveats.end());
        return {};
    }

    /// What is bearable and what users need may leave nothing between them.
    void warn_of_conflict() {
        const auto place = [&](const std::optional<std::string>& objective) {
            return std::find_if(out_.levels.begin(), out_.levels.end(), [&](const Level& l) { return l.objective == objective; });
        };
        const auto affordable = place(out_.tightest_affordable);
        if (!out_.loosest_noticed || affordable == out_.levels.end()) return;
        const auto noticed = objective_in(*out_.loosest_noticed);
        if (!noticed || noticed->ratio().as_double() <= affordable->target) return;
        out_.warnings.push_back(fmt::format("Users notice what {} calls kept: {} would tell, and is not affordable as things stand. What breaks it comes first, or other burn rules",
                                            affordable->objective, *out_.loosest_noticed));
    }

    void add_suggestion(std::int64_t per_one) {
        const Duration range = out_.baseline.range.length();
        const double events = static_cast<double>(out_.baseline.valid) / static_cast<double>(per_one) * (slo_.period.in_seconds() / range.in_seconds());
        out_.tightest_affordable = tightest_affordable(out_.levels, events);
        warn_of_conflict();
        if (range < slo_.period) {
            out_.warnings.push_back(fmt::format("The history of {} is shorter than one window of {}: what a whole window would have brought is not known", text::duration_words(range),
                                                text::duration_words(slo_.period)));
        } else if (range < slo_.period * 2) {
            out_.warnings.push_back(fmt::format("The history of {} holds one window of {} and not two: windows that overlap tell the same", text::duration_words(range),
                                                text::duration_words(slo_.period)));
        }
        if (std::string few = too_few_events(out_.levels, events, out_.noun); !few.empty()) out_.warnings.push_back(std::move(few));
    }

    Result<> add_upstreams(const Objective& present) {
        std::vector<std::string> promises;
        double deliver = 1;
        for (const Upstream& up : upstreams_of(history_.catalog, slo_)) {
            DependencyBound bound{up.service, up.slo == nullptr ? "" : up.slo->name, std::nullopt, std::nullopt};
            if (up.slo != nullptr) {
                bound.objective = up.slo->objective.as_double();
                deliver *= *bound.objective;
                promises.push_back(fmt::format("{} ({})", up.service, percent_of(up.slo->objective)));
                TRY_ASSIGN(bound.delivered, delivered(*up.slo));
            }
            out_.dependencies.push_back(std::move(bound));
        }
        if (promises.empty()) return {};
        out_.dependencies_deliver = deliver;
        warn_of_upstreams(promises, deliver, present);
        return {};
    }

    Result<std::optional<double>> delivered(const catalog::Slo& up) const {
        const TimeRange range = out_.baseline.range;
        if (range.start >= range.end || slo::never_fed(history_.counts.live(up, slo::Exclusions::left_out))) return std::optional<double>();
        TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, history_.counts.sums(up, {&range, 1}, slo::Exclusions::left_out));
        if (sums.empty() || sums.front().sum.valid <= 0) return std::optional<double>();
        return std::optional(1 - static_cast<double>(sums.front().sum.bad) / static_cast<double>(sums.front().sum.valid));
    }

    /// Of the present objective, and of the one that is suggested where that is tighter.
    void warn_of_upstreams(const std::vector<std::string>& promises, double deliver, const Objective& present) {
        std::vector<std::string> beyond;
        if (present.ratio().as_double() > deliver) beyond.push_back(out_.objective);
        const auto suggested = std::find_if(out_.levels.begin(), out_.levels.end(), [&](const Level& l) { return l.objective == out_.tightest_affordable; });
        if (suggested != out_.levels.end() && !suggested->as_it_is && suggested->target > deliver) beyond.push_back(suggested->objective);
        if (beyond.empty()) return;
        out_.warnings.push_back(fmt::format("{} in series deliver {} at most; {} cannot be kept without retries, caches or fallbacks", joined(promises), share_words(deliver), joined(beyond)));
    }

    const History& history_;
    const catalog::Slo& slo_;
    const Question& question_;
    TargetSuggestion out_;
};

/// Fields of the variant, as the proposal calls them.
Error renamed(const Error& error) {
    constexpr std::string_view kVariant = "/variants/0";
    std::vector<FieldError> fields = error.fields();
    for (FieldError& field : fields) {
        if (field.where.starts_with(kVariant)) field.where = field.where.substr(kVariant.size());
    }
    return fail(plimsoll::errors::invalid, "what is proposed cannot be tried", std::move(fields));
}

}  // namespace

Result<TargetSuggestion> suggest(const History& history, const catalog::Slo& slo, const Question& question) {
    return Making(history, slo, question).make();
}

Result<TargetEvidence> evidence_for(const History& history, const catalog::Slo& slo, const Objective& objective, std::optional<Duration> window,
                                    std::optional<Timestamp> from, std::optional<Timestamp> to) {
    backtest::BacktestRequest request;
    request.slo = slo.name;
    request.from = from;
    request.to = to;
    request.points = kFewPoints;
    backtest::Variant variant;
    variant.objective = percent_text(objective);
    variant.window = window;
    request.variants.push_back(std::move(variant));
    auto past = backtest::backtest({history.catalog, history.counts}, slo, request);
    if (!past && !past.error().fields().empty()) return renamed(past.error());
    if (!past) return std::move(past).error();
    TargetEvidence out;
    out.definition_version = slo.definition_version;
    out.range = past->range;
    if (!past->why_empty.empty()) return out;
    const backtest::VariantResult& tried = past->variants.back();
    out.sli = tried.sli;
    out.pages_per_month = tried.score.pages_per_month;
    out.breaches = tried.score.breaches;
    return out;
}

}  // namespace plimsoll::targets

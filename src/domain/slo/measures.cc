#include "domain/slo/measures.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/zones.h"
#include "domain/slo/budget.h"
#include "domain/slo/definition.h"
#include "domain/slo/to_date.h"

namespace plimsoll::slo {
namespace {

constexpr const char* kWorkbook = " Source: SRE Workbook, ch. 5.";

std::string ledger_words(const Account& account, const ledger::WindowSum& sum, const TimeRange& range) {
    return fmt::format("ledger slo/{} {} {}..{}", account.slo.name, text::duration(sum.step), text::rfc3339(range.start),
                       text::rfc3339(range.end));
}

enum class Window { any, rolls };

/// One figure over one window, before its value is known.
struct Figure {
    const Account& account;
    const ledger::WindowSum* sum;  ///< nullptr: no sample yet
    Duration length;
    Known counts;
    CountScale scale;
    Measure out;

    Figure(const Account& from, std::string id, Unit unit, std::string formula, Duration window, Window which = Window::any)
        : account(from), sum(find(from, window, which)), length(window), scale(scale_of(from.slo)) {
        out.id = std::move(id);
        out.unit = unit;
        out.formula = std::move(formula);
        out.definition_version = from.slo.definition_version;
        if (sum == nullptr) return;
        counts = known(*sum, from.live.since);
        out.window = counts.range;
        out.as_of = from.live.as_of;
        out.step = sum->step;
        out.sample_size = static_cast<std::uint64_t>(std::max<std::int64_t>(counts.valid, 0) / scale.per_one);
        out.coverage = coverage_of(*sum, from.live.since);
        out.evidence.push_back({"ledger", "slo/" + from.slo.name, counts.range, std::nullopt});
        add_caveats();
    }

    void input(std::string name, std::int64_t numerator, std::int64_t denominator = 1) {
        const bool counted = name == "bad" || name == "valid" || name == "good";
        out.inputs.push_back({std::move(name), numerator, denominator,
                              counted && sum != nullptr ? ledger_words(account, *sum, counts.range)
                                                        : "definition " + account.slo.definition_version});
    }
    void counts_as_inputs() {
        input("bad", counts.bad, scale.per_one);
        input("valid", counts.valid, scale.per_one);
    }
    void allowance_as_input() {
        const Ratio allowance = allowance_of(account.slo.objective);
        input("1 - objective", allowance.numerator(), allowance.denominator());
    }
    void period_as_input(Duration period) { input("period in seconds", period.in_ms(), 1000); }
    /// So many counts in the SLO's unit.
    [[nodiscard]] double in_unit(const SignedFraction& n) const {
        return SignedFraction{n.numerator, n.denominator * scale.per_one}.value();
    }

    /// Why no ratio can be said; empty when one can.
    [[nodiscard]] std::string nothing_to_divide() const { return why_no_ratio(sum != nullptr, counts, length); }
    /// Why no count can be said; empty when one can.
    [[nodiscard]] std::string measured() const { return why_no_count(sum != nullptr, counts, length); }
    Measure empty(std::string why) && {
        out.why_empty = std::move(why);
        return std::move(out);
    }
    Measure value(double v) && {
        out.value = v;
        return std::move(out);
    }

private:
    static const ledger::WindowSum* find(const Account& from, Duration window, Window which) {
        if (never_fed(from.live)) return nullptr;
        return which == Window::rolls ? find_rolling(from.slo, from.live, window) : find_window(from.slo, from.live, window);
    }
    void caveat(std::string words) { out.caveats.push_back(std::move(words)); }
    void add_caveats() {
        if (out.coverage && *out.coverage < account.slo.coverage_floor) {
            caveat(fmt::format("coverage {} is under the floor of {}: {} of {} slots are missing", text::percent(*out.coverage),
                               text::percent(account.slo.coverage_floor, 0), text::count(counts.missing()), text::count(counts.slots)));
        }
        add_nature();
        if (sum->step > ledger::kStep && !account.slo.slicing) {
            caveat(fmt::format("the older edge lies on a step of {} rather than {}", text::duration(sum->step),
                               text::duration(ledger::kStep)));
        }
        if (counts.range.length() < sum->range.length() && !account.slo.calendar) {
            caveat(fmt::format("measured only since {}: the window is {} rather than {}",
                               text::rfc3339(counts.range.start), text::duration_words(counts.range.length()),
                               text::duration_words(length)));
        }
        if (account.status.unknown_starts > 0) {
            caveat(fmt::format("{} series began at an unknown count; what they counted before is not in",
                               text::count(static_cast<std::int64_t>(account.status.unknown_starts))));
        }
        if (account.status.bad_above_valid > 0) {
            caveat(fmt::format("{} times the source said more bad than valid events; those were not stored",
                               text::count(static_cast<std::int64_t>(account.status.bad_above_valid))));
        }
        if (account.record != nullptr && account.record->revision) add_revision(*account.record->revision);
    }
    /// What kind of counts these are, where it is not plain.
    void add_nature() {
        if (account.slo.calendar && length == account.slo.period) {
            caveat(fmt::format("of the window to date, by the calendar of {} (zone database {})", account.slo.calendar->zone, zones::database_version()));
        }
        for (const std::string& member : account.missing_members) caveat(member + " has nothing to say; the other members' weights make up for its own");
        if (!account.worst_group.empty()) caveat("the counts are those of the worst group, " + account.worst_group);
    }
    void add_revision(const RevisionRecord& revision) {
        if (revision.range.end <= counts.range.start || revision.range.start >= counts.range.end) return;
        caveat(fmt::format("late samples changed {} to {}, told at {}", text::rfc3339(revision.range.start),
                           text::rfc3339(revision.range.end), text::rfc3339(revision.at)));
        out.evidence.push_back({"log", "slo/" + account.slo.name, std::nullopt, revision.seq});
    }
};

Figure period_figure(const Account& account, std::string id, Unit unit, std::string formula) {
    Figure figure(account, std::move(id), unit, std::move(formula), account.slo.period);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    return figure;
}

/// "bad / valid. Budgeting: timeslices of 5 min at 99 %, empty ones are gaps."
std::string by_method(std::string formula, const Account& account) {
    return std::move(formula) + " Budgeting: " + method_words(account.slo) + ".";
}

Budget period_budget(const Figure& figure) { return budget_of(figure.counts, figure.account.slo.objective); }

double quotient(std::int64_t numerator, std::int64_t denominator) {
    return SignedFraction{numerator, denominator}.value();
}

}  // namespace

std::string why_no_count(bool kept, const Known& counts, Duration length) {
    if (!kept) return "no data yet";
    if (counts.measured <= 0) return "nothing was measured in the last " + text::duration_words(length);
    if (!counts.sound()) return "the counts contradict themselves: more bad than valid events";
    return "";
}

std::string why_no_ratio(bool kept, const Known& counts, Duration length) {
    if (std::string why = why_no_count(kept, counts, length); !why.empty()) return why;
    return counts.valid == 0 ? "no valid events in the last " + text::duration_words(length) : "";
}

std::optional<double> coverage_of(const ledger::WindowSum& window, Timestamp since) {
    const Known counts = known(window, since);
    if (counts.slots <= 0) return std::nullopt;
    const double slots = quotient(counts.measured, counts.slots);
    if (window.sum.live <= 0) return slots;
    return std::min({slots, quotient(window.sum.reporting, window.sum.live), 1.0});
}

Measure error_ratio(const Account& account, Duration window) {
    Figure figure(account, "slo.error_ratio", Unit::ratio, by_method("bad / valid.", account), window);
    figure.counts_as_inputs();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = quotient(figure.counts.bad, figure.counts.valid);
    return std::move(figure).value(value);
}

Measure good_ratio(const Account& account, Duration window) {
    Figure figure(account, "slo.good_ratio", Unit::ratio, by_method("(valid - bad) / valid: the SLI.", account), window);
    figure.counts_as_inputs();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = quotient(figure.counts.valid - figure.counts.bad, figure.counts.valid);
    return std::move(figure).value(value);
}

namespace {
Measure burn_over(const Account& account, Duration window, Window which) {
    Figure figure(account, "slo.burn_rate", Unit::burn_rate,
                  std::string("(bad / valid) / (1 - objective); 1 spends the budget in one period.") + kWorkbook, window, which);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = burn_of(figure.counts, account.slo.objective).value_or(0);
    return std::move(figure).value(value);
}
}  // namespace

Measure burn_rate(const Account& account, Duration window) { return burn_over(account, window, Window::any); }

Measure budget_remaining(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_remaining", Unit::ratio,
                                  std::string("1 - bad / ((1 - objective) x valid); below zero is overspent.") + kWorkbook);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = period_budget(figure).remaining_share().value_or(0);
    return std::move(figure).value(value);
}

Measure budget_allowed_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_allowed_events", scale_of(account.slo).unit,
                                  "(1 - objective) x valid: what may be bad so far.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = figure.in_unit(period_budget(figure).allowed());
    return std::move(figure).value(value);
}

Measure budget_spent_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_spent_events", scale_of(account.slo).unit, "bad: what was bad is spent.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = figure.in_unit({figure.counts.bad, 1});
    return std::move(figure).value(value);
}

Measure budget_events(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_events", scale_of(account.slo).unit,
                                  "(1 - objective) x valid - bad: what may still be bad; below zero is overspent.");
    if (std::string why = figure.measured(); !why.empty()) return std::move(figure).empty(why);
    const double value = figure.in_unit(period_budget(figure).remaining_events());
    return std::move(figure).value(value);
}

Measure budget_minutes(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_minutes", Unit::minutes,
                                  "(1 - bad / ((1 - objective) x valid)) x (1 - objective) x period: what remains, in minutes "
                                  "of full outage at mean traffic.");
    const Duration period = minutes_of(account.slo, to_date(account.slo, figure.counts));
    figure.period_as_input(period);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double value = period_budget(figure).remaining_minutes(period).value_or(0);
    return std::move(figure).value(value);
}

Measure budget_minutes_total(const Account& account) {
    Figure figure(account, "slo.budget_minutes_total", Unit::minutes,
                  "(1 - objective) x period: the whole budget in minutes of full outage.", account.slo.period);
    const auto date = figure.sum == nullptr ? std::nullopt : to_date(account.slo, figure.counts);
    const Duration period = date ? date->window.length() : account.slo.period;
    figure.allowance_as_input();
    figure.period_as_input(period);
    const Ratio allowance = allowance_of(account.slo.objective);
    const double value = SignedFraction{static_cast<__int128>(allowance.numerator()) * period.in_ms(),
                                        static_cast<__int128>(allowance.denominator()) * 60'000}
                             .value();
    figure.out.caveats.clear();  // a promise, not a measurement
    figure.out.coverage.reset();
    return std::move(figure).value(value);
}

namespace {

/// As far as the whole window of a calendar is in question: what of it has passed, in seconds.
void date_as_inputs(Figure& figure, const ToDate& date) {
    figure.input("seconds passed", date.passed.in_ms(), 1000);
    figure.input("seconds in the window", date.whole().in_ms(), 1000);
}

Measure exhaustion_of(Figure figure, const Figure& hour, double remaining, Duration period) {
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    if (std::string why = hour.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const double burn = burn_of(hour.counts, figure.account.slo.objective).value_or(0);
    if (remaining <= 0) return std::move(figure).empty("the budget is already spent");
    if (burn <= 0) return std::move(figure).empty("nothing was bad in the last 1 h, so no end is in sight");
    return std::move(figure).value(remaining * period.in_seconds() / burn);
}

Measure end_of_calendar(const Account& account, Figure figure, const ToDate& date, const Figure& lately) {
    figure.input("bad lately", lately.counts.bad, lately.scale.per_one);
    figure.input("valid lately", lately.counts.valid, lately.scale.per_one);
    figure.input("seconds lately", lately.counts.range.length().in_ms(), 1000);
    figure.input("seconds left", date.left.in_ms(), 1000);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    if (std::string why = lately.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const Projection projected = projected_end(figure.counts, lately.counts, date, account.slo.objective, figure.scale.per_one);
    figure.out.interval = plimsoll::Interval{projected.low, projected.high, "Wilson 95 % of the error ratio lately, with as much traffic"};
    figure.out.caveats.emplace_back("a forecast: it takes the traffic and the errors of the last days to go on");
    return std::move(figure).value(projected.value);
}

}  // namespace

Measure time_to_exhaustion(const Account& account) {
    Figure figure = period_figure(account, "slo.time_to_exhaustion", Unit::seconds,
                                  std::string("remaining share x period / burn over the last 1 h, as if that went on and "
                                              "nothing left the window.") + kWorkbook);
    const auto date = figure.sum == nullptr ? std::nullopt : to_date(account.slo, figure.counts);
    figure.period_as_input(date ? date->whole() : account.slo.period);
    if (date) date_as_inputs(figure, *date);
    const Figure hour(account, "", Unit::burn_rate, "", Duration::hours(1), Window::rolls);
    if (hour.sum != nullptr) {
        figure.input("bad in 1 h", hour.counts.bad, hour.scale.per_one);
        figure.input("valid in 1 h", hour.counts.valid, hour.scale.per_one);
        figure.out.evidence.push_back({"ledger", "slo/" + account.slo.name, hour.counts.range, std::nullopt});
    }
    const Budget budget = period_budget(figure);
    if (!date) return exhaustion_of(std::move(figure), hour, budget.remaining_share().value_or(0), account.slo.period);
    figure.out.formula = fmt::format("share left of the whole window's budget x window / burn over the last 1 h, as if that went on.{}", kWorkbook);
    Measure out = exhaustion_of(std::move(figure), hour, left_of_whole(budget, *date).value_or(0), date->whole());
    if (out.value && *out.value > date->left.in_seconds()) {
        out.value.reset();
        out.why_empty = "the window ends, and the budget begins anew, before it would be spent at that burn";
    }
    return out;
}

Measure budget_projected(const Account& account) {
    const Duration basis = projection_basis(account.slo.period);
    if (account.slo.calendar) {
        Figure figure = period_figure(account, "slo.budget_projected", Unit::ratio,
                                      fmt::format("1 - (bad + bad lately x f) / ((1 - objective) x (valid + valid lately x f)), f = seconds "
                                                  "left / seconds lately: what will be left when the window ends, lately being the last {}.",
                                                  text::duration(basis)));
        const Figure lately(account, "", Unit::ratio, "", basis, Window::rolls);
        const auto date = to_date(account.slo, figure.counts);
        return end_of_calendar(account, std::move(figure), *date, lately);
    }
    Figure figure(account, "slo.budget_projected", Unit::ratio,
                  fmt::format("1 - burn over the last {}: what is left after one more period at that burn.", text::duration(basis)), basis);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    const Projection projected = projection_of(figure.counts, account.slo.objective, figure.scale.per_one);
    figure.out.interval = plimsoll::Interval{projected.low, projected.high, "Wilson 95 % of the error ratio, taking events as independent"};
    figure.out.caveats.emplace_back("a forecast: it takes the recent burn to go on");
    return std::move(figure).value(projected.value);
}

Measure budget_of_window(const Account& account) {
    Figure figure = period_figure(account, "slo.budget_of_window", Unit::ratio,
                                  "1 - bad x seconds passed / ((1 - objective) x valid x seconds in the window): what is left of the whole "
                                  "window's budget, were traffic to go on at its mean and nothing more to be bad.");
    const auto date = figure.sum == nullptr ? std::nullopt : to_date(account.slo, figure.counts);
    if (date) date_as_inputs(figure, *date);
    if (std::string why = figure.nothing_to_divide(); !why.empty()) return std::move(figure).empty(why);
    if (!date) return std::move(figure).empty("the window rolls: it has no end");
    const double value = left_of_whole(period_budget(figure), *date).value_or(0);
    return std::move(figure).value(value);
}

Measure coverage(const Account& account) {
    Figure figure(account, "slo.coverage", Unit::ratio,
                  "the lesser of reporting / live series and measured / all slots, over min(period, age).", account.slo.period);
    if (figure.sum == nullptr) return std::move(figure).empty("no data yet");
    const auto slot_input = [&](const char* name, std::int64_t n) {
        figure.out.inputs.push_back({name, n, 1, ledger_words(account, *figure.sum, figure.counts.range)});
    };
    slot_input("reporting", figure.sum->sum.reporting);
    slot_input("live", figure.sum->sum.live);
    slot_input("measured slots", figure.counts.measured);
    slot_input("slots", figure.counts.slots);
    const std::optional<double> share = figure.out.coverage;
    if (!share) return std::move(figure).empty("no slot has passed yet");
    return std::move(figure).value(*share);
}

namespace {

std::vector<Measure> measures_of(const Account& account) {
    const Duration period = account.slo.period;
    std::vector<Measure> out{good_ratio(account, period),   error_ratio(account, period), budget_remaining(account),
                             budget_allowed_events(account), budget_spent_events(account), budget_events(account),
                             budget_minutes(account),        budget_minutes_total(account), time_to_exhaustion(account),
                             budget_projected(account),      coverage(account)};
    if (account.slo.calendar) out.push_back(budget_of_window(account));
    for (const Duration window : rolling_windows_of(account.slo)) out.push_back(burn_over(account, window, Window::rolls));
    if (account.slo.calendar) out.push_back(burn_rate(account, period));
    return out;
}

}  // namespace

std::vector<Measure> all_measures(const Account& account) {
    std::vector<Measure> out = measures_of(account);
    if (account.excluded.empty()) return out;
    const std::vector<Measure> counted = measures_of({account.slo, account.with_excluded, account.status, account.record});
    for (std::size_t i = 0; i < out.size(); ++i) {
        for (const ExcludedRange& one : account.excluded) {
            if (one.range.end <= counted[i].window.start || one.range.start >= counted[i].window.end) continue;
            out[i].excluded.push_back({"exclusion " + one.exclusion, one.range, counted[i].value});
        }
    }
    return out;
}

}  // namespace plimsoll::slo
